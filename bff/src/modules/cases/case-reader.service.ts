import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseView, type OrderState, orderStates } from '@zhucheng/shared';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { CertificateService } from '../certificates/certificate.service';
import { CitizenService } from '../identity/citizen.service';
import { PaymentService } from '../payments/payment.service';
import { Businesses } from './businesses.service';
import type { CaseRecord, LoadedCase } from './case.model';
import { type CaseDetails, type Read, readCase, readDetails } from './case.query';
import { caseView, mayView, type Viewer } from './case.view';

/** Blind index purpose of resident IDs and credit codes; one for the whole register, so that modules can compare. */
export const idPurpose = 'id-number';

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

  /** A verified ID never changes, so what was found once stays. */
  private readonly blinds = new LRUCache<string, string>({ max: 50_000 });

  readonly committed: Read = (sql, params) => this.database.read(sql, params);

  static within(tx: Transaction): Read {
    return (sql, params) => tx.query(sql, params);
  }

  /** UTC ms. */
  now(): number {
    return this.clock.now();
  }

  async viewerOf(actor: Actor): Promise<Viewer> {
    if (actor.kind === 'staff') return actor.institutionId ? { institutionId: actor.institutionId } : { staff: true };
    return { citizenId: actor.id, idBlind: await this.blindOf(actor.id) };
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
    const record = await readCase(read, this.cipher, id);
    if (!record) throw new Problem('NOT_FOUND');
    const details = await readDetails(read, this.cipher, id);
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

  async present(read: Read, loaded: LoadedCase, details: CaseDetails, viewer: Viewer): Promise<CaseView> {
    const { record } = loaded;
    const order =
      this.knownOrder(record) ?? (record.orderId ? await this.payments.summary(read, record.orderId) : null);
    const certificates = record.state === 'completed' ? await this.certificates.summariesOfCase(read, record.id) : [];
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
