import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addDays,
  type CaseState,
  type CoOwnership,
  dayOf,
  identityNumber,
  type LimitKind,
  limitKinds,
  namesHolders,
  type UnitCondition,
} from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { idBlindsOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { newId } from '../../platform/ids';
import { insertMany } from './register.batch';
import { canonicalCertificate, conditions } from './register.conditions';
import { appendAll, checkChain, toHistoryRecord } from './register.history';
import { type Reader, RegisterQuery, type UnitContent } from './register.query';
import { holderRow, identityOf, sealAuthority, sealEndedReason } from './register.secrets';
import type {
  CertificateRef,
  HistoryCheck,
  HistoryDraft,
  HolderInput,
  LimitChange,
  RegisterRecord,
  RegisterSnapshot,
} from './register.types';

export { conditions } from './register.conditions';
export * from './register.types';

/** Days after which an objection lapses unless a suit was filed (Civil Code 220); a later end may be registered. */
const objectionDays = 15;
const nowhere = '0'.repeat(26);

export interface OwnerQuestion {
  certificateNumber: string;
  holderName: string;
  /** Must be a right-holder's as well, unless anybody who knows the name may ask. */
  idNumber?: string;
}

export interface OwnershipTransfer {
  unitId: string;
  /** The right the application was based on. */
  fromRightId: string;
  coOwnership: CoOwnership;
  holders: HolderInput[];
  /** Issued by the certificates module. */
  certificates: CertificateRef[];
  caseId: string;
  acceptanceNumber: string;
}

export interface NewLimit {
  kind: LimitKind;
  authority: string;
  documentNumber: string;
  /** Last day `YYYY-MM-DD`; null without an end. */
  until: string | null;
}

export interface PendingCase {
  id: string;
  acceptanceNumber: string;
  businessName: string;
  state: CaseState;
}

export type LimitsHandler = (tx: Transaction, change: LimitChange) => Promise<void>;
/** Reads with `read`, so that it also sees what a running transaction has changed. */
export type PendingCasesReader = (unitId: string, read: Reader) => Promise<PendingCase[]>;

/** The register (登记簿): what is registered for a unit, and every change of it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RegisterService {
  @Inject() registerQuery!: RegisterQuery;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;

  private readonly limitsHandlers: LimitsHandler[] = [];
  private pendingReader: PendingCasesReader = () => Promise.resolve([]);

  /** Runs in the transaction that adds or lifts a limit; an error undoes the change. Register in `@Init()`. */
  onLimitsChanged(handler: LimitsHandler): void {
    this.limitsHandlers.push(handler);
  }

  /** Where the open cases of a unit come from; at most one statement. Register in `@Init()`. */
  onPendingCases(reader: PendingCasesReader): void {
    this.pendingReader = reader;
  }

  pendingCases(unitId: string, tx?: Transaction): Promise<PendingCase[]> {
    return this.pendingReader(unitId, this.reader(tx));
  }

  /**
   * The unit of a valid certificate if `holderName` is one of its right-holders and `idNumber` is one of them; null
   * otherwise, after the same statements whatever it was that didn't fit. Two statements.
   */
  async findForOwner(question: OwnerQuestion): Promise<RegisterSnapshot | null> {
    const { idNumber } = question;
    const rows = await this.registerQuery.committed<{ unit_id: string; holder_cipher: string }>(
      'SELECT c.unit_id, h.holder_cipher FROM right_certificate c JOIN right_holder h ON h.right_id = c.right_id ' +
        'WHERE c.number_key = ? AND c.valid_to IS NULL',
      [canonicalCertificate(question.certificateNumber)],
    );
    const holders = rows.map((row) => identityOf(this.cipher, row.holder_cipher));
    const named = namesHolders(
      question.holderName,
      holders.map(({ name }) => name),
    );
    const owned = idNumber === undefined || holders.some((holder) => identityNumber.same(holder.idNumber, idNumber));
    return this.snapshot(named && owned ? rows[0]!.unit_id : nowhere);
  }

  /** What is in force for a unit; null if there is no such unit. One statement. */
  async snapshot(unitId: string): Promise<RegisterSnapshot | null> {
    const [content] = await this.registerQuery.contents(this.registerQuery.committed, [unitId], 'current');
    return content ? toSnapshot(content) : null;
  }

  /** The same inside a transaction, after locking the unit's row: nothing of it changes until the commit. */
  async snapshotIn(tx: Transaction, unitId: string): Promise<RegisterSnapshot | null> {
    return (await tx.lockRow('unit', unitId)) ? this.glanceIn(tx, unitId) : null;
  }

  /** The same without the lock, for what is looked at again under lock before it counts. One statement. */
  async glanceIn(tx: Transaction, unitId: string): Promise<RegisterSnapshot | null> {
    const [content] = await this.registerQuery.contents(this.registerQuery.inside(tx), [unitId], 'current');
    return content ? toSnapshot(content) : null;
  }

  /** Pure; see `register.conditions.ts`. At the clock's time unless told. */
  conditions(snapshot: RegisterSnapshot, now: number = this.clock.now()): UnitCondition[] {
    return conditions(snapshot, now);
  }

  /** Everything ever registered for a unit, and whether its history is intact; null if unknown. One statement. */
  async record(unitId: string, tx?: Transaction): Promise<RegisterRecord | null> {
    const [content] = await this.registerQuery.contents(this.reader(tx), [unitId], 'all');
    if (!content) return null;
    const { unit, rights, mortgages, notices, limits, history, head } = content;
    const historyIntact = checkChain(history, head).intact;
    return { unit, rights, mortgages, notices, limits, history: history.map(toHistoryRecord).reverse(), historyIntact };
  }

  /** What a person owns now, newest first. Two statements. */
  async realEstateOf(idNumber: string): Promise<RegisterSnapshot[]> {
    const contents = await this.registerQuery.contentsBy(
      this.registerQuery.committed,
      'JOIN right_record r ON r.current_unit_id = u.id JOIN right_holder h ON h.right_id = r.id ' +
        'WHERE h.id_blind IN (?, ?) ORDER BY r.valid_from DESC, r.id DESC LIMIT 200',
      idBlindsOf(this.cipher, idNumber),
    );
    return contents.map(toSnapshot);
  }

  /**
   * Ends the right the case was based on, with its certificates, and registers the new one. Mortgages survive. Error:
   * CONFLICT if `fromRightId` is no longer the unit's current right.
   */
  async transferOwnership(
    tx: Transaction,
    transfer: OwnershipTransfer,
  ): Promise<{ rightId: string; endedCertificateIds: string[] }> {
    const { unitId, fromRightId, caseId, acceptanceNumber, coOwnership, holders, certificates } = transfer;
    if (holders.length === 0) throw new Error('A right needs a holder');
    await tx.lockRow('unit', unitId);
    const ended = await tx.execute(
      'UPDATE right_record SET valid_to = ?, current_unit_id = NULL, ended_case_id = ? WHERE id = ? AND current_unit_id = ?',
      [tx.now, caseId, fromRightId, unitId],
    );
    if (ended === 0) throw new Problem('CONFLICT');
    const old = await tx.query<CertificateRef>(
      'SELECT id, number FROM right_certificate WHERE right_id = ? AND valid_to IS NULL',
      [fromRightId],
    );
    await tx.execute('UPDATE right_certificate SET valid_to = ? WHERE right_id = ? AND valid_to IS NULL', [
      tx.now,
      fromRightId,
    ]);
    const rightId = newId();
    await tx.insert('right_record', {
      id: rightId,
      unit_id: unitId,
      current_unit_id: unitId,
      co_ownership: coOwnership,
      case_id: caseId,
      acceptance_number: acceptanceNumber,
      valid_from: tx.now,
    });
    const rows = holders.map((holder, position) => holderRow(this.cipher, rightId, position, holder));
    await insertMany(tx, 'right_holder', rows);
    const validity = { right_id: rightId, unit_id: unitId, valid_from: tx.now };
    await insertMany(
      tx,
      'right_certificate',
      certificates.map(({ id, number }) => ({ id, number, number_key: canonicalCertificate(number), ...validity })),
    );
    await this.appendHistory(tx, unitId, {
      kind: 'transfer',
      summary: `所有权转移登记，受理编号 ${acceptanceNumber}，权利人 ${holders.length} 位`,
      payload: {
        fromRightId,
        rightId,
        coOwnership,
        holders: rows.map((row) => ({ name: row.name_blind, id: row.id_blind, share: [row.share_num, row.share_den] })),
        ended: old.map(({ number }) => number).sort(),
        issued: certificates.map(({ number }) => number),
      },
      caseId,
    });
    return { rightId, endedCertificateIds: old.map(({ id }) => id) };
  }

  /** Adds a link to the unit's history chain and counts up its version. No personal data in summary or payload. */
  appendHistory(tx: Transaction, unitId: string, draft: HistoryDraft): Promise<void> {
    return appendAll(tx, [{ unitId, draft }]);
  }

  /** Recomputes a unit's chain. Error: NOT_FOUND. */
  async verifyHistory(unitId: string): Promise<HistoryCheck> {
    const [content] = await this.registerQuery.contents(this.registerQuery.committed, [unitId], 'all');
    if (!content) throw new Problem('NOT_FOUND');
    return checkChain(content.history, content.head);
  }

  /** Registers a limit and tells the handlers in the same transaction. Error: NOT_FOUND. */
  async addLimit(tx: Transaction, unitId: string, limit: NewLimit): Promise<string> {
    if (!(await tx.lockRow('unit', unitId))) throw new Problem('NOT_FOUND');
    const id = newId();
    const from = dayOf(tx.now);
    const until = limit.until ?? (limit.kind === 'objection' ? addDays(from, objectionDays) : null);
    if (until !== null && until < from) throw Problem.field('until', '截止日期不能早于今天。');
    await tx.insert('unit_limit', {
      id,
      unit_id: unitId,
      kind: limit.kind,
      authority_cipher: sealAuthority(this.cipher, limit.authority),
      document_number: limit.documentNumber,
      from_date: from,
      until_date: until,
      valid_from: tx.now,
    });
    await this.appendHistory(tx, unitId, {
      kind: 'limit-added',
      summary: `${limitKinds[limit.kind]}，文号 ${limit.documentNumber}`,
      payload: { limitId: id, kind: limit.kind, documentNumber: limit.documentNumber, from, until },
    });
    await this.tell(tx, { unitId, kind: limit.kind, change: 'added' });
    return id;
  }

  /** Ends a limit; returns its unit. Errors: NOT_FOUND, CONFLICT if it was lifted already. */
  async liftLimit(tx: Transaction, limitId: string, reason: string): Promise<string> {
    const [limit] = await tx.query<{ unit_id: string; kind: LimitKind; document_number: string }>(
      'SELECT unit_id, kind, document_number FROM unit_limit WHERE id = ?',
      [limitId],
    );
    if (!limit) throw new Problem('NOT_FOUND');
    await tx.lockRow('unit', limit.unit_id);
    const ended = await tx.execute(
      'UPDATE unit_limit SET valid_to = ?, ended_reason_cipher = ? WHERE id = ? AND valid_to IS NULL',
      [tx.now, sealEndedReason(this.cipher, reason), limitId],
    );
    if (ended === 0) throw new Problem('CONFLICT', { message: '该限制已经解除，请刷新查看。' });
    await this.appendHistory(tx, limit.unit_id, {
      kind: 'limit-lifted',
      summary: `解除${limitKinds[limit.kind]}，文号 ${limit.document_number}`,
      payload: { limitId, kind: limit.kind, documentNumber: limit.document_number },
    });
    await this.tell(tx, { unitId: limit.unit_id, kind: limit.kind, change: 'lifted' });
    return limit.unit_id;
  }

  private async tell(tx: Transaction, change: LimitChange): Promise<void> {
    for (const handler of this.limitsHandlers) await handler(tx, change);
  }

  private reader(tx?: Transaction): Reader {
    return tx ? this.registerQuery.inside(tx) : this.registerQuery.committed;
  }
}

export function toSnapshot(content: UnitContent): RegisterSnapshot {
  const { unit, rights, mortgages, notices, limits } = content;
  return { unit, ownership: rights[0] ?? null, mortgages, notices, limits };
}
