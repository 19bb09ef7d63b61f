import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { OwnStaffAccount } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import type { Read } from './citizen.service';
import { Passkeys } from './passkey.service';
import { RecoveryCodes } from './recovery-code.service';
import { SessionService } from './session.service';
import { StaffService } from './staff.service';

interface Row {
  username: string;
  activated_at: number | null;
  last_sign_in_at: number | null;
}

const time = (value: number | null): number | null => (value === null ? null : Number(value));

/** What members of staff see and change of their own account. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OwnStaffAccounts {
  @Inject() database!: Database;
  @Inject() staff!: StaffService;
  @Inject() codes!: RecoveryCodes;
  @Inject() passkeys!: Passkeys;
  @Inject() sessions!: SessionService;

  /** Three statements. */
  async account({ id }: Actor): Promise<OwnStaffAccount> {
    const read: Read = (sql, params) => this.database.readNow(sql, params);
    const [[row], passkeys, recoveryCodesLeft] = await Promise.all([
      read<Row>('SELECT username, activated_at, last_sign_in_at FROM staff WHERE id = ?', [id]),
      this.passkeys.list(id),
      this.codes.left(read, id),
    ]);
    if (!row) throw new Problem('UNAUTHENTICATED');
    const { username, activated_at, last_sign_in_at } = row;
    return {
      username,
      passkeys,
      recoveryCodesLeft,
      activatedAt: time(activated_at),
      lastSignInAt: time(last_sign_in_at),
    };
  }

  /** Error: TOTP_INVALID. */
  async newRecoveryCodes(actor: Actor, totp: string): Promise<{ recoveryCodes: string[] }> {
    await this.staff.confirm(actor, totp);
    return this.database.unitOfWork(async (tx) => {
      const recoveryCodes = await this.codes.replace(tx, actor.id);
      await tx.audit({ actor, action: 'staff.recovery-codes', subject: { kind: 'staff', id: actor.id } });
      await this.sessions.hold(tx, actor);
      return { recoveryCodes };
    });
  }
}
