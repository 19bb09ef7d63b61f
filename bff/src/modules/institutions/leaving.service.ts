import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import type { Read } from '../identity/citizen.service';
import { StaffAccounts } from '../identity/staff-account.service';
import { ClerkService } from './clerk.service';
import { noOpenCases, type OpenCases, within } from './institution.types';
import { PermissionService } from './permission.service';

interface Row {
  id: string;
  from_staff_id: string;
  to_staff_id: string;
  by_staff_id: string;
  cases: number;
  created_at: number;
}

/** A clerk leaves (离职): first the open cases go to a colleague, then the account ends. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class LeavingService {
  @Inject() database!: Database;
  @Inject() accounts!: StaffAccounts;
  @Inject() clerks!: ClerkService;
  @Inject() permissions!: PermissionService;

  private cases: OpenCases = noOpenCases;
  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  /** Where clerks' open cases come from. Register in `@Init()`. */
  onOpenCases(cases: OpenCases): void {
    this.cases = cases;
  }

  /** Error: NOT_FOUND. */
  async openCases(institutionId: string, staffId: string) {
    const known = await this.database.readOne(
      'SELECT staff_id FROM institution_clerk WHERE staff_id = ? AND institution_id = ?',
      [staffId, institutionId],
    );
    if (!known) throw new Problem('NOT_FOUND');
    const [count, items] = await Promise.all([
      this.cases.count(this.committed, staffId),
      this.cases.list(this.committed, staffId),
    ]);
    return { count, items };
  }

  /** Gives every open case of one clerk to another. Errors: NOT_FOUND, CONFLICT, INVALID_INPUT at `to`. */
  async handOver(tx: Transaction, actor: Actor, institutionId: string, from: string, to: string) {
    if (from === to) throw Problem.field('to', '请选择另一位同事接手。');
    const giver = await this.clerks.member(tx, institutionId, from);
    const receiver = await this.clerks.member(tx, institutionId, to);
    if (!receiver.active) throw Problem.field('to', '这位同事的账号已停用，请选择其他人接手。');
    const cases = await this.cases.handOver(tx, from, to, actor);
    const id = newId(tx.now);
    await tx.insert('institution_handover', {
      id,
      institution_id: institutionId,
      from_staff_id: from,
      to_staff_id: to,
      by_staff_id: actor.id,
      cases,
      created_at: tx.now,
    });
    await this.clerks.audit(tx, actor, 'hand-over', from, { from, to, cases });
    const accounts = await this.accounts.ofInstitution(within(tx), institutionId);
    const by = accounts.find((account) => account.id === actor.id)?.name ?? '';
    return { id, from: giver.name, to: receiver.name, by, at: tx.now, cases };
  }

  /** Newest first; two statements. */
  async handovers(institutionId: string, cursor: string | undefined, limit: number) {
    const [rows, accounts] = await Promise.all([
      this.database.read<Row>(
        'SELECT id, from_staff_id, to_staff_id, by_staff_id, cases, created_at FROM institution_handover ' +
          'WHERE institution_id = ? AND id < ? ORDER BY id DESC LIMIT ?',
        [institutionId, cursor ?? '~', limit + 1],
      ),
      this.accounts.ofInstitution(this.committed, institutionId),
    ]);
    const names = new Map(accounts.map((account) => [account.id, account.name]));
    const named = (id: string) => names.get(id) ?? '';
    const items = rows.slice(0, limit).map((row) => {
      const { id, from_staff_id, to_staff_id, by_staff_id, cases, created_at } = row;
      const [from, to, by] = [named(from_staff_id), named(to_staff_id), named(by_staff_id)];
      return { id, from, to, by, at: Number(created_at), cases };
    });
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /**
   * Ends the account for good; its sessions die at once. Errors: NOT_FOUND, CONFLICT, LAST_ADMINISTRATOR,
   * CLERK_HAS_OPEN_CASES with `detail.openCases`.
   */
  async leave(tx: Transaction, actor: Actor, institutionId: string, id: string): Promise<void> {
    await this.clerks.member(tx, institutionId, id);
    const openCases = await this.cases.count(within(tx), id);
    if (openCases > 0)
      throw new Problem('CLERK_HAS_OPEN_CASES', {
        message: `这位经办人还有 ${openCases} 件在办，请先交接给同事，再办理离职。`,
        detail: { openCases },
      });
    await this.accounts.end(tx, id);
    await this.accounts.requireAdministrator(tx, institutionId);
    this.permissions.drop(tx, id);
    const [last] = await tx.query<{ to_staff_id: string }>(
      'SELECT to_staff_id FROM institution_handover WHERE from_staff_id = ? ORDER BY id DESC LIMIT 1',
      [id],
    );
    await this.clerks.audit(tx, actor, 'leave', id, { left: id, handedOverTo: last?.to_staff_id ?? null });
  }
}
