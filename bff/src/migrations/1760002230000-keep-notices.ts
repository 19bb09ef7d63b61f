import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn, id, ms, text } from './table';

/** The day in Beihai (UTC+8) of an instant. */
const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

const open =
  "('submitted', 'reviewing', 'awaiting-payment', 'registering', 'correction', 'authorising', 'suspended', 'verified')";
/** How the case and the notice belong together in what was released before. */
const joined = [
  "n.id = c.right_id AND n.kind = 'presale-mortgage' AND c.business_id = 'presale-mortgage-conversion'",
  "n.unit_id = c.unit_id AND n.kind = 'presale' AND c.business_id = 'new-house-transfer'",
];

/**
 * When an application was received first, the notices it keeps from lapsing meanwhile, and the day the rank of a mortgage
 * counts from that was made from a notice.
 */
export class KeepNotices1760002230000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'registration_case', 'applied_at', ms({ nullable: true }));
    await addColumn(runner, 'advance_notice', 'applied_case_id', id({ nullable: true }));
    await addColumn(runner, 'advance_notice', 'applied_number', text(20, { nullable: true }));
    await addColumn(runner, 'advance_notice', 'applied_on', text(10, { nullable: true }));
    await addColumn(runner, 'mortgage', 'rank_from', text(10, { nullable: true }));
    await runner.query(
      'UPDATE registration_case SET applied_at = (SELECT MIN(e.at) FROM case_event e WHERE e.case_id = registration_case.id ' +
        "AND e.to_state = 'submitted') WHERE ever_submitted = 1",
    );
    for (const on of joined) await this.keep(runner, on);
    const converted: Array<{ id: string; since: number | string }> = await runner.query(
      'SELECT m.id AS id, n.valid_from AS since FROM mortgage m JOIN advance_notice n ON n.ended_case_id = m.case_id ' +
        "WHERE n.kind = 'presale-mortgage' AND m.mortgage_rank = n.notice_rank",
    );
    for (const { id: mortgageId, since } of converted)
      await runner.query('UPDATE mortgage SET rank_from = ? WHERE id = ?', [dayOf(Number(since)), mortgageId]);
  }

  /** Open applications that were received on the notice's last day at the latest. */
  private async keep(runner: QueryRunner, on: string): Promise<void> {
    const rows: Array<{ notice: string; until: string | null; id: string; number: string; at: number | string }> =
      await runner.query(
        'SELECT n.id AS notice, n.effective_until AS `until`, c.id AS id, c.acceptance_number AS number, c.applied_at AS at ' +
          `FROM registration_case c JOIN advance_notice n ON ${on} ` +
          `WHERE n.valid_to IS NULL AND c.applied_at IS NOT NULL AND c.state IN ${open}`,
      );
    for (const { notice, until, id: caseId, number, at } of rows) {
      const day = dayOf(Number(at));
      if (until !== null && until < day) continue;
      await runner.query(
        'UPDATE advance_notice SET applied_case_id = ?, applied_number = ?, applied_on = ? WHERE id = ?',
        [caseId, number, day, notice],
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'mortgage', 'rank_from');
    for (const column of ['applied_case_id', 'applied_number', 'applied_on'])
      await dropColumn(runner, 'advance_notice', column);
    await dropColumn(runner, 'registration_case', 'applied_at');
  }
}
