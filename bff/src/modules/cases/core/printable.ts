import {
  type Business,
  type InputStep,
  inputSteps,
  printedNumber,
  printedRoles,
  printedTexts,
  type StepData,
} from '@zhucheng/shared';
import { Problem } from '../../../platform/errors/problem';
import { requirePrintable, unprintable } from '../../../platform/fonts/printable';
import type { UnitRecord } from '../../register/register.types';
import type { LoadedCase, PartyRecord } from './case.model';

/** What is typed into a step. Error: INVALID_INPUT at the fields. */
export const requirePrintableStep = (business: Business, step: InputStep, data: StepData): void =>
  requirePrintable(printedTexts(business, step, data), 'data.');

/** What the register says of the unit is printed as it is. Error: UNIT_WINDOW_ONLY. */
export function requirePrintableUnit(business: Business, unit: UnitRecord): void {
  if (printedRoles(business).size === 0) return;
  const texts = {
    登记簿上的坐落: unit.location,
    登记簿上的权利类型: unit.rightType,
    登记簿上的权利性质: unit.rightNature,
    分户图上的房间名: unit.plan?.rooms.map((room) => room.name).join('、') ?? '',
  };
  refuse(Object.entries(texts).map(([name, text]) => unprintable({ name, text })));
}

/** Names that a case begins with, from the register or the account. Error: UNIT_WINDOW_ONLY. */
export const requirePrintableParties = (business: Business, parties: readonly PartyRecord[]): void =>
  refuse(namesIn(business, parties));

/**
 * Everything once more before anybody agrees: what was typed or registered before it was looked at, or while the fonts were
 * others. Error: UNIT_WINDOW_ONLY.
 */
export function requirePrintableCase({ business, record, parties }: Omit<LoadedCase, 'checks'>): void {
  if (printedRoles(business).size === 0) return;
  refuse([
    unprintable({ name: '登记簿上的坐落', text: record.unit.location }),
    ...namesIn(business, parties),
    ...inputSteps(business)
      .flatMap((step) => printedTexts(business, step, record.form[step.id]?.data ?? {}))
      .map(unprintable),
  ]);
}

function namesIn(business: Business, parties: readonly PartyRecord[]) {
  const roles = printedRoles(business);
  return parties
    .filter(({ role }) => roles.has(role))
    .flatMap(({ role, identity }) => [
      unprintable({ name: `${business.parties[role]!.name}的名字`, text: identity.name }),
      // Numbers of some documents begin with a character, and the certificate prints it.
      unprintable({
        name: `${business.parties[role]!.name}的证件号码`,
        text: printedNumber(identity.idNumber),
      }),
    ]);
}

function refuse(sentences: Array<string | null>): void {
  const faults = [...new Set(sentences.filter((sentence) => sentence !== null))];
  if (faults.length > 0)
    throw new Problem('UNIT_WINDOW_ONLY', { message: faults.join(''), detail: { unprintable: true } });
}
