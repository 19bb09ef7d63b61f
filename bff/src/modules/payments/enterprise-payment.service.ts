import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type EnterpriseOrder, type EnterpriseOrderDetail, orderStates } from '@zhucheng/shared';
import { idBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { StaffService } from '../identity/staff.service';
import type { Payer } from './checkout.service';
import {
  enterpriseOrderDetailOf,
  enterpriseOrderOf,
  readOrderOfPayer,
  readOrdersAt,
  readOrdersByAcceptance,
  readStateOfPayer,
} from './enterprise-payment.query';
import { MergedOrderService } from './merged-order.service';
import type { Read } from './payment.types';

type Listing = 'unpaid' | 'merged' | 'done';
const placeOf = { unpaid: 'open', merged: 'merged', done: 'done' } as const;
const newest = 'Z'.repeat(26);

/** The fee orders of an institution, as its clerks see and pay them. Another institution's are not found. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EnterprisePaymentService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() staff!: StaffService;
  @Inject() merged!: MergedOrderService;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  /**
   * Without a filter what is to be paid comes first, then what is settled; orders inside a merged one are shown by that
   * one. The cursor names the part of the list it belongs to. At most three statements.
   */
  async list(
    actor: Actor,
    query: {
      listing?: Listing | undefined;
      acceptanceNumber?: string | undefined;
      cursor?: string | undefined;
      limit: number;
    },
  ): Promise<{ items: EnterpriseOrder[]; next: string | null }> {
    const idBlind = await this.blindOf(actor);
    if (query.acceptanceNumber) {
      const found = await readOrdersByAcceptance(this.committed, idBlind, query.acceptanceNumber);
      return { items: found.map(enterpriseOrderOf), next: null };
    }
    const parts: Listing[] = query.listing ? [query.listing] : ['unpaid', 'done'];
    const [, from = parts[0]!, before = newest] =
      /^(unpaid|merged|done):([0-9A-Z]{26})$/.exec(query.cursor ?? '') ?? [];
    const rows: Array<{ part: Listing; item: EnterpriseOrder }> = [];
    for (const part of parts.slice(Math.max(0, parts.indexOf(from as Listing)))) {
      const wanted = query.limit + 1 - rows.length;
      if (wanted <= 0) break;
      const found = await readOrdersAt(this.committed, idBlind, placeOf[part], part === from ? before : newest, wanted);
      rows.push(...found.map((order) => ({ part, item: enterpriseOrderOf(order) })));
    }
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      items: shown.map(({ item }) => item),
      next: rows.length > query.limit && last ? `${last.part}:${last.item.id}` : null,
    };
  }

  /** With its payment and, of a merged one, its children. Error: NOT_FOUND. Two statements. */
  async detail(actor: Actor, orderId: string): Promise<EnterpriseOrderDetail> {
    const found = await readOrderOfPayer(this.committed, await this.blindOf(actor), orderId);
    if (!found) throw new Problem('NOT_FOUND');
    return enterpriseOrderDetailOf(found);
  }

  /** For polling while somebody pays. Error: NOT_FOUND. Two statements. */
  async state(actor: Actor, orderId: string) {
    const { state, paidAt } = await this.stateRow(actor, orderId);
    return { id: orderId, state, stateName: orderStates[state], paidAt };
  }

  /** Errors: NOT_FOUND, INVALID_INPUT at the order that cannot be merged. */
  async merge(
    tx: Transaction,
    actor: Actor,
    idBlind: string,
    orderIds: readonly string[],
  ): Promise<EnterpriseOrderDetail> {
    return this.inside(tx, idBlind, await this.merged.merge(tx, actor, idBlind, orderIds));
  }

  /** Errors: NOT_FOUND, ORDER_NOT_PAYABLE. */
  async split(tx: Transaction, actor: Actor, idBlind: string, orderId: string): Promise<EnterpriseOrderDetail> {
    if (!(await readStateOfPayer((sql, params) => tx.query(sql, params), idBlind, orderId)))
      throw new Problem('NOT_FOUND');
    await this.merged.split(tx, actor, orderId);
    return this.inside(tx, idBlind, orderId);
  }

  /** The clerk as a payer in the browser. Errors: NOT_FOUND, ORDER_NOT_PAYABLE. */
  async payerOf(actor: Actor, orderId: string): Promise<Payer> {
    if ((await this.stateRow(actor, orderId)).mergedInto) {
      throw new Problem('ORDER_NOT_PAYABLE', { message: '该缴费单已合并，请支付合并缴费单，或先拆分再单独支付。' });
    }
    return { citizenId: actor.id, openids: {}, returnPath: '/admin/payments' };
  }

  /** The blind index of the institution's credit code. Error: NOT_FOUND for a clerk without an institution. */
  async blindOf(actor: Actor): Promise<string> {
    const institution = actor.institutionId ? await this.staff.institutionById(actor.institutionId) : null;
    if (!institution) throw new Problem('NOT_FOUND');
    return idBlindOf(this.cipher, institution.creditCode);
  }

  private async stateRow(actor: Actor, orderId: string) {
    const found = await readStateOfPayer(this.committed, await this.blindOf(actor), orderId);
    if (!found) throw new Problem('NOT_FOUND');
    return found;
  }

  private async inside(tx: Transaction, idBlind: string, orderId: string): Promise<EnterpriseOrderDetail> {
    const found = await readOrderOfPayer((sql, params) => tx.query(sql, params), idBlind, orderId);
    if (!found) throw new Problem('NOT_FOUND');
    return enterpriseOrderDetailOf(found);
  }
}
