import { mayView, partyView } from '@zhucheng/bff/modules/cases/reading/case.view';
import { rolesOf, type Viewer } from '@zhucheng/bff/modules/cases/reading/viewer';
import { creditCode } from '@zhucheng/shared';
import { houseMortgage } from '../../../../shared/src/business/house-mortgage';
import { idNumberOf } from '../../identity/people';
import { chen, huang, partyOf, saleOf } from '../loaded';

const applicant: Viewer = { citizenId: 'ACCOUNT-1', idBlind: idNumberOf(1) };
const buyer: Viewer = { citizenId: 'ACCOUNT-2', idBlind: idNumberOf(2) };
const stranger: Viewer = { citizenId: 'ACCOUNT-3', idBlind: idNumberOf(3) };
const nobodyYet: Viewer = { citizenId: 'ACCOUNT-4', idBlind: null };
const bankCode = creditCode.compose('91450500MADEM001');
const bank = (role: string) =>
  partyOf(role, '北海市银滩农村商业银行', 9, {
    institutionId: 'BANK',
    identity: { name: '北海市银滩农村商业银行', idNumber: bankCode, phone: null },
  });

describe('who learns that a case exists', () => {
  test('the applicant at once, the buyer only once it was sent to her, a stranger never', () => {
    const draft = saleOf({ state: 'verified' }, [chen(), huang({ visible: false })]);
    const sent = saleOf({ state: 'authorising' });
    expect([applicant, buyer, stranger, nobodyYet].map((viewer) => mayView(draft, viewer))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([applicant, buyer, stranger].map((viewer) => mayView(sent, viewer))).toEqual([true, true, false]);
  });

  test('the bank that must consent, and no other institution', () => {
    const sale = saleOf({}, [chen(), huang(), bank('mortgagee')]);
    expect(mayView(sale, { institutionId: 'BANK' })).toBe(true);
    expect(mayView(sale, { institutionId: 'ANOTHER' })).toBe(false);
  });

  test('a family agent whose grant names other units sees nothing of this one', () => {
    const agent = (unitIds: string[] | null) => ({ ...applicant, agent: { unitIds } as Viewer['agent'] });
    expect(mayView(saleOf(), agent(null))).toBe(true);
    expect(mayView(saleOf(), agent(['UNIT']))).toBe(true);
    expect(mayView(saleOf(), agent(['OTHER']))).toBe(false);
  });

  test('somebody who bears an institution’s number as her own ID is not the institution', () => {
    const sale = saleOf({}, [chen(), huang(), bank('mortgagee')]);
    expect(mayView(sale, { citizenId: 'X', idBlind: bankCode })).toBe(false);
    expect(rolesOf(sale, { citizenId: 'X', idBlind: bankCode })).toEqual([]);
  });
});

describe('what somebody is in a case', () => {
  test('the seller applies and agrees, the buyer agrees and pays', () => {
    expect(rolesOf(saleOf(), applicant)).toEqual(['applicant', 'party']);
    expect(rolesOf(saleOf(), buyer)).toEqual(['party', 'payer']);
    expect(rolesOf(saleOf(), { staff: true })).toEqual(['officer']);
  });

  test('a clerk without the permission for this business or branch looks on', () => {
    const mortgage = saleOf(
      { institutionId: 'BANK', applicantId: 'BANK', branchId: 'BRANCH', businessId: houseMortgage.id },
      [bank('mortgagee'), partyOf('mortgagor', '陈海波', 1)],
      houseMortgage,
    );
    const asked: string[] = [];
    const clerk = (allowed: boolean): Viewer => ({
      institutionId: 'BANK',
      may: (...what) => {
        asked.push(what.join(' '));
        return allowed;
      },
    });
    expect(rolesOf(mortgage, clerk(true))).toEqual(['applicant', 'payer']);
    expect(rolesOf(mortgage, clerk(false))).not.toContain('applicant');
    expect(mayView(mortgage, clerk(false))).toBe(true);
    expect(new Set(asked)).toEqual(new Set(['house-mortgage BRANCH']));
  });
});

describe('what is shown of the others', () => {
  const shown = (party: ReturnType<typeof chen>, viewer: Viewer) => {
    const { business, record } = saleOf();
    return partyView(business, record, party, viewer);
  };

  test('of people neither ID number nor phone in the clear; an institution’s code is public', () => {
    const view = shown(huang(), applicant);
    expect(view).toMatchObject({ name: '黄志强', roleName: '买受人', isMe: false });
    expect(JSON.stringify(view)).not.toContain(idNumberOf(2));
    expect(JSON.stringify(view)).not.toContain('13907700002');
    expect(shown(bank('mortgagee'), applicant).idNumberMasked).toBe(bankCode);
  });

  test('an authorisation of what stood there before does not count as one', () => {
    expect(shown(huang(), buyer)).toMatchObject({ isMe: true, authorisation: { state: 'passed', current: true } });
    expect(shown(huang({ agreedHash: 'before' }), buyer).authorisation).toMatchObject({
      state: 'passed',
      current: false,
    });
  });
});
