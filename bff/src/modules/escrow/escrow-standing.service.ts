import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { endedEscrowStates, formatFen } from '@zhucheng/shared';
import type { EscrowStanding } from '../../adapters/escrow/port';
import type { Transaction } from '../../platform/database/transaction';
import { alarmOf, distinct, type EscrowRecord, type InstructionRow, isReleased, isReturned } from './escrow.model';
import { EscrowMessages } from './escrow-messages.service';
import { EscrowStore } from './escrow-store.service';

type Hook = (tx: Transaction, caseId: string) => Promise<void>;

/** Moves an escrow by what the bank says of it, and only forward: what is older than something known is dropped. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EscrowStandings {
  @Inject() store!: EscrowStore;
  @Inject() messages!: EscrowMessages;

  private locked: Hook[] = [];

  /** Runs in the transaction in which the bank's lock of the whole amount becomes known. */
  onLocked(hook: Hook): void {
    this.locked.push(hook);
  }

  /** Cases that wait for the lock may go on. */
  async goOn(tx: Transaction, record: EscrowRecord): Promise<void> {
    if (record.state === 'locked') for (const hook of this.locked) await hook(tx, record.caseId);
  }

  /** `record` is locked in this transaction. */
  async take(tx: Transaction, record: EscrowRecord, standing: EscrowStanding): Promise<void> {
    if (standing.version < record.bankVersion) return;
    const instructions = await this.store.instructions(tx, record.id);
    const numbers = new Map(instructions.map(({ number, kind }) => [number, kind]));
    const alarm = alarmOf(record, standing.movements, numbers);
    if (alarm) await this.store.alarm(tx, record, alarm);
    if (endedEscrowStates.includes(record.state)) return;
    const before = record.depositedFen;
    await this.store.set(tx, record, {
      bankVersion: standing.version,
      depositedFen: standing.depositedFen,
      lockedFen: standing.lockedFen,
    });
    await this.store.setDeposit(tx, record, standing.deposit);
    await this.paidIn(tx, record, before);
    await this.lock(tx, record, instructions);
    await this.end(tx, record, standing, instructions);
  }

  private async paidIn(tx: Transaction, record: EscrowRecord, before: number): Promise<void> {
    if (record.state === 'agreed' || record.state === 'refused') {
      await this.store.move(tx, record, 'awaiting-deposit', '监管银行已受理，请买受人存入。');
      await this.messages.depositors(tx, record);
      await this.store.ask(tx, record);
    }
    if (record.state !== 'awaiting-deposit') return;
    const missing = record.amountFen - record.depositedFen;
    if (missing <= 0) {
      await this.store.move(
        tx,
        record,
        'deposited',
        `已存入 ${formatFen(record.depositedFen)} 元，已通知监管银行锁定。`,
      );
      await this.store.instruct(tx, record, 'lock');
    } else if (record.depositedFen > before)
      await this.store.event(
        tx,
        record,
        `已存入 ${formatFen(record.depositedFen)} 元，还差 ${formatFen(missing)} 元。`,
      );
  }

  private async lock(tx: Transaction, record: EscrowRecord, instructions: readonly InstructionRow[]): Promise<void> {
    const whole = record.lockedFen >= record.amountFen;
    const said = `协议金额 ${formatFen(record.amountFen)} 元，监管银行锁定 ${formatFen(record.lockedFen)} 元。`;
    if (record.state === 'locked' && !whole) {
      await this.store.move(tx, record, 'lock-short', said);
      await this.store.alarm(tx, record, 'unlocked');
      await this.messages.both(tx, record, 'escrow-trouble', { trouble: said });
      return;
    }
    if (record.state !== 'deposited' && record.state !== 'lock-short') return;
    if (whole) {
      await this.store.move(tx, record, 'locked', `监管银行已锁定 ${formatFen(record.lockedFen)} 元。`);
      await this.messages.both(tx, record, 'escrow-locked');
      await this.goOn(tx, record);
    } else if (record.state === 'deposited' && answered(instructions, 'lock')) {
      await this.store.move(tx, record, 'lock-short', said);
      await this.messages.both(tx, record, 'escrow-trouble', { trouble: said });
    }
  }

  private async end(
    tx: Transaction,
    record: EscrowRecord,
    standing: EscrowStanding,
    instructions: readonly InstructionRow[],
  ): Promise<void> {
    const { state } = record;
    const movements = distinct(standing.movements);
    if (state === 'releasing' || state === 'release-problem') {
      if (isReleased(record, movements)) {
        const { payOffFen, amountFen, content } = record;
        const first = payOffFen > 0 ? `先还 ${content.payOff!.name} ${formatFen(payOffFen)} 元，` : '';
        await this.store.move(tx, record, 'released', `${first}付给出卖人 ${formatFen(amountFen - payOffFen)} 元。`);
        await this.messages.both(tx, record, 'escrow-released');
      } else if (state === 'releasing' && answered(instructions, 'release'))
        await this.store.move(tx, record, 'release-problem', '监管银行报告的付款与协议不一致，登记中心正在核实。');
      return;
    }
    if (state !== 'returning' && state !== 'return-problem') return;
    if (isReturned(standing)) {
      const note =
        record.depositedFen > 0
          ? `已原路退回 ${formatFen(record.depositedFen)} 元。`
          : '没有存入资金，监管协议已经解除。';
      await this.store.move(tx, record, 'returned', note);
      if (record.depositedFen > 0) await this.messages.both(tx, record, 'escrow-returned');
    } else if (state === 'returning' && answered(instructions, 'return'))
      await this.store.move(tx, record, 'return-problem', '监管银行报告的退款与存入的不一致，登记中心正在核实。');
  }
}

const answered = (instructions: readonly InstructionRow[], kind: InstructionRow['kind']): boolean =>
  instructions.some((one) => one.kind === kind && one.state === 'done');
