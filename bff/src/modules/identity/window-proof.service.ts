import { randomInt } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { documentOf, identityDocuments, identityNumber, personName } from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { dayMs, Quotas } from '../../platform/quota/quotas';
import { CitizenService, within } from './citizen.service';
import { Proofs, proofLifeMs } from './proof.service';

const codeLifeMs = 30 * 60_000;
/** Of one person, at all windows together. */
const checksADay = { times: 10, perMs: dayMs };

/** Proof without a face (窗口核验): the account shows a code, the officer sees the person and the ID card. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class WindowProof {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() citizens!: CitizenService;
  @Inject() proofs!: Proofs;
  @Inject() quotas!: Quotas;
  @Inject('adapters') adapters!: Adapters;

  private blind(code: string): string {
    return this.cipher.blindIndex(code, 'window-code');
  }

  /** A new code takes the old one's place. Times in ms UTC. */
  async code(actor: Actor): Promise<{ code: string; expiresAt: number }> {
    for (;;) {
      const code = String(randomInt(100_000_000)).padStart(8, '0');
      try {
        return await this.database.unitOfWork(async (tx) => {
          await tx.execute('DELETE FROM window_code WHERE citizen_id = ? OR expires_at <= ?', [actor.id, tx.now]);
          const expires_at = tx.now + codeLifeMs;
          const row = {
            citizen_id: actor.id,
            session_id: actor.sessionId,
            code_blind: this.blind(code),
            created_at: tx.now,
            expires_at,
          };
          await tx.insert('window_code', row);
          return { code, expiresAt: expires_at };
        });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  /**
   * Before the transaction: name and number belong together. Asked only with the code of an account that may be this person's,
   * so often a day about one person, and written down beforehand.
   * Errors: WINDOW_CODE_INVALID, WINDOW_IDENTITY_OTHER, TOO_MANY_REQUESTS, REAL_NAME_MISMATCH, DEPARTMENT_UNAVAILABLE.
   */
  async requireMatch(actor: Actor, code: string, name: string, idNumber: string): Promise<void> {
    const { account } = await this.database.unitOfWork((tx) => this.find(tx, code, name, idNumber));
    await this.quotas.spend('window-identity', identityNumber.normalise(idNumber), checksADay);
    await this.database.unitOfWork((tx) =>
      tx.audit({ actor, action: 'identity.window-check', subject: { kind: 'citizen', id: account.id } }),
    );
    // Nobody but the officer can check a passport or an officer's card.
    if (!identityDocuments[documentOf(idNumber).kind].register) return;
    const answer = await this.adapters.identityCheck.check({ name, idNumber });
    if (answer.status === 'unknown' || answer.status === 'pending') throw new Problem('DEPARTMENT_UNAVAILABLE');
    if (answer.status === 'rejected')
      throw new Problem('REAL_NAME_MISMATCH', { message: '姓名与证件号码不一致，请按证件原件重新填写。' });
  }

  /** Errors: WINDOW_CODE_INVALID, WINDOW_IDENTITY_OTHER. */
  private async find(tx: Transaction, code: string, name: string, idNumber: string) {
    const [found] = await tx.query<{ citizen_id: string; session_id: string }>(
      'SELECT citizen_id, session_id FROM window_code WHERE code_blind = ? AND expires_at > ?',
      [this.blind(code), tx.now],
    );
    const account = found ? await this.citizens.byId(found.citizen_id, within(tx)) : null;
    if (!found || !account) throw new Problem('WINDOW_CODE_INVALID');
    const named = account.idNumber !== null;
    const same = account.name === name && identityNumber.same(account.idNumber ?? '', idNumber);
    if (named && !same) throw new Problem('WINDOW_IDENTITY_OTHER');
    return { account, sessionId: found.session_id };
  }

  /** Errors: WINDOW_CODE_INVALID, WINDOW_IDENTITY_OTHER. */
  async prove(tx: Transaction, actor: Actor, code: string, name: string, idNumber: string) {
    const { account, sessionId } = await this.find(tx, code, name, idNumber);
    if (account.realNameAt === null) await this.citizens.setRealName(tx, account.id, name, idNumber, null);
    await tx.remove('window_code', { citizen_id: account.id });
    // The officer has seen the code on the person's own device.
    await this.proofs.prove(tx, actor, account.id, 'window', sessionId);
    return { name: personName.mask(name), until: tx.now + proofLifeMs };
  }
}
