import type { CaseForm } from '@zhucheng/bff/modules/cases/core/case.model';
import { basisText, debtorOf, debtText, noteText } from '@zhucheng/bff/modules/cases/recording/certificate-texts';
import type { NoticeRecord } from '@zhucheng/bff/modules/register/register.types';
import { houseMortgage } from '../../../../shared/src/business/house-mortgage';
import { registerOf, saleOf } from '../loaded';

test('the note of a certificate names the business and the case', () => {
  expect(noteText(saleOf())).toBe('业务类型：二手房转移登记；受理编号：202611204829137');
});

describe('what is mortgaged or noticed', () => {
  const notice = { id: 'RIGHT', certificateNumber: '桂（2026）北海市不动产证明第0000007号' } as NoticeRecord;

  test('is named by every certificate of its right', () => {
    const register = registerOf();
    register.ownership!.certificates.push({ id: 'SECOND', number: '桂（2020）北海市不动产权第0000002号' });
    expect(basisText(saleOf(), register)).toBe(
      '不动产权证号：桂（2020）北海市不动产权第0000001号、桂（2020）北海市不动产权第0000002号。',
    );
  });

  test('without a right, by the notice that the case is based on, not by another', () => {
    const other = { ...notice, id: 'OTHER', certificateNumber: '桂（2026）北海市不动产证明第0000008号' };
    const register = registerOf({ ownership: null, notices: [other, notice] });
    expect(basisText(saleOf(), register)).toBe('预告登记证明号：桂（2026）北海市不动产证明第0000007号。');
    expect(basisText(saleOf(), registerOf({ ownership: null }))).toBe('');
  });
});

test('the debt is said in figures and in capitals, with its term', () => {
  const terms = { securedFen: 86_543_217, collateralFen: 1, debtStart: '2026-11-20', debtEnd: '2046-11-19' };
  expect(debtText(terms)).toBe(
    '被担保主债权数额 865,432.17 元（捌拾陆万伍仟肆佰叁拾贰元壹角柒分）；债务履行期限 2026-11-20 起 2046-11-19 止。',
  );
  expect(debtText(null)).toBe('');
});

test('who owes is whoever the contract names, else all who mortgage', () => {
  const obligors = [{ name: '陈海波' }, { name: '林晓珍' }];
  const contract = (data: object) =>
    saleOf({ form: { contract: { data } } as unknown as CaseForm }, undefined, houseMortgage);
  expect(debtorOf(contract({ debtor: '北海市某某贸易公司' }), obligors)).toBe('北海市某某贸易公司');
  expect(debtorOf(contract({}), obligors)).toBe('陈海波、林晓珍');
});
