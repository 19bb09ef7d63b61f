import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseView, type OrderState, orderStates } from '@zhucheng/shared';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { Serialised } from '../../platform/http/serialised';
import { CertificateService } from '../certificates/certificate.service';
import { CitizenService } from '../identity/citizen.service';
import { PermissionService } from '../institutions/permission.service';
import { PaymentService } from '../payments/payment.service';
import { Businesses } from './businesses.service';
import type { CaseRecord, LoadedCase } from './case.model';
import {
  type CaseDetails,
  caseFromRow,
  detailsFromRows,
  type Raw,
  type Read,
  readRows,
  readRowsAtOnce,
  sameRows,
} from './case.query';
import { caseView, mayActFor, mayView, type Viewer } from './case.view';
import { idPurpose } from './case-store.service';

/** Reads cases for people: at most two statements for an open case, one more for its order or certificates. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseReader {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() cipher!: FieldCipher;
  @Inject() businesses!: Businesses;
  @Inject() citizens!: CitizenService;
  @Inject() payments!: PaymentService;
  @Inject() certificates!: CertificateService;
  @Inject() permissions!: PermissionService;

  /** A verified ID never changes, so what was found once stays. */
  private readonly blinds = new LRUCache<string, string>({ max: 50_000 });

  private readonly views = new LRUCache<string, { rows: readonly Raw[]; json: Serialised }>({
    max: 1_000,
    ttl: 60_000,
  });

  readonly committed: Read = (sql, params) => this.database.read(sql, params);

  static within(tx: Transaction): Read {
    return (sql, params) => tx.query(sql, params);
  }

  /** UTC ms. */
  now(): number {
    return this.clock.now();
  }

  async viewerOf(actor: Actor): Promise<Viewer> {
    if (actor.kind === 'staff') {
      if (!actor.institutionId) return { staff: true };
      return { institutionId: actor.institutionId, may: await this.permissions.judge(actor) };
    }
    return { citizenId: actor.id, idBlind: await this.blindOf(actor.id), agent: actor.agent };
  }

  /** Null before real-name. */
  async blindOf(citizenId: string): Promise<string | null> {
    const known = this.blinds.get(citizenId);
    if (known) return known;
    const citizen = await this.citizens.byId(citizenId);
    if (!citizen?.idNumber) return null;
    const blind = this.cipher.blindIndex(citizen.idNumber, idPurpose);
    this.blinds.set(citizenId, blind);
    return blind;
  }

  /** Error: NOT_FOUND, also for a case that is not the viewer's. */
  async open(read: Read, id: string, viewer: Viewer): Promise<{ loaded: LoadedCase; details: CaseDetails }> {
    const rows = await readRowsAtOnce(read, id);
    if (!rows) throw new Problem('NOT_FOUND');
    return this.openRows(id, rows, viewer);
  }

  private openRows(id: string, rows: readonly Raw[], viewer: Viewer): { loaded: LoadedCase; details: CaseDetails } {
    const record = caseFromRow(this.cipher, rows[0]!);
    const details = detailsFromRows(this.cipher, id, rows.slice(1));
    const loaded: LoadedCase = {
      record,
      business: this.businesses.at(record.businessId, record.businessVersion),
      parties: details.parties,
      checks: details.checks,
    };
    if (!mayView(loaded, viewer)) throw new Problem('NOT_FOUND');
    return { loaded, details };
  }

  async view(read: Read, id: string, viewer: Viewer): Promise<CaseView> {
    const { loaded, details } = await this.open(read, id, viewer);
    return this.present(read, loaded, details, viewer);
  }

  /**
   * The view as JSON. People wait on a case's page, which asks again and again: as long as every row is the same, so is the
   * answer, and nothing is deciphered and composed anew. Error: NOT_FOUND.
   */
  async viewJson(id: string, viewer: Viewer): Promise<Serialised> {
    const rows = await readRows(this.committed, id);
    if (!rows) throw new Problem('NOT_FOUND');
    const [{ business_id: businessId, branch_id: branchId }] = rows as [Raw];
    const acts = mayActFor({ businessId: businessId as string, branchId: branchId as string | null }, viewer);
    const key = `${id}|${viewer.citizenId ?? ''}|${viewer.institutionId ?? ''}|${acts}|${viewer.staff ?? ''}|${viewer.agent?.grantId ?? ''}`;
    const known = this.views.get(key);
    if (known && sameRows(known.rows, rows)) return known.json;
    const { loaded, details } = this.openRows(id, rows, viewer);
    const json = Serialised.of(await this.present(this.committed, loaded, details, viewer));
    if (this.knownOrder(loaded.record) || !loaded.record.orderId) {
      if (loaded.record.state !== 'completed') this.views.set(key, { rows, json });
    }
    return json;
  }

  async present(read: Read, loaded: LoadedCase, details: CaseDetails, viewer: Viewer): Promise<CaseView> {
    const { record } = loaded;
    const order =
      this.knownOrder(record) ?? (record.orderId ? await this.payments.summary(read, record.orderId) : null);
    const own = viewer.institutionId
      ? loaded.parties.find((party) => party.institutionId === viewer.institutionId)?.idBlind
      : viewer.idBlind;
    const certificates =
      record.state === 'completed' ? await this.certificates.summariesOfCase(read, record.id, own ?? '') : [];
    return caseView(loaded, details, viewer, { order, certificates });
  }

  /** In these states the case itself tells how its order stands: both change in one transaction. */
  private knownOrder(record: CaseRecord): CaseView['order'] {
    if (!record.orderId || !record.orderNumber || record.feeFen === null) return null;
    const state = { 'awaiting-payment': 'unpaid', registering: 'paid', completed: 'paid' }[record.state as string] as
      | OrderState
      | undefined;
    if (!state) return null;
    return {
      id: record.orderId,
      number: record.orderNumber,
      totalFen: record.feeFen,
      state,
      stateName: orderStates[state],
    };
  }

  /** The view inside a command's transaction, after the change. */
  viewIn(tx: Transaction, id: string, viewer: Viewer): Promise<CaseView> {
    return this.view(CaseReader.within(tx), id, viewer);
  }
}
