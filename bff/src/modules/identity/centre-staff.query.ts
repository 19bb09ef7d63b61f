import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CentreMember } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';

interface Stored {
  id: string;
  username: string;
  name_cipher: string;
  roles: string;
  active: number;
  activated_at: number | null;
  activation_hash: string | null;
  activation_expires_at: number | null;
  last_sign_in_at: number | null;
  sessions: number;
  passkeys: number;
  proposal_id: string | null;
  proposed_by: string | null;
  proposed_at: number | null;
}

/** An account of the centre, with its name in the clear. */
export type CentreRow = Omit<Stored, 'name_cipher' | 'roles'> & { name: string; roles: string[] };

const columns =
  'f.id, f.username, f.name_cipher, f.roles, f.active, f.activated_at, f.activation_hash, f.activation_expires_at, ' +
  'f.last_sign_in_at, p.id AS proposal_id, p.proposed_by, p.created_at AS proposed_at';
const from =
  'FROM staff f LEFT JOIN staff_proposal p ON p.open_staff_id = f.id WHERE f.institution_id IS NULL ORDER BY f.id';

/** Reads of the centre's staff: a few dozen, so they are always looked at together. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CentreStaffQuery {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;

  async list(now: number): Promise<CentreRow[]> {
    const rows = await this.database.readNow<Stored>(
      `SELECT ${columns}, (SELECT COUNT(*) FROM session s WHERE s.subject_id = f.id AND s.revoked_at IS NULL ` +
        'AND s.expires_at > ?) AS sessions, (SELECT COUNT(*) FROM staff_passkey k WHERE k.staff_id = f.id) AS passkeys ' +
        from,
      [now],
    );
    return rows.map((row) => this.clear(row));
  }

  /**
   * Held until the end of the transaction: two administrators can't take each other's office at the same instant, and nobody is
   * added meanwhile, also while there is nobody yet.
   */
  async lockAll(tx: Transaction): Promise<CentreRow[]> {
    await tx.execute("UPDATE named_lock SET held = held + 1 WHERE name = 'centre-staff'");
    await tx.execute('UPDATE staff SET held = held + 1 WHERE institution_id IS NULL');
    const rows = await tx.query<Stored>(`SELECT ${columns}, 0 AS sessions, 0 AS passkeys ${from}`);
    return rows.map((row) => this.clear(row));
  }

  /** For an act of an administrator who still is one: a session is believed for some seconds. Error: FORBIDDEN. */
  async lockAllFor(tx: Transaction, actor: Pick<Actor, 'id'>): Promise<CentreRow[]> {
    const rows = await this.lockAll(tx);
    if (!this.administrators(rows).some((row) => row.id === actor.id)) throw new Problem('FORBIDDEN');
    return rows;
  }

  private clear({ name_cipher, roles, ...row }: Stored): CentreRow {
    return { ...row, name: this.cipher.decrypt(name_cipher, 'staff.name'), roles: JSON.parse(roles) as string[] };
  }

  /** Those who can sign in as an administrator now. */
  administrators(rows: CentreRow[]): CentreRow[] {
    return rows.filter((row) => row.active === 1 && row.activated_at !== null && row.roles.includes('administrator'));
  }

  state(row: CentreRow, now: number): CentreMember['state'] {
    if (row.active !== 1) return 'disabled';
    if (row.activated_at !== null) return 'active';
    return this.linkOpen(row, now) ? 'invited' : 'link-over';
  }

  linkOpen(row: CentreRow, now: number): boolean {
    return row.activation_hash !== null && Number(row.activation_expires_at) > now;
  }
}
