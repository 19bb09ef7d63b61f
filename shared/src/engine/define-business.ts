import { z } from 'zod';
import {
  type Business,
  type BusinessInput,
  businessDeclaration,
  type StepDeclaration,
  type StepKind,
} from './declaration';

/** Thrown when a declaration cannot be used. `faults` names each one; the process must not start. */
export class DeclarationError extends Error {
  constructor(
    readonly businessId: string,
    readonly faults: string[],
  ) {
    super(`Business "${businessId}" is declared wrongly:\n- ${faults.join('\n- ')}`);
    this.name = 'DeclarationError';
  }
}

const order: StepKind[] = ['verify', 'form', 'ask', 'authorise', 'review', 'pay', 'hand-over'];

/** Parses and cross-checks a declaration. Throws DeclarationError with every fault found. */
export function defineBusiness(input: BusinessInput): Business {
  const parsed = businessDeclaration.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue: z.core.$ZodIssue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new DeclarationError(String((input as { id?: unknown })?.id ?? '?'), faults);
  }
  const faults = crossCheck(parsed.data);
  if (faults.length > 0) throw new DeclarationError(parsed.data.id, faults);
  return deepFreeze(parsed.data);
}

function crossCheck(business: Business): string[] {
  return [...stepFaults(business), ...partyFaults(business), ...fieldFaults(business), ...outcomeFaults(business)];
}

function stepFaults(business: Business): string[] {
  const faults: string[] = [];
  const { steps } = business;
  if (steps[0]?.kind !== 'verify') faults.push('steps: the first step must verify the unit');
  for (const kind of ['verify', 'authorise', 'review', 'pay', 'hand-over'] as const) {
    if (steps.filter((step) => step.kind === kind).length > 1) faults.push(`steps: more than one "${kind}"`);
  }
  if (!steps.some((step) => step.kind === 'review')) faults.push('steps: nothing reviews the case');
  for (let i = 1; i < steps.length; i++) {
    if (
      order.indexOf(steps[i]!.kind) < order.indexOf(steps[i - 1]!.kind) &&
      !(isInput(steps[i]!) && isInput(steps[i - 1]!))
    )
      faults.push(`steps.${steps[i]!.id}: unreachable, "${steps[i]!.kind}" cannot follow "${steps[i - 1]!.kind}"`);
  }
  const ids = steps.map((step) => step.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`steps.${id}: used twice`);
  for (const step of steps) {
    if ((step.kind === 'pay' || step.kind === 'hand-over') && !business.parties[step.by])
      faults.push(`steps.${step.id}: party "${step.by}" does not exist`);
  }
  const pays = steps.some((step) => step.kind === 'pay');
  if (business.fee.matter !== 'none' && !pays) faults.push('fee: a fee nobody pays; declare a pay step');
  if (business.fee.matter === 'none' && pays) faults.push('steps: a pay step without a fee');
  const review = steps.find((step) => step.kind === 'review');
  for (const step of steps) {
    if (step.kind === 'ask' && review?.kind === 'review' && !review.automatic.includes(step.check))
      faults.push(`steps.${step.id}: its answer is never checked; add "${step.check}" to the review`);
  }
  return faults;
}

function partyFaults(business: Business): string[] {
  const faults: string[] = [];
  const { parties, steps } = business;
  if (!parties[business.applicant]) faults.push(`applicant: party "${business.applicant}" does not exist`);
  else if (parties[business.applicant]!.are !== 'owners-of-unit') faults.push('applicant: must come from the register');
  const authorises = steps.some((step) => step.kind === 'authorise');
  for (const [role, party] of Object.entries(parties)) {
    if (party.authorise === 'none') faults.push(`parties.${role}: nobody authorises for this party`);
    if (party.authorise === 'face' && !authorises)
      faults.push(`parties.${role}: authorises, but there is no authorise step`);
    if (party.authorise !== 'none' && party.agreesTo.length === 0)
      faults.push(`parties.${role}: does not say what it agrees to`);
    const entered = steps.some((step) => step.kind === 'form' && step.parties.includes(role));
    if (party.are === 'entered' && !entered) faults.push(`parties.${role}: no form step enters it`);
    if (party.are !== 'entered' && (entered || party.shares))
      faults.push(`parties.${role}: comes from the register, it can't be entered`);
    if (party.min > party.max) faults.push(`parties.${role}: min is above max`);
    if (party.authorise === 'institution') {
      const review = steps.find((step) => step.kind === 'review');
      if (party.before === 'review' && review?.kind === 'review' && !review.automatic.includes('mortgagee-consent'))
        faults.push(`parties.${role}: its consent is never checked; add "mortgagee-consent" to the review`);
    }
  }
  for (const step of steps)
    if (step.kind === 'form')
      for (const role of step.parties)
        if (!parties[role]) faults.push(`steps.${step.id}: party "${role}" does not exist`);
  return faults;
}

function fieldFaults(business: Business): string[] {
  const faults: string[] = [];
  for (const step of business.steps) {
    const fields = fieldsOf(step);
    const ids = fields.map((field) => field.id);
    for (const field of fields) {
      const at = `steps.${step.id}.${field.id}`;
      if (ids.indexOf(field.id) !== ids.lastIndexOf(field.id)) faults.push(`${at}: used twice`);
      if (field.when && !ids.includes(field.when.field))
        faults.push(`${at}: depends on "${field.when.field}", which does not exist`);
      if ((field.kind === 'count' || field.kind === 'fen') && field.min > field.max)
        faults.push(`${at}: min is above max`);
    }
    if (step.kind === 'verify' && business.unit.by === 'right-certificate') {
      for (const kind of ['certificate-number', 'holder-name'] as const)
        if (fields.filter((field) => field.kind === kind).length !== 1)
          faults.push(`steps.${step.id}: needs exactly one ${kind}`);
    }
  }
  return faults;
}

function outcomeFaults(business: Business): string[] {
  const faults: string[] = [];
  const { outcome } = business;
  if (outcome.kind !== 'transfer-ownership') return faults;
  for (const role of [outcome.from, outcome.to])
    if (!business.parties[role]) faults.push(`outcome: party "${role}" does not exist`);
  if (business.parties[outcome.from]?.are !== 'owners-of-unit')
    faults.push('outcome.from: must be the owners of the unit');
  if (business.parties[outcome.to] && !business.parties[outcome.to]!.shares)
    faults.push('outcome.to: must hold shares');
  if (outcome.copies) {
    const [stepId, field] = outcome.copies.split('.');
    const step = business.steps.find((candidate) => candidate.id === stepId);
    if (!step || !fieldsOf(step).some((candidate) => candidate.id === field && candidate.kind === 'count'))
      faults.push(`outcome.copies: no count field "${outcome.copies}"`);
  }
  return faults;
}

/** Steps the applicant fills in before sending the case off. */
export type InputStep = Extract<StepDeclaration, { kind: 'verify' | 'form' | 'ask' }>;
export const isInput = (step: StepDeclaration): step is InputStep =>
  step.kind === 'verify' || step.kind === 'form' || step.kind === 'ask';
export const fieldsOf = (step: StepDeclaration) => (isInput(step) ? step.fields : []);

export function stepOf<K extends StepKind>(
  business: Business,
  kind: K,
): Extract<StepDeclaration, { kind: K }> | undefined {
  return business.steps.find((step): step is Extract<StepDeclaration, { kind: K }> => step.kind === kind);
}

function deepFreeze<T>(value: T): T {
  if (value && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
