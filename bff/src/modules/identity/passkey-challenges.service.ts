import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { hashToken } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Jobs } from '../../platform/jobs/jobs';

const lifeMs = 5 * 60_000;
const nonceBytes = 16;
const headBytes = nonceBytes + 6;

/**
 * Challenges of WebAuthn. They carry their own end and a keyed seal, so that asking for one writes nothing; only those
 * that were answered are remembered, until their end, so that an answer is good once.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PasskeyChallenges {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() jobs!: Jobs;

  @Init()
  async init(): Promise<void> {
    this.jobs.every('passkey-challenge-purge', 24 * 3_600_000, () =>
      this.database.unitOfWork(async (tx) => {
        await tx.execute('DELETE FROM staff_challenge WHERE expires_at < ?', [tx.now]);
      }),
    );
  }

  private seal(head: Buffer, purpose: string): Buffer {
    return Buffer.from(this.cipher.blindIndex(`${purpose}\0${head.toString('hex')}`, 'passkey-challenge'), 'hex');
  }

  /** `purpose` tells what it is for and, of an enrolment, for whom. */
  make(purpose: string): Uint8Array<ArrayBuffer> {
    const head = Buffer.alloc(headBytes, randomBytes(nonceBytes));
    head.writeUIntBE(this.clock.now() + lifeMs, nonceBytes, 6);
    return new Uint8Array(Buffer.concat([head, this.seal(head, purpose)]));
  }

  /** Ours, for this, and not over. */
  isGood(challenge: string, purpose: string): boolean {
    const bytes = Buffer.from(challenge, 'base64url');
    const [head, seal] = [bytes.subarray(0, headBytes), bytes.subarray(headBytes)];
    if (head.length !== headBytes || head.readUIntBE(nonceBytes, 6) <= this.clock.now()) return false;
    const expected = this.seal(head, purpose);
    return seal.length === expected.length && timingSafeEqual(seal, expected);
  }

  /** False for one that was answered before. */
  async spend(tx: Transaction, challenge: string): Promise<boolean> {
    const bytes = Buffer.from(challenge, 'base64url');
    const row = { challenge_hash: hashToken(bytes.toString('hex')), expires_at: bytes.readUIntBE(nonceBytes, 6) };
    try {
      await tx.insert('staff_challenge', row);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
