import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { acceptanceNumber, type ConvertibleItem, warningTexts } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import { allConditions, noticeLives } from '../register/register.conditions';
import { RegisterQuery } from '../register/register.query';

const top = '~';
const stops = ['seizure', 'pre-seizure', 'unregistered', 'obligor-not-owner'] as const;

/** Live presale mortgage notices of a bank (可转换清单), and whether each can become a mortgage now. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ConvertibleQuery {
  @Inject() database!: Database;
  @Inject() registerQuery!: RegisterQuery;
  @Inject() clock!: Clock;

  /** Two statements. `registered` leaves out units without a right in the register yet. */
  async page(creditCode: string, question: { cursor?: string | undefined; limit: number; registered: boolean }) {
    const { cursor, limit, registered } = question;
    const owned = registered
      ? ' AND EXISTS (SELECT 1 FROM right_record r WHERE r.current_unit_id = advance_notice.unit_id)'
      : '';
    const rows = await this.database.read<{ id: string; unit_id: string }>(
      "SELECT id, unit_id FROM advance_notice WHERE mortgagee_code = ? AND kind = 'presale-mortgage' AND id < ? " +
        `AND valid_to IS NULL${owned} ORDER BY id DESC LIMIT ?`,
      [creditCode, cursor ?? top, limit + 1],
    );
    const shown = rows.slice(0, limit);
    return {
      items: await this.items(shown),
      next: rows.length > limit ? shown.at(-1)!.id : null,
    };
  }

  /** Certificate numbers of a bank's live notices by id; others are left out. */
  async numbers(creditCode: string, noticeIds: readonly string[]) {
    if (noticeIds.length === 0) return [];
    return this.database.read<{ id: string; number: string; location: string }>(
      `SELECT n.id, n.certificate_number AS number, u.location FROM advance_notice n JOIN unit u ON u.id = n.unit_id WHERE n.id IN (${placeholders(noticeIds)}) AND n.mortgagee_code = ?`,
      [...noticeIds, creditCode],
    );
  }

  private async items(rows: Array<{ id: string; unit_id: string }>): Promise<ConvertibleItem[]> {
    if (rows.length === 0) return [];
    const contents = await this.registerQuery.contents(
      this.registerQuery.committed,
      [...new Set(rows.map((row) => row.unit_id))],
      'current',
    );
    const byUnit = new Map(contents.map((content) => [content.unit.id, content]));
    const now = this.clock.now();
    return rows.flatMap((row) => {
      const content = byUnit.get(row.unit_id);
      const notice = content?.notices.find((one) => one.id === row.id);
      if (!content || !notice) return [];
      const snapshot = { ...content, ownership: content.rights[0] ?? null };
      const blocking = allConditions(snapshot, now, null).filter((one) => (stops as readonly string[]).includes(one));
      const live = noticeLives(notice, now);
      const { applied } = notice;
      const reason = applied
        ? `已在 ${applied.on} 申请转为抵押权（受理编号 ${acceptanceNumber.group(applied.acceptanceNumber)}），办结前预告登记继续有效。`
        : live
          ? blocking.map((one) => warningTexts[one]).join('')
          : '预告登记已失效。';
      return [
        {
          noticeId: row.id,
          certificateNumber: notice.certificateNumber,
          unitNumber: content.unit.unitNumber,
          location: content.unit.location,
          obligors: notice.obligors.map((party) => party.name),
          securedFen: notice.terms?.securedFen ?? null,
          debtEnd: notice.terms?.debtEnd ?? null,
          effectiveUntil: notice.effectiveUntil,
          ready: reason === '',
          reason: reason === '' ? null : reason,
        },
      ];
    });
  }
}
