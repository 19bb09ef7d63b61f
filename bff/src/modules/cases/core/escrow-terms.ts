import { type Business, bankAccount, formatFen, personName, type StepData } from '@zhucheng/shared';
import { Problem } from '../../../platform/errors/problem';
import type { Agreement } from '../../escrow/escrow.service';
import type { RegisterSnapshot } from '../../register/register.types';
import { formValue, type LoadedCase, type PartyRecord } from './case.model';

type Filled = Pick<LoadedCase, 'record' | 'business' | 'parties'>;

/** Who is owed by a mortgage in the register. */
interface Mortgagee {
  name: string;
  creditCode: string;
}

/** Each once. */
function mortgageesOf(snapshot: RegisterSnapshot | null): Mortgagee[] {
  const byCode = new Map<string, Mortgagee>();
  for (const { mortgagee } of snapshot?.mortgages ?? [])
    byCode.set(mortgagee.creditCode, { name: mortgagee.name, creditCode: mortgagee.creditCode });
  return [...byCode.values()];
}

/** What was entered of supervised money; null where the parties settle the price themselves. */
function termsOf(business: Business, data: StepData | undefined) {
  if (!business.escrow || data?.escrow !== 'yes') return null;
  return {
    amountFen: data.amount as number,
    payOffFen: (data.payOff as number | undefined) ?? 0,
    payee: {
      name: data.payeeName as string,
      bank: data.payeeBank as string,
      account: data.payeeAccount as string,
    },
  };
}

const entered = ({ business, record }: Pick<Filled, 'record' | 'business'>) =>
  business.escrow ? termsOf(business, record.form[business.escrow.step]?.data) : null;

/** Whether the parties chose it. */
export const choseEscrow = (filled: Pick<Filled, 'record' | 'business'>): boolean => entered(filled) !== null;

/**
 * Whether what was entered can be agreed. `data`: the step as it is being saved. Error: INVALID_INPUT at the field.
 */
export function requireEscrowTerms(
  { record, business, parties }: Filled,
  snapshot: RegisterSnapshot | null,
  data: StepData | undefined,
): void {
  const terms = termsOf(business, data);
  if (!terms || !business.escrow) return;
  const mortgagees = mortgageesOf(snapshot);
  const price = formValue(record.form, business.escrow.price);
  if (typeof price === 'number' && terms.amountFen > price)
    throw Problem.field('data.amount', `监管金额不能超过成交价 ${formatFen(price)} 元，请核对。`, 'too-much');
  if (terms.payOffFen > terms.amountFen)
    throw Problem.field('data.payOff', '先还原贷款的金额不能超过监管金额，请核对。', 'too-much');
  if (terms.payOffFen > 0 && mortgagees.length === 0)
    throw Problem.field('data.payOff', '登记簿上这处不动产没有抵押，不用填先还原贷款。', 'no-mortgage');
  if (terms.payOffFen > 0 && mortgagees.length > 1)
    throw Problem.field('data.payOff', '登记簿上有几家抵押权人，请先到窗口办理还款，这里不用填。', 'several');
  const receivers = parties.filter(({ role }) => role === business.escrow?.receiver);
  const named = receivers.filter(({ identity }) => identity.name === terms.payee.name);
  const { name } = business.parties[business.escrow.receiver]!;
  if (named.length === 0)
    throw Problem.field('data.payeeName', `收款人应是${name}中的一位，请照证件上的姓名填写。`, 'not-a-party');
}

const person = ({ identity }: PartyRecord) => ({
  name: identity.name,
  idNumber: identity.idNumber,
  phone: identity.phone,
});

/** The agreement as it goes to the bank, once everybody has authorised. */
export function agreementOf(loaded: Filled, snapshot: RegisterSnapshot | null): Agreement | null {
  const { record, business, parties } = loaded;
  const terms = entered(loaded);
  if (!terms || !business.escrow) return null;
  const { depositor, receiver } = business.escrow;
  const [mortgagee] = mortgageesOf(snapshot);
  return {
    caseId: record.id,
    acceptanceNumber: record.acceptanceNumber,
    business: business.name,
    location: record.unit.location,
    amountFen: terms.amountFen,
    payOff: terms.payOffFen > 0 && mortgagee ? { ...mortgagee, fen: terms.payOffFen } : null,
    payee: terms.payee,
    depositors: parties.filter(({ role }) => role === depositor).map(person),
    receivers: parties.filter(({ role }) => role === receiver).map(person),
  };
}

/** What of it those who pay in and those who are paid agree to by face, in plain sentences. */
export function escrowAgreesTo(loaded: Pick<Filled, 'record' | 'business'>, role: string): string[] {
  const terms = entered(loaded);
  const { escrow, parties } = loaded.business;
  if (!terms || !escrow || ![escrow.depositor, escrow.receiver].includes(role)) return [];
  const { amountFen, payOffFen, payee } = terms;
  const [pays, paid] = [parties[escrow.depositor]!.name, parties[escrow.receiver]!.name];
  const first =
    payOffFen > 0 ? `先还原抵押银行 ${formatFen(payOffFen)} 元，其余 ${formatFen(amountFen - payOffFen)} 元` : '';
  return [
    `房款中的 ${formatFen(amountFen)} 元由监管银行保管：${pays}存入并锁定后才登簿；登簿后${first}付给${paid} ${personName.mask(payee.name)} 的账户（${payee.bank}，${bankAccount.mask(payee.account)}）；没有登记的，原路退给${pays}。`,
  ];
}
