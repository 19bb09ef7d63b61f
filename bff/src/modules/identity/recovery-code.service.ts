import { randomInt } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import type { Read } from './citizen.service';

/** Without letters and digits that look alike on paper. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const count = 10;

const newCode = (): string => Array.from({ length: 12 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
const grouped = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');

/** Recovery codes (备用码): each signs in once where the authenticator is lost. Only a keyed hash is stored. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RecoveryCodes {
  @Inject() cipher!: FieldCipher;

  private blind(staffId: string, code: string): string {
    return this.cipher.blindIndex(`${staffId}\0${code}`, 'staff-recovery-code');
  }

  /** A new set; the old one is void. Told here only. */
  async replace(tx: Transaction, staffId: string): Promise<string[]> {
    await this.forget(tx, staffId);
    const codes = Array.from({ length: count }, newCode);
    await tx.insertAll(
      'staff_recovery_code',
      codes.map((code) => ({ staff_id: staffId, code_blind: this.blind(staffId, code) })),
    );
    return codes.map(grouped);
  }

  async forget(tx: Transaction, staffId: string): Promise<void> {
    await tx.remove('staff_recovery_code', { staff_id: staffId });
  }

  /** One statement, whether or not there is such an account. */
  async find(read: Read, staffId: string, code: string): Promise<{ usedAt: number | null } | null> {
    const [row] = await read<{ used_at: number | null }>(
      'SELECT used_at FROM staff_recovery_code WHERE staff_id = ? AND code_blind = ?',
      [staffId, this.blind(staffId, code)],
    );
    return row ? { usedAt: row.used_at === null ? null : Number(row.used_at) } : null;
  }

  /** False if it is none, or was used. */
  async use(tx: Transaction, staffId: string, code: string): Promise<boolean> {
    const used = await tx.execute(
      'UPDATE staff_recovery_code SET used_at = ? WHERE staff_id = ? AND code_blind = ? AND used_at IS NULL',
      [tx.now, staffId, this.blind(staffId, code)],
    );
    return used > 0;
  }

  async left(read: Read, staffId: string): Promise<number> {
    const rows = await read<{ n: number }>(
      'SELECT COUNT(*) AS n FROM staff_recovery_code WHERE staff_id = ? AND used_at IS NULL',
      [staffId],
    );
    return Number(rows[0]?.n ?? 0);
  }
}
