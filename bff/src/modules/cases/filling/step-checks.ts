import { type EnteredMember, type FieldDeclaration, identityNumber, type StepData } from '@zhucheng/shared';
import { Problem } from '../../../platform/errors/problem';
import type { Institution } from '../../identity/staff.service';
import type { LoadedCase, PartyRecord } from '../core/case.model';

type Content = Pick<LoadedCase, 'business' | 'parties'>;

/** Whether a role's parties follow from the register and cannot be entered. */
export const isRegistered = (loaded: Content, role: string): boolean =>
  loaded.parties.some((party) => party.role === role && party.identity.registered);

/** The people entered for a role; null if the register knows them. Error: INVALID_INPUT at `data.parties`. */
export function enteredMembers(loaded: Content, role: string, data: StepData): EnteredMember[] | null {
  const known = isRegistered(loaded, role);
  const entered = data.parties?.[role];
  const path = `data.parties.${role}`;
  const { name } = loaded.business.parties[role]!;
  if (known && entered) throw Problem.field(path, `${name}以预告登记为准，不用填写。`, 'registered');
  if (known) return null;
  if (!entered) throw Problem.field(path, `请添加${name}。`, 'required');
  refuseOwners(loaded, role, entered.members);
  return entered.members;
}

function refuseOwners(loaded: Content, role: string, members: EnteredMember[]): void {
  const owners = loaded.parties.filter((party) => loaded.business.parties[party.role]!.are === 'owners-of-unit');
  members.forEach((member, index) => {
    if (owners.some((owner) => identityNumber.same(owner.identity.idNumber, member.idNumber)))
      throw Problem.field(
        `data.parties.${role}.members.${index}.idNumber`,
        '此人已是这处不动产的权利人。共有人之间转让份额请到登记窗口办理。',
        'already-owner',
      );
  });
}

/** The parties of a role whom the phones belong to, in their order. Error: INVALID_INPUT at `data.contacts`. */
export function contactMembers(loaded: Content, role: string, data: StepData): PartyRecord[] {
  const members = loaded.parties.filter((party) => party.role === role);
  if ((data.contacts?.[role] ?? []).length !== members.length)
    throw Problem.field(
      `data.contacts.${role}`,
      `${loaded.business.parties[role]!.name}有 ${members.length} 位，请填写每一位的手机号。`,
      'count',
    );
  return members;
}

/** Only filed institutions of the kind asked for can be named. Error: INVALID_INPUT at the field. */
export function requireInstitution(
  field: Extract<FieldDeclaration, { kind: 'institution' }>,
  institution: Institution | null | undefined,
): Institution {
  if (!institution || institution.kind !== field.of)
    throw Problem.field(`data.${field.id}`, '没有叫这个名字的入驻机构，请填写营业执照上的全称。', 'unknown');
  return institution;
}
