import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn, dropIndex, index, ms } from './table';

const table = 'citizen_identity';

/**
 * When the person's face, or the window, has confirmed that a wallet is hers; one wallet of each provider. Of several the one
 * that was there first stays. A wallet whose own face check has proven the person counts as confirmed then.
 */
export class ConfirmWallets1760002180000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, table, 'confirmed_at', ms({ nullable: true }));
    const rows = (await runner.query(
      `SELECT citizen_id, provider, openid_blind FROM ${table} ORDER BY citizen_id, provider, created_at, openid_blind`,
    )) as Array<{ citizen_id: string; provider: string; openid_blind: string }>;
    let before = '';
    for (const { citizen_id, provider, openid_blind } of rows) {
      const slot = `${citizen_id} ${provider}`;
      if (slot === before)
        await runner.query(`DELETE FROM ${table} WHERE provider = ? AND openid_blind = ?`, [provider, openid_blind]);
      before = slot;
    }
    await index(runner, table, ['citizen_id', 'provider'], true);
    const proven =
      'SELECT proven_at FROM citizen WHERE citizen.id = citizen_identity.citizen_id ' +
      'AND proven_how = citizen_identity.provider AND proven_at >= citizen_identity.created_at';
    await runner.query(`UPDATE ${table} SET confirmed_at = (${proven}) WHERE provider = 'wechat'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, table, ['citizen_id', 'provider'], true);
    await dropColumn(runner, table, 'confirmed_at');
  }
}
