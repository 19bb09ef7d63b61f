import { contactMembers, enteredMembers, requireInstitution } from '@zhucheng/bff/modules/cases/filling/step-checks';
import type { Institution } from '@zhucheng/bff/modules/identity/staff.service';
import type { Problem } from '@zhucheng/bff/platform/errors/problem';
import { creditCode, type FieldDeclaration, type StepData } from '@zhucheng/shared';
import { idNumberOf, phoneOf } from '../../identity/people';
import { chen, huang, partyOf, saleOf } from '../loaded';

const member = (name: string, serial: number) => ({ name, idNumber: idNumberOf(serial), phone: phoneOf(serial) });
const entering = (...members: Array<ReturnType<typeof member>>) =>
  ({ parties: { buyer: { coOwnership: 'joint', members } } }) as unknown as StepData;
/** The field at which somebody is stopped, and what she reads there. */
function stopped(work: () => unknown) {
  try {
    work();
  } catch (error) {
    const [field] = (error as Problem).fields ?? [];
    return { path: field?.path, code: field?.code, message: field?.message };
  }
  return null;
}

describe('buyers who are entered', () => {
  test('are taken as they stand there', () => {
    expect(enteredMembers(saleOf(), 'buyer', entering(member('黄志强', 2)))).toEqual([member('黄志强', 2)]);
  });

  test('cannot be left out', () => {
    expect(stopped(() => enteredMembers(saleOf(), 'buyer', {} as StepData))).toMatchObject({
      path: 'data.parties.buyer',
      message: '请添加买受人。',
    });
  });

  test('are not one of the owners, told at that person’s number', () => {
    const data = entering(member('黄志强', 2), member('陈海波', 1));
    expect(stopped(() => enteredMembers(saleOf(), 'buyer', data))).toMatchObject({
      path: 'data.parties.buyer.members.1.idNumber',
      message: expect.stringContaining('已是这处不动产的权利人'),
    });
  });

  test('are the register’s where a notice names them: nothing is entered, and what is entered is refused', () => {
    const known = huang({ identity: { ...member('黄志强', 2), registered: true } });
    const conversion = saleOf({}, [chen(), known]);
    expect(enteredMembers(conversion, 'buyer', {} as StepData)).toBeNull();
    expect(stopped(() => enteredMembers(conversion, 'buyer', entering(member('林晓珍', 3))))).toMatchObject({
      path: 'data.parties.buyer',
      message: '买受人以预告登记为准，不用填写。',
    });
  });
});

test('of three owners each has a phone, and how many are missing is said', () => {
  const owners = [chen(), partyOf('seller', '林晓珍', 3), partyOf('seller', '陈小波', 4)];
  const sale = saleOf({}, [...owners, huang()]);
  const phones = (count: number) => ({ contacts: { seller: owners.slice(0, count).map((_, i) => phoneOf(i)) } });
  expect(contactMembers(sale, 'seller', phones(3) as unknown as StepData)).toEqual(owners);
  expect(stopped(() => contactMembers(sale, 'seller', phones(2) as unknown as StepData))).toMatchObject({
    path: 'data.contacts.seller',
    message: '出卖人有 3 位，请填写每一位的手机号。',
  });
});

test('a lender is a bank that is a member: a developer of that name, or nobody, is refused at the field', () => {
  const field = { kind: 'institution', id: 'lender', of: 'bank' } as Extract<FieldDeclaration, { kind: 'institution' }>;
  const named = (kind: string): Institution => ({
    id: 'I',
    name: '北海市银滩农村商业银行',
    creditCode: creditCode.compose('91450500MADEM001'),
    kind,
  });
  expect(requireInstitution(field, named('bank'))).toEqual(named('bank'));
  for (const other of [named('developer'), null, undefined])
    expect(stopped(() => requireInstitution(field, other))).toMatchObject({
      path: 'data.lender',
      message: '没有叫这个名字的入驻机构，请填写营业执照上的全称。',
    });
});
