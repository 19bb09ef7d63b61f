import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type CaseAction,
  type CaseActor,
  type CaseState,
  deadlineOf,
  decide,
  isOpen,
  personName,
  type Refusal,
} from '@zhucheng/shared';
import { idBlindOf, nameBlindOf } from '../../../platform/crypto/blind';
import { FieldCipher } from '../../../platform/crypto/field-cipher';
import { orOvertaken } from '../../../platform/database/sql';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import type { Actor } from '../../../platform/http/actor';
import { newId } from '../../../platform/ids';
import { Businesses } from '../../businesses/businesses.service';
import { EscrowService } from '../../escrow/escrow.service';
import { CaseCheckEntity, CaseEntity, CaseEventEntity, CasePartyEntity } from './case.entity';
import { type CaseRecord, type CheckRecord, factsOf, type LoadedCase, type PartyRecord, readiness } from './case.model';
import { caseFromRow, detailsFromRows, eventByContext, readRowsAtOnce } from './case.query';
import { KeptNotices } from './kept-notices.service';

/** Blind index purpose of resident IDs and credit codes; one for the whole register, so that modules can compare. */

const refusalCode: Record<
  Refusal,
  'ACTION_NOT_ALLOWED' | 'STEPS_INCOMPLETE' | 'AUTHORISATION_MISSING' | 'CORRECTION_USED' | 'CLAIMED_BY_OTHER'
> = {
  state: 'ACTION_NOT_ALLOWED',
  actor: 'ACTION_NOT_ALLOWED',
  'steps-complete': 'STEPS_INCOMPLETE',
  authorised: 'AUTHORISATION_MISSING',
  'correction-unused': 'CORRECTION_USED',
  claimed: 'ACTION_NOT_ALLOWED',
  unclaimed: 'CLAIMED_BY_OTHER',
  'own-fee': 'ACTION_NOT_ALLOWED',
};

/** Columns a command may change besides the state. */
export type CasePatch = Partial<
  Pick<
    CaseRecord,
    | 'form'
    | 'contentHash'
    | 'correctionUsed'
    | 'correction'
    | 'endReason'
    | 'feeFen'
    | 'feeShare'
    | 'feeFollows'
    | 'feeReason'
    | 'orderId'
    | 'orderNumber'
    | 'claimedBy'
    | 'claimedName'
    | 'claimedAt'
    | 'warnings'
  >
>;

export interface Change {
  actor: Pick<Actor, 'kind' | 'id' | 'agent'>;
  /** The caller's roles in this case; with the transition table they decide what is allowed. */
  as: readonly CaseActor[];
  /** Shown in the timeline: role and masked name. */
  by: string;
  note?: string | null;
  patch?: CasePatch;
  /** What changes with the action: the transition table judges the case as it was before these. */
  outcome?: CasePatch;
  /** Facts for the audit entry, without personal data. */
  detail?: Record<string, unknown>;
}

/** Who did it, as the timeline says it: `出卖人 陈**（代办人 林**）` where a family agent did. */
export function byLabelOf({ agent }: Pick<Actor, 'agent'>, by: string): string {
  const suffix = agent ? `（代办人 ${personName.mask(agent.name)}）` : '';
  return by.slice(0, 80 - suffix.length) + suffix;
}

