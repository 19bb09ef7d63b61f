import {
  bankAccount,
  type EscrowState,
  type EscrowTroubleItem,
  type EscrowView,
  escrowAlarms,
  escrowReason,
  escrowStates,
  formatFen,
  payeeChangeStates,
  personName,
  troubledEscrowStates,
} from '@zhucheng/shared';
import type { EscrowPayee } from '../../adapters/escrow/port';
import type { FieldCipher } from '../../platform/crypto/field-cipher';
import { type EscrowRecord, opened, type PayeeChangeRow } from './escrow.model';
import { changeable } from './payee-change.service';

export interface EventRow {
  at: number;
  state: EscrowState;
  note: string | null;
}
type Me = EscrowView['me'];

/** What the state means for whoever looks, and what to do next. */
function says({ state, amountFen, depositedFen, lockedFen }: EscrowRecord, me: Me): string {
  const missing = formatFen(amountFen - depositedFen);
  switch (state) {
    case 'agreed':
      return '协议已经送监管银行，一般几分钟内受理。受理以后这里会显示存入的账户。';
    case 'awaiting-deposit':
      if (me !== 'depositor') return '等买受人把钱存进监管账户。到账并锁定以前不会登簿，您的房子还在您名下。';
      return depositedFen > 0
        ? `已经收到一部分，还差 ${missing} 元。请把差额转入下面的账户。`
        : '请用您本人的银行账户，把全部金额转入下面的监管账户。钱由银行保管，登记办好前谁也动不了。';
    case 'deposited':
      return '钱已经到账，正在等监管银行锁定。不用做什么。';
    case 'locked':
      return me === 'depositor'
        ? '钱已经锁定。登记办好后付给出卖人；没有办成的，原路退给您。'
        : '钱已经锁定。登记办好后，监管银行马上付款。';
    case 'lock-short':
      return `监管银行只锁定了 ${formatFen(lockedFen)} 元，少于协议的 ${formatFen(amountFen)} 元，所以先不登簿。登记中心正在和银行核实；不想等的可以撤回申请，钱原路退回。`;
    case 'releasing':
      return '登记已经办好，监管银行正在付款，一般当天到账。';
    case 'released':
      return '登记已经办好，钱也付了。';
    case 'returning':
      return '这件没有登记，监管银行正在把钱退回原来的账户。';
    case 'returned':
      return depositedFen > 0 ? '钱已经退回原来的账户。' : '没有存入过钱，监管协议已经解除。';
    case 'refused':
      return '监管银行没有受理这份协议，登记中心正在核实。也可以由申请人撤回，改为自行交付后重新申请。';
    case 'release-problem':
      return '登记已经办好，付款没有办成，登记中心正在和银行核实。钱还在监管账户里。';
    case 'return-problem':
      return '退款没有办成，登记中心正在和银行核实。钱还在监管账户里。';
  }
}

/** What the bank has answered, against what was agreed. */
function differsText({ state, amountFen, lockedFen, depositedFen }: EscrowRecord): string {
  if (state === 'lock-short') return `协议 ${formatFen(amountFen)} 元，银行锁定 ${formatFen(lockedFen)} 元`;
  if (state === 'release-problem') return `银行报告的付款与协议 ${formatFen(amountFen)} 元不一致`;
  if (state === 'return-problem') return `银行报告的退款与存入 ${formatFen(depositedFen)} 元不一致`;
  return escrowStates[state];
}

/** Why somebody at the centre has to look, in words; null without a reason. */
export function troubleOf(record: EscrowRecord): string | null {
  if (!record.needsPerson) return null;
  const parts = [
    record.alarm && escrowAlarms[record.alarm],
    record.says && escrowReason(record.says),
    troubledEscrowStates.includes(record.state) && !record.says && differsText(record),
  ].filter((part): part is string => typeof part === 'string');
  return parts.length > 0 ? `${parts.join('；')}。` : null;
}

export function escrowView(
  cipher: FieldCipher,
  record: EscrowRecord,
  events: readonly EventRow[],
  change: PayeeChangeRow | undefined,
  { me, payee }: { me: Me; payee: boolean },
): EscrowView {
  const { content, deposit, state } = record;
  const wanted = change && opened<EscrowPayee>(cipher, record.id, change.payee_cipher);
  return {
    id: record.id,
    caseId: record.caseId,
    agreementNumber: record.agreementNumber,
    state,
    stateName: escrowStates[state],
    says: says(record, me),
    amountFen: record.amountFen,
    payOff: content.payOff && { name: content.payOff.name, fen: content.payOff.fen },
    payee: {
      name: personName.mask(record.payee.name),
      bank: record.payee.bank,
      accountMasked: bankAccount.mask(record.payee.account),
    },
    deposit: me === 'depositor' && state === 'awaiting-deposit' ? deposit : null,
    depositedFen: record.depositedFen,
    lockedFen: record.lockedFen,
    timeline: events.map((event) => ({
      at: Number(event.at),
      state: event.state,
      stateName: escrowStates[event.state],
      note: event.note,
    })),
    me,
    isPayee: payee,
    mayChangePayee: payee && changeable.includes(state) && !(change && ['waiting', 'sent'].includes(change.state)),
    payeeChange:
      change && wanted
        ? {
            id: change.id,
            state: change.state,
            stateName: payeeChangeStates[change.state],
            bank: wanted.bank,
            accountMasked: bankAccount.mask(wanted.account),
            effectiveAt: change.effective_at === null ? null : Number(change.effective_at),
          }
        : null,
    trouble: troubleOf(record),
  };
}

export function troubleItem(record: EscrowRecord): EscrowTroubleItem {
  const { content, state } = record;
  return {
    id: record.id,
    caseId: record.caseId,
    acceptanceNumber: content.acceptanceNumber,
    businessName: content.business,
    location: content.location,
    agreementNumber: record.agreementNumber,
    state,
    stateName: escrowStates[state],
    amountFen: record.amountFen,
    depositedFen: record.depositedFen,
    lockedFen: record.lockedFen,
    alarm: record.alarm,
    trouble: troubleOf(record) ?? '已经没有要处理的了。',
    since: record.silentSince ?? record.stateSince,
    mayAsk: troubledEscrowStates.includes(state) || record.says === 'silent',
  };
}
