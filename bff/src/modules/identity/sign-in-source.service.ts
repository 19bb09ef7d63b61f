import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey, placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import type { Origin } from '../../platform/http/origin';
import type { Read } from './citizen.service';
import { accountBlind, sourceBlind } from './identity.blind';

export interface Source {
  /** The device's blind index if this account was signed in on it before, otherwise the address's. */
  source: string;
  known: boolean;
}

/** Devices and addresses from which an account was signed in (常用设备); the table holds blind indexes only. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SignInSources {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;

  /** A mark that nobody knows counts for nothing, or a guesser would bring a new one each time. One statement. */
  find(account: string, origin: Origin): Promise<Source> {
    // Never from a replica: the first sign-in makes the second one known.
    return this.look((sql, params) => this.database.readNow(sql, params), account, origin);
  }

  findIn(tx: Transaction, account: string, origin: Origin): Promise<Source> {
    return this.look((sql, params) => tx.query(sql, params), account, origin);
  }

  private async look(read: Read, account: string, origin: Origin): Promise<Source> {
    const { address, device } = this.blinds(origin);
    const candidates = this.here(origin);
    const rows = await read<{ source_blind: string }>(
      `SELECT source_blind FROM sign_in_source WHERE account_blind = ? AND source_blind IN (${placeholders(candidates)})`,
      [accountBlind(this.cipher, account), ...candidates],
    );
    const known = new Set(rows.map((row) => row.source_blind));
    if (device && known.has(device)) return { source: device, known: true };
    return { source: address, known: known.has(address) };
  }

  /**
   * After a sign-in; tells whether the device (or, of a client without a mark, the address) was known already. That none is
   * known says nothing about the account: those not seen for half a year are forgotten.
   */
  async remember(tx: Transaction, account: string, origin: Origin): Promise<boolean> {
    const account_blind = accountBlind(this.cipher, account);
    const { address, device } = this.blinds(origin);
    const before = await tx.query(
      'SELECT source_blind FROM sign_in_source WHERE account_blind = ? AND source_blind = ?',
      [account_blind, device ?? address],
    );
    if (device) await this.put(tx, account_blind, device, 'device');
    await this.put(tx, account_blind, address, 'address');
    return before.length > 0;
  }

  /** Whether the account was signed in from there within the last `ms`. One statement. */
  async lately(account: string, source: string, now: number, ms: number): Promise<boolean> {
    const rows = await this.database.readNow(
      'SELECT last_at FROM sign_in_source WHERE account_blind = ? AND source_blind = ? AND last_at > ?',
      [accountBlind(this.cipher, account), source, now - ms],
    );
    return rows.length > 0;
  }

  /** Under which an attempt from there may have been counted. */
  here(origin: Origin): string[] {
    const { address, device } = this.blinds(origin);
    return device ? [device, address] : [address];
  }

  private blinds({ address, device }: Origin): { address: string; device: string | undefined } {
    return {
      address: sourceBlind(this.cipher, 'address', address),
      device: device && sourceBlind(this.cipher, 'device', device),
    };
  }

  private async put(tx: Transaction, account_blind: string, source_blind: string, kind: string): Promise<void> {
    const touched = await tx.execute(
      'UPDATE sign_in_source SET last_at = ? WHERE account_blind = ? AND source_blind = ?',
      [tx.now, account_blind, source_blind],
    );
    if (touched > 0) return;
    try {
      await tx.insert('sign_in_source', { account_blind, source_blind, kind, first_at: tx.now, last_at: tx.now });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