/** Loads cases for change, and changes them: the only place that writes a case's state. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseStore {
  @Inject() cipher!: FieldCipher;
  @Inject() businesses!: Businesses;
  @Inject() kept!: KeptNotices;
  @Inject() escrow!: EscrowService;

  /** The case, its row locked until the end of the transaction. Error: NOT_FOUND. */
  async load(tx: Transaction, id: string): Promise<LoadedCase> {
    if (tx.dialect === 'mysql') await tx.query('SELECT id FROM registration_case WHERE id = ? FOR UPDATE', [id]);
    const read = <T>(sql: string, params: readonly unknown[]) => tx.query<T>(sql, params);
    const rows = await readRowsAtOnce(read, id);
    if (!rows) throw new Problem('NOT_FOUND');
    const record = caseFromRow(this.cipher, rows[0]!);
    const { parties, checks } = detailsFromRows(this.cipher, id, rows.slice(1));
    const business = this.businesses.at(record.businessId, record.businessVersion);
    const loaded: LoadedCase = { record, business, parties, checks };
    tx.beforeCommit(`readiness:${id}`, () => this.keepReadiness(tx, loaded));
    return loaded;
  }

  /** Readiness follows from forms, parties and answers; it is written once, at the end of the transaction, if it has changed. */
  private async keepReadiness(tx: Transaction, loaded: LoadedCase): Promise<void> {
    const now = readiness(loaded);
    if (now === loaded.record.readiness) return;
    loaded.record.readiness = now;
    await tx.update(CaseEntity, { readiness: now }, { id: loaded.record.id });
  }

  /** The state that the action leads to. Error: the code of what is missing, see `refusalCode`. */
  require(loaded: LoadedCase, action: CaseAction, as: readonly CaseActor[]): CaseState {
    const decision = decide(loaded.business, factsOf(loaded), action, as);
    if (!decision.allowed)
      throw new Problem(refusalCode[decision.reason], {
        detail: { action, reason: decision.reason, state: loaded.record.state },
      });
    return decision.to;
  }

  /** Performs one action by the transition table: state, deadline, event and audit together. Updates `loaded` in place. */
  async apply(tx: Transaction, loaded: LoadedCase, action: CaseAction, change: Change): Promise<CaseState> {
    const { record, business } = loaded;
    const from = record.state;
    const patched: LoadedCase = { ...loaded, record: { ...record, ...change.patch } };
    const to = this.require(patched, action, change.as);
    const moved = to !== from;
    const next: CaseRecord = {
      ...patched.record,
      ...change.outcome,
      state: to,
      version: record.version + 1,
      everSubmitted: record.everSubmitted || to === 'submitted',
      pendingKey: isOpen(to) ? record.pendingKey : null,
      stateSince: moved ? tx.now : record.stateSince,
      deadlineAt: moved ? deadlineOf(business, to, tx.now) : record.deadlineAt,
      submittedAt: to === 'submitted' && moved ? tx.now : record.submittedAt,
      appliedAt: record.appliedAt ?? (to === 'submitted' ? tx.now : null),
      updatedAt: tx.now,
    };
    next.readiness = readiness({ ...patched, record: next });
    if (moved && from === 'reviewing') {
      next.claimedBy = null;
      next.claimedName = null;
      next.claimedAt = null;
    }
    if (!['awaiting-payment', 'registering', 'completed'].includes(to))
      Object.assign(next, { feeShare: null, feeReason: null });
    if (to !== 'awaiting-payment') next.feeFollows = null;
    await this.write(tx, record, next, { ...change.patch, ...change.outcome });
    const settled = to === 'completed' || (record.feeShare !== null && next.feeShare === null);
    if (record.feeShare && settled)
      await tx.enqueue('case.fee-followers', null, { acceptanceNumber: record.acceptanceNumber });
    const received = record.appliedAt === null && next.appliedAt !== null;
    Object.assign(record, next);
    if (received) await this.kept.received(tx, loaded);
    else if (moved && !isOpen(to)) await this.kept.ended(tx, loaded);
    // However a case ends without being recorded, supervised money goes back.
    if (moved && !isOpen(to) && to !== 'completed' && business.escrow) await this.escrow.giveBack(tx, record.id);
    await tx.insert(CaseEventEntity, {
      id: newId(tx.now),
      caseId: record.id,
      seq: next.version,
      at: tx.now,
      action,
      fromState: from,
      toState: to,
      actorKind: change.actor.kind,
      actorId: change.actor.id,
      byCipher: this.cipher.encrypt(byLabelOf(change.actor, change.by), eventByContext(record.id)),
      byLabel: '',
      noteCipher: change.note ? this.cipher.encrypt(change.note, `event:${record.id}`) : null,
    });
    await tx.audit({
      actor: change.actor,
      action: `case.${action}`,
      subject: { kind: 'case', id: record.id },
      detail: { from, to, version: next.version, ...change.detail },
    });
    return to;
  }

  private async write(tx: Transaction, record: CaseRecord, next: CaseRecord, patch: CasePatch | undefined) {
    const { id, version } = record;
    // `fee_share` is unique: another case may have taken the same fee upon itself in the meantime.
    const affected = await orOvertaken(tx.update(CaseEntity, this.columns(next, patch), { id, version }));
    if (affected === 0) throw new Problem('CONFLICT');
  }

  /** Saves typed but unchecked content: no event, no new version. */
  async saveForm(tx: Transaction, record: CaseRecord): Promise<void> {
    const { id, version } = record;
    const formCipher = this.cipher.encryptJson(record.form, `case.form:${id}`);
    if ((await tx.update(CaseEntity, { formCipher, updatedAt: tx.now }, { id, version })) === 0)
      throw new Problem('CONFLICT');
  }

  async saveCheck(tx: Transaction, loaded: LoadedCase, check: Omit<CheckRecord, 'at'>): Promise<void> {
    const caseId = loaded.record.id;
    const row = {
      result: check.result,
      message: check.message.slice(0, 300),
      inputHash: check.inputHash,
      ticket: check.ticket,
      answerCipher: check.answer ? this.cipher.encryptJson(check.answer, `check:${caseId}`) : null,
      at: tx.now,
    };
    const key = { caseId, checkId: check.checkId };
    const known = loaded.checks.find((candidate) => candidate.checkId === check.checkId);
    if (known) {
      await tx.update(CaseCheckEntity, row, key);
      Object.assign(known, check, { at: tx.now });
    } else {
      await tx.insert(CaseCheckEntity, { ...key, ...row });
      loaded.checks.push({ ...check, at: tx.now });
    }
  }

  /** Blind index of a resident ID or credit code. */
  blindOf(idNumber: string): string {
    return idBlindOf(this.cipher, idNumber);
  }

  async insertParty(tx: Transaction, party: PartyRecord): Promise<void> {
    await tx.insert(CasePartyEntity, this.partyColumns(party));
  }

  /** All in one statement. */
  async insertParties(tx: Transaction, parties: readonly PartyRecord[]): Promise<void> {
    await tx.insertAll(
      CasePartyEntity,
      parties.map((party) => this.partyColumns(party)),
    );
  }

  private partyColumns(party: PartyRecord): Partial<CasePartyEntity> {
    return {
      id: party.id,
      caseId: party.caseId,
      role: party.role,
      position: party.position,
      idBlind: party.idBlind,
      nameBlind: nameBlindOf(this.cipher, party.identity.name),
      identityCipher: this.cipher.encryptJson(party.identity, `party:${party.id}`),
      institutionId: party.institutionId,
      shareNumerator: party.share?.numerator ?? null,
      shareDenominator: party.share?.denominator ?? null,
      visible: party.visible,
      applicant: party.applicant,
      authState: party.authState,
      authHow: party.authHow,
      authAt: party.authAt,
      authReasonCipher: null,
      agreedHash: party.agreedHash,
      askedAt: party.askedAt,
      agentCipher: this.agentCipher(party),
    };
  }

  private agentCipher({ id, agent }: PartyRecord): string | null {
    return agent ? this.cipher.encryptJson(agent, `party.agent:${id}`) : null;
  }

  async setIdentity(tx: Transaction, party: PartyRecord, identity: PartyRecord['identity']): Promise<void> {
    party.identity = identity;
    const identityCipher = this.cipher.encryptJson(identity, `party:${party.id}`);
    await tx.update(CasePartyEntity, { identityCipher }, { id: party.id });
  }

  async updateParty(tx: Transaction, party: PartyRecord, set: Partial<PartyRecord>): Promise<void> {
    Object.assign(party, set);
    await tx.update(
      CasePartyEntity,
      {
        visible: party.visible,
        authState: party.authState,
        authHow: party.authHow,
        authAt: party.authAt,
        authReasonCipher: party.authReason ? this.cipher.encrypt(party.authReason, `party.reason:${party.id}`) : null,
        agreedHash: party.agreedHash,
        askedAt: party.askedAt,
        agentCipher: this.agentCipher(party),
      },
      { id: party.id },
    );
  }

  async removeParties(tx: Transaction, loaded: LoadedCase, role: string): Promise<void> {
    await tx.remove(CasePartyEntity, { caseId: loaded.record.id, role });
    loaded.parties = loaded.parties.filter((party) => party.role !== role);
  }

  /** `出卖人 陈**`: how a party is named in the timeline. */
  label(loaded: Pick<LoadedCase, 'business'>, party: PartyRecord): string {
    const name = party.institutionId ? party.identity.name : personName.mask(party.identity.name);
    return `${loaded.business.parties[party.role]!.name} ${name}`;
  }

  private columns(next: CaseRecord, patch: CasePatch | undefined): Partial<CaseEntity> {
    const { id } = next;
    return {
      state: next.state,
      version: next.version,
      everSubmitted: next.everSubmitted,
      correctionUsed: next.correctionUsed,
      pendingKey: next.pendingKey,
      stateSince: next.stateSince,
      deadlineAt: next.deadlineAt,
      submittedAt: next.submittedAt,
      appliedAt: next.appliedAt,
      updatedAt: next.updatedAt,
      feeFen: next.feeFen,
      feeShare: next.feeShare,
      feeFollows: next.feeFollows,
      feeReason: next.feeReason,
      orderId: next.orderId,
      orderNumber: next.orderNumber,
      claimedBy: next.claimedBy,
      claimedName: next.claimedName,
      claimedAt: next.claimedAt,
      contentHash: next.contentHash,
      readiness: next.readiness,
      ...(patch?.warnings && { warnings: next.warnings }),
      ...(patch?.form && { formCipher: this.cipher.encryptJson(next.form, `case.form:${id}`) }),
      ...(patch?.correction !== undefined && {
        correctionCipher: next.correction ? this.cipher.encryptJson(next.correction, `case.correction:${id}`) : null,
      }),
      ...(patch?.endReason !== undefined && {
        endReasonCipher: next.endReason ? this.cipher.encrypt(next.endReason, `case.end:${id}`) : null,
      }),
    };
  }
}
