import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Business, stepOf } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { Businesses } from '../businesses/businesses.service';
import type { Read } from '../cases/core/case.query';
import type { Save } from '../cases/filling/step-savings.service';
import { CaseAccess, type InstitutionCase } from '../cases/reading/case-access.service';
import { StartCase } from '../cases/starting/start-case.service';
import { PermissionService } from '../institutions/permission.service';
import type { NewBatch } from './batch.types';
import type { Clerk } from './clerks.service';
import { ConvertibleQuery } from './convertible.query';

/** What a batch will do, checked as far as it can be checked at once. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BatchPlans {
  @Inject() database!: Database;
  @Inject() businesses!: Businesses;
  @Inject() starts!: StartCase;
  @Inject() cases!: CaseAccess;
  @Inject() convertibles!: ConvertibleQuery;
  @Inject() permissions!: PermissionService;

  /** Errors: BUSINESS_UNKNOWN, FORBIDDEN, BUILDING_NOT_FOUND, INVALID_INPUT (a row twice, unknown). */
  async toStart(
    actor: Actor,
    clerk: Clerk,
    ask: {
      businessId: string;
      verify?: Record<string, unknown> | undefined;
      unitIds?: string[] | undefined;
      noticeIds?: string[] | undefined;
    },
  ): Promise<NewBatch> {
    const business = this.businesses.current(ask.businessId);
    if (!business) throw new Problem('BUSINESS_UNKNOWN');
    if (business.unit.by === 'building') return this.startUnits(actor, business, ask.verify ?? {}, ask.unitIds ?? []);
    if (business.unit.holds === 'presale-mortgage')
      return this.startNotices(actor, clerk, business, ask.noticeIds ?? []);
    throw new Problem('BUSINESS_UNKNOWN', { message: '这项业务请逐件发起。' });
  }

  private async startUnits(
    actor: Actor,
    business: Business,
    verify: Record<string, unknown>,
    unitIds: string[],
  ): Promise<NewBatch> {
    requireRows(unitIds, 'unitIds', '单元');
    const { data, building } = await this.starts.building(actor, business.id, verify);
    const known = new Map(building.units.map((unit) => [unit.id, unit]));
    const rows = unitIds.map((unitId, index) => {
      const unit = known.get(unitId);
      if (!unit) throw Problem.field(`unitIds.${index}`, '这个单元不在楼盘表上，请刷新楼盘表后重新勾选。', 'unknown');
      return { targetId: unitId, location: unit.location };
    });
    return { kind: 'open', businessId: business.id, common: { verify: data }, rows };
  }

  private async startNotices(actor: Actor, clerk: Clerk, business: Business, noticeIds: string[]): Promise<NewBatch> {
    const { branchId } = await this.permissions.requireScope(actor);
    await this.permissions.require(actor, business.id, branchId);
    requireRows(noticeIds, 'noticeIds', '登记');
    const step = stepOf(business, 'verify')!;
    const fieldOf = (kind: string) => step.fields.find((field) => field.kind === kind)!.id;
    const { name, creditCode } = clerk.institution;
    const known = new Map(
      (await this.convertibles.numbers(creditCode, noticeIds)).map((notice) => [notice.id, notice]),
    );
    const rows = noticeIds.map((noticeId, index) => {
      const notice = known.get(noticeId);
      if (!notice) throw Problem.field(`noticeIds.${index}`, '没有这条预告登记，请刷新清单后重新勾选。', 'unknown');
      return {
        targetId: noticeId,
        location: notice.location,
        input: {
          [fieldOf('certificate-number')]: notice.number,
          [fieldOf('holder-name')]: name,
          ...(step.declare.length > 0 && { declared: true }),
        },
      };
    });
    return { kind: 'open', businessId: business.id, common: {}, rows };
  }

  /** Errors: NOT_FOUND (another institution's case), FORBIDDEN (no permission for one of them), INVALID_INPUT. */
  async fill(actor: Actor, clerk: Clerk, step: string, rows: Array<{ caseId: string } & Save>): Promise<NewBatch> {
    const cases = await this.own(
      actor,
      clerk,
      rows.map((row) => row.caseId),
      'rows',
    );
    return {
      kind: 'fill',
      businessId: cases[0]!.businessId,
      common: { step },
      rows: cases.map((row, i) => ({
        ...target(row),
        input: { version: rows[i]!.version, data: rows[i]!.data } satisfies Save,
      })),
    };
  }

  /** Errors: NOT_FOUND, FORBIDDEN (not for reminders, whose rows say it one by one), INVALID_INPUT. */
  async act(
    actor: Actor,
    clerk: Clerk,
    kind: 'send' | 'remind' | 'submit' | 'withdraw',
    caseIds: string[],
    reason: string | undefined,
  ): Promise<NewBatch> {
    const cases = await (kind === 'remind'
      ? this.ofInstitution(clerk, caseIds, 'caseIds')
      : this.own(actor, clerk, caseIds, 'caseIds'));
    return {
      kind,
      businessId: cases[0]!.businessId,
      common: reason ? { reason } : {},
      rows: cases.map(target),
    };
  }

  private async own(actor: Actor, clerk: Clerk, caseIds: string[], path: string): Promise<InstitutionCase[]> {
    const rows = await this.ofInstitution(clerk, caseIds, path);
    const may = await this.permissions.judge(actor);
    const forbidden = rows.find((row) => !may(row.businessId, row.branchId ?? ''));
    if (forbidden) await this.permissions.require(actor, forbidden.businessId, forbidden.branchId ?? '');
    return rows;
  }

  /** In the order asked for. */
  private async ofInstitution(clerk: Clerk, caseIds: string[], path: string): Promise<InstitutionCase[]> {
    requireRows(caseIds, path, '业务');
    const read: Read = (sql, params) => this.database.read(sql, params);
    return this.cases.ofInstitution(read, clerk.institution.id, caseIds);
  }
}

const target = (row: InstitutionCase) => ({
  targetId: row.id,
  caseId: row.id,
  acceptanceNumber: row.acceptanceNumber,
  location: row.location,
});

function requireRows(ids: string[], path: string, what: string): void {
  if (ids.length === 0) throw Problem.field(path, `请至少勾选一条${what}。`, 'required');
  const seen = new Map<string, number>();
  ids.forEach((id, index) => {
    const before = seen.get(id);
    if (before !== undefined)
      throw Problem.field(`${path}.${index}`, `与第 ${before + 1} 行重复，请去掉一行。`, 'twice');
    seen.set(id, index);
  });
}
