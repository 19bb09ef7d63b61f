import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import type { Actor } from '../../platform/http/actor';
import { AccountMessages } from './account-messages.service';
import { CitizenService } from './citizen.service';
import type { Platform } from './identity.blind';
import { SessionService } from './session.service';
import { Wallets } from './wallet.service';

interface Row {
  id: string;
  phone_cipher: string | null;
  phone_blind: string | null;
  password_hash: string | null;
}

const erased =
  'name_cipher = NULL, id_cipher = NULL, id_blind = NULL, phone_cipher = NULL, phone_blind = NULL, password_hash = NULL';

/**
 * Several accounts may name one person; when one of them proves to be hers, the others end. The account that has been there
 * longest stays, with all that was done in it, and is entered from then on with the phone, wallets and password of the account
 * that has proven.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Takeover {
  @Inject() cipher!: FieldCipher;
  @Inject() citizens!: CitizenService;
  @Inject() sessions!: SessionService;
  @Inject() messages!: AccountMessages;
  @Inject() wallets!: Wallets;

  /**
   * Makes `prover` the only account of its person and returns the id under which it goes on; the session and the wallet with
   * which she has proven herself go on there, too, and no other wallet.
   */
  async settle(
    tx: Transaction,
    actor: Pick<Actor, 'kind' | 'id'>,
    prover: string,
    { sessionId, wallet }: { sessionId: string | null; wallet: Platform | null },
  ): Promise<string> {
    const [me] = await tx.query<Row & { id_blind: string }>(
      'SELECT id, id_blind, phone_cipher, phone_blind, password_hash FROM citizen WHERE id = ?',
      [prover],
    );
    const rows = await tx.query<Row>(
      'SELECT id, phone_cipher, phone_blind, password_hash FROM citizen ' +
        'WHERE id_blind = ? AND merged_into IS NULL ORDER BY proven_blind IS NULL, id',
      [me!.id_blind],
    );
    const [stays] = rows;
    if (!stays || rows.length === 1) return prover;
    for (const row of rows) if (row.id !== prover) await this.tell(tx, row);
    for (const { id } of rows) {
      if (id !== prover) await tx.execute('DELETE FROM citizen_identity WHERE citizen_id = ?', [id]);
      if (id !== prover) await this.sessions.revokeAll(tx, id);
    }
    await this.wallets.dropOthers(tx, actor, prover, wallet);
    if (stays.id !== prover) await this.enterWith(tx, me!, stays.id, sessionId);
    for (const { id } of rows) if (id !== stays.id) await this.close(tx, actor, id, stays.id);
    return stays.id;
  }

  private async tell(tx: Transaction, { phone_cipher }: Row): Promise<void> {
    if (phone_cipher) await this.messages.send(tx, this.cipher.decrypt(phone_cipher, 'citizen.phone'), 'account-moved');
  }

  private async enterWith(tx: Transaction, me: Row, stays: string, sessionId: string | null): Promise<void> {
    await tx.execute('UPDATE citizen SET phone_cipher = NULL, phone_blind = NULL WHERE id IN (?, ?)', [me.id, stays]);
    await tx.execute(
      'UPDATE citizen SET phone_cipher = ?, phone_blind = ?, password_hash = ?, version = version + 1 WHERE id = ?',
      [me.phone_cipher, me.phone_blind, me.password_hash, stays],
    );
    await tx.execute('UPDATE citizen_identity SET citizen_id = ? WHERE citizen_id = ?', [stays, me.id]);
    // Before the others end: one that was ended meanwhile stays so.
    if (sessionId) await this.sessions.move(tx, sessionId, stays);
    await this.sessions.revokeAll(tx, me.id);
  }

  private async close(tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, id: string, into: string): Promise<void> {
    await this.citizens.handOver(tx, id, into);
    await tx.execute(
      `UPDATE citizen SET ${erased}, merged_into = ?, merged_at = ?, version = version + 1 WHERE id = ?`,
      [into, tx.now, id],
    );
    await tx.audit({
      actor,
      action: 'identity.takeover',
      subject: { kind: 'citizen', id: into },
      detail: { closed: id },
    });
  }
}
