import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseView, dayOf, isOpen, type OrderState, orderStates } from '@zhucheng/shared';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../../platform/clock';
import { idBlindOf } from '../../../platform/crypto/blind';
import { FieldCipher } from '../../../platform/crypto/field-cipher';
import { Database } from '../../../platform/database/database';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import type { Actor } from '../../../platform/http/actor';
import { Serialised } from '../../../platform/http/serialised';
import { Businesses } from '../../businesses/businesses.service';
import { CertificateService } from '../../certificates/certificate.service';
import { CitizenService } from '../../identity/citizen.service';
import { PermissionService } from '../../institutions/permission.service';
import { type FeeQuestion, PaymentService } from '../../payments/payment.service';
import { TaxOrderService } from '../../payments/tax-order.service';
import type { LoadedCase } from '../core/case.model';
import {
  type CaseDetails,
  caseFromRow,
  detailsFromRows,
  type Raw,
  type Read,
  readRows,
  readRowsAtOnce,
  sameRows,
} from '../core/case.query';
import { feeQuestion } from '../core/fee-question';
import { assessedStep } from '../core/taxes';
import { caseView, mayActFor, mayView, type Viewer } from './case.view';

/** A view as it was sent, and the rows that it was made of. */
interface Known {
  rows: readonly Raw[];
  json: Serialised;
  /** The question and the price behind the view's quote; null if the view has none. */
  cost: { question: FeeQuestion; applied: boolean; totalFen: number; reason: string | null } | null;
  /** What it says of exemptions, and of which application. */
  exempt: { loaded: Pick<LoadedCase, 'business' | 'record'>; texts: string[] };
}

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
  @Inject() taxOrders!: TaxOrderService;
  @Inject() permissions!: PermissionService;

  /** Blind index by account: a verified ID number never changes, so it need not be read again. */
  private readonly blinds = new LRUCache<string, string>({ max: 50_000 });

  private readonly views = new LRUCache<string, Known>({
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

  /** Null while the account has no verified name and ID number. */
  async blindOf(citizenId: string): Promise<string | null> {
    const known = this.blinds.get(citizenId);
    if (known) return known;
    const citizen = await this.citizens.byId(citizenId);
    if (!citizen?.idNumber) return null;
    const blind = idBlindOf(this.cipher, citizen.idNumber);
    this.blinds.set(citizenId, blind);
    return blind;
  }

  /** Every party sees what the case costs; only its payer pays. */
  async isParty(read: Read, caseId: string, citizenId: string): Promise<boolean> {
    const idBlind = await this.blindOf(citizenId);
    if (!idBlind) return false;
    const rows = await read('SELECT id FROM case_party WHERE case_id = ? AND id_blind = ? AND visible = 1 LIMIT 1', [
      caseId,
      idBlind,
    ]);
    return rows.length > 0;
  }

  /** Error: NOT_FOUND, also for a case that is not the viewer's. */
  async forViewer(read: Read, id: string, viewer: Viewer): Promise<{ loaded: LoadedCase; details: CaseDetails }> {
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
    const { loaded, details } = await this.forViewer(read, id, viewer);
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
    if (known && sameRows(known.rows, rows) && (await this.feesStill(known))) return known.json;
    const { loaded, details } = this.openRows(id, rows, viewer);
    const view = await this.present(this.committed, loaded, details, viewer);
    const json = Serialised.of(view);
    if (this.knownOrder(loaded) || !loaded.record.orderId) {
      if (loaded.record.state !== 'completed')
        this.views.set(key, {
          rows,
          json,
          exempt: { loaded: { business: loaded.business, record: loaded.record }, texts: view.exemptions },
          cost: view.quote && {
            ...view.quote,
            question: feeQuestion(loaded, this.clock.now()),
            applied: loaded.record.appliedAt !== null,
          },
        });
    }
    return json;
  }

  async present(read: Read, loaded: LoadedCase, details: CaseDetails, viewer: Viewer): Promise<CaseView> {
    const { record } = loaded;
    const order =
      this.knownOrder(loaded) ?? (record.orderId ? await this.payments.summary(read, record.orderId) : null);
    const taxOrders = assessedStep(loaded) ? await this.taxOrders.summaries(read, record.id) : [];
    const own = viewer.institutionId
      ? loaded.parties.find((party) => party.institutionId === viewer.institutionId)?.idBlind
      : viewer.idBlind;
    const certificates =
      record.state === 'completed' ? await this.certificates.summariesOfCase(read, record.id, own ?? '') : [];
    const [quote, exemptions] = await Promise.all([this.quoteOf(loaded), this.exemptionsOf(loaded)]);
    return caseView(loaded, details, viewer, { order, taxOrders, certificates, quote, exemptions });
  }

  /** By the rules in force on the day of the application; nothing once the case has ended. */
  private exemptionsOf({ business, record }: Pick<LoadedCase, 'business' | 'record'>): Promise<string[]> {
    if (!isOpen(record.state)) return Promise.resolve([]);
    return this.payments.exemptions(business, dayOf(record.appliedAt ?? this.clock.now()));
  }

  /** What it would cost today; a fee shared with another case is known at approval only. */
  private quoteOf(loaded: LoadedCase): Promise<CaseView['quote']> | null {
    const { state, feeFen } = loaded.record;
    if (!isOpen(state) || feeFen !== null || state === 'awaiting-payment' || state === 'registering') return null;
    return this.priced(feeQuestion(loaded, this.clock.now()));
  }

  /** Whether quote and exemptions still hold: the fee table may have changed while the case has not. */
  private async feesStill({ cost, exempt }: Known): Promise<boolean> {
    const exemptions = await this.exemptionsOf(exempt.loaded);
    if (exemptions.join() !== exempt.texts.join()) return false;
    if (!cost) return true;
    const day = cost.applied ? cost.question.day : dayOf(this.clock.now());
    const now = await this.priced({ ...cost.question, day });
    return now?.totalFen === cost.totalFen && now.reason === cost.reason;
  }

  private async priced(question: FeeQuestion): Promise<CaseView['quote']> {
    try {
      const { totalFen, zeroReason } = await this.payments.quote(question);
      return { totalFen, reason: zeroReason ?? null };
    } catch (error) {
      // No rule is in force today: the amount is said before payment.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  /** In these states the case itself tells how its order stands: both change in one transaction. */
  private knownOrder(loaded: LoadedCase): CaseView['order'] {
    const { record } = loaded;
    // Fee and taxes are paid one after the other: the case alone does not tell which.
    if (assessedStep(loaded)) return null;
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
