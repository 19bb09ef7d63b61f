import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { GrantView } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { idBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { CitizenService } from '../identity/citizen.service';
import {
  type Grant,
  type GrantRow,
  grantById,
  grantColumns,
  grantFromRow,
  grantViewOf,
  type Read,
} from './grant.model';

/** Newest of each side that are listed; ended ones come last. */
const listed = 50;

/** A password alone does not show who acts for whom. */
const isClear = ({ assurance }: Actor): boolean => assurance?.confirmed !== false;

/** Grants as their two sides see them; nobody else learns that they exist. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GrantReader {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() citizens!: CitizenService;

  @Init()
  async init(): Promise<void> {
    this.citizens.onTakeover(async (tx, from, to) => {
      await tx.update('agent_grant', { principal_id: to }, { principal_id: from });
      await tx.update('agent_grant', { agent_id: to }, { agent_id: from });
    });
  }

  readonly committed: Read = (sql, params) => this.database.readNow(sql, params);

  /** Two statements beside the account's; what was never offered is shown to the principal alone. */
  async list(actor: Actor): Promise<{ given: GrantView[]; received: GrantView[] }> {
    const me = await this.citizens.byId(actor.id);
    if (!me?.idNumber) return { given: [], received: [] };
    const of = async (condition: string, value: string) => {
      const sql = `SELECT ${grantColumns} FROM agent_grant WHERE ${condition} ORDER BY id DESC LIMIT ?`;
      const rows = await this.committed<GrantRow>(sql, [value, listed]);
      return rows.map((row) => grantFromRow(this.cipher, row));
    };
    const now = this.clock.now();
    const living = (one: GrantView) => (one.state === 'ended' ? 1 : 0);
    const shown = (grants: Grant[], as: GrantView['me']) =>
      grants.map((grant) => grantViewOf(grant, as, now, isClear(actor))).sort((a, b) => living(a) - living(b));
    return {
      given: shown(await of('principal_id = ?', actor.id), 'principal'),
      received: shown(
        await of('agent_blind = ? AND offered_at IS NOT NULL', idBlindOf(this.cipher, me.idNumber)),
        'agent',
      ),
    };
  }

  async view(read: Read, actor: Actor, id: string): Promise<GrantView> {
    const { grant, me } = await this.own(read, actor, id);
    return grantViewOf(grant, me, this.clock.now(), isClear(actor));
  }

  /** Error: NOT_FOUND for everybody but the two, and for the agent before the principal has shown a face. */
  async own(read: Read, actor: Actor, id: string): Promise<{ grant: Grant; me: GrantView['me'] }> {
    const [row] = await read<GrantRow>(grantById, [id]);
    const grant = row && grantFromRow(this.cipher, row);
    if (grant?.principalId === actor.id) return { grant, me: 'principal' };
    if (!grant || grant.offeredAt === null) throw new Problem('NOT_FOUND');
    if (grant.agentId === actor.id) return { grant, me: 'agent' };
    const idNumber = (await this.citizens.byId(actor.id))?.idNumber;
    if (!idNumber || idBlindOf(this.cipher, idNumber) !== grant.agentBlind) throw new Problem('NOT_FOUND');
    return { grant, me: 'agent' };
  }
}
