import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransportFuture,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { PasskeyAnswer, PasskeyView, StaffSignedIn } from '@zhucheng/shared';
import type { Environment } from '../../config/environment';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { hashToken } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import type { Origin } from '../../platform/http/origin';
import { newId } from '../../platform/ids';
import { PasskeyChallenges } from './passkey-challenges.service';
import { StaffService } from './staff.service';

interface Row {
  id: string;
  staff_id: string;
  credential_id: string;
  public_key: string;
  counter: number;
  transports: string;
  name_cipher: string;
  created_at: number;
  last_used_at: number | null;
}

const signInPurpose = 'sign-in';
const enrolPurpose = (staffId: string): string => `enrol ${staffId}`;
const refused = () =>
  new Problem('LOGIN_FAILED', { message: '通行密钥没有通过验证，请再试一次，或用密码和动态口令登录。' });

/** The challenge that an answer speaks of; nothing of it is believed yet. */
function challengeIn(clientDataJSON: unknown): string {
  try {
    const text = Buffer.from(String(clientDataJSON), 'base64url').toString('utf8');
    return String((JSON.parse(text) as { challenge?: unknown }).challenge ?? '');
  } catch {
    return '';
  }
}

/** Passkeys (通行密钥, WebAuthn) of staff: beside the password and code, with the device's own check of its user. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Passkeys {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() staff!: StaffService;
  @Inject() challenges!: PasskeyChallenges;
  @Inject('environment') environment!: Environment;

  /** The site a passkey belongs to: that of PUBLIC_URL. */
  private get site() {
    const { hostname, origin } = new URL(this.environment.PUBLIC_URL);
    return { id: hostname, origin };
  }

  async list(staffId: string): Promise<PasskeyView[]> {
    return (await this.of(staffId)).map((row) => this.view(row));
  }

  private of(staffId: string): Promise<Row[]> {
    return this.database.readNow<Row>('SELECT * FROM staff_passkey WHERE staff_id = ? ORDER BY id', [staffId]);
  }

  private view(row: Row): PasskeyView {
    return {
      id: row.id,
      name: this.cipher.decrypt(row.name_cipher, 'staff_passkey.name'),
      createdAt: Number(row.created_at),
      lastUsedAt: row.last_used_at === null ? null : Number(row.last_used_at),
    };
  }

  /** What the browser needs to make one. A stolen session can't: the code is asked for. Error: TOTP_INVALID. */
  async enrolment(actor: Actor, totp: string) {
    const { username, name } = await this.staff.confirm(actor, totp);
    const known = await this.of(actor.id);
    return generateRegistrationOptions({
      rpName: '珠城e登',
      rpID: this.site.id,
      userID: new TextEncoder().encode(actor.id),
      userName: username,
      userDisplayName: name,
      challenge: this.challenges.make(enrolPurpose(actor.id)),
      attestationType: 'none',
      excludeCredentials: known.map((row) => ({ id: row.credential_id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  /** Error: PASSKEY_REFUSED. */
  async verifyNew(actor: Actor, answer: PasskeyAnswer) {
    const purpose = enrolPurpose(actor.id);
    const verified = await verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: (challenge) => this.challenges.isGood(challenge, purpose),
      expectedOrigin: this.site.origin,
      expectedRPID: this.site.id,
      requireUserVerification: true,
    }).catch(() => null);
    if (!verified?.verified) throw new Problem('PASSKEY_REFUSED');
    return { ...verified.registrationInfo.credential, challenge: challengeIn(answer.response.clientDataJSON) };
  }

  /** Errors: PASSKEY_REFUSED (used before). */
  async add(
    tx: Transaction,
    actor: Actor,
    name: string,
    credential: Awaited<ReturnType<Passkeys['verifyNew']>>,
  ): Promise<PasskeyView> {
    if (!(await this.challenges.spend(tx, credential.challenge))) throw new Problem('PASSKEY_REFUSED');
    const row = {
      id: newId(tx.now),
      staff_id: actor.id,
      credential_id: credential.id,
      public_key: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: JSON.stringify(credential.transports ?? []),
      name_cipher: this.cipher.encrypt(name, 'staff_passkey.name'),
      created_at: tx.now,
      last_used_at: null,
    };
    try {
      await tx.insert('staff_passkey', { ...row, credential_hash: hashToken(row.credential_id) });
    } catch (error) {
      throw isDuplicateKey(error) ? new Problem('PASSKEY_REFUSED') : error;
    }
    const subject = { kind: 'staff' as const, id: actor.id };
    await tx.audit({ actor, action: 'staff.passkey-add', subject, detail: { passkeyId: row.id } });
    return this.view(row);
  }

  /** Error: NOT_FOUND. */
  async remove(tx: Transaction, actor: Actor, id: string): Promise<void> {
    if ((await tx.remove('staff_passkey', { id, staff_id: actor.id })) === 0) throw new Problem('NOT_FOUND');
    const subject = { kind: 'staff' as const, id: actor.id };
    await tx.audit({ actor, action: 'staff.passkey-remove', subject, detail: { passkeyId: id } });
  }

  /** Names nobody: the device knows whose passkeys it has. */
  challenge() {
    const challenge = this.challenges.make(signInPurpose);
    return generateAuthenticationOptions({ rpID: this.site.id, challenge, userVerification: 'required' });
  }

  /** Errors: LOGIN_FAILED for anything wrong, INSTITUTION_CLOSED. */
  async signIn(answer: PasskeyAnswer, origin: Origin): Promise<StaffSignedIn> {
    const [row] = await this.database.readNow<Row>('SELECT * FROM staff_passkey WHERE credential_hash = ?', [
      hashToken(answer.id),
    ]);
    if (!row) throw refused();
    const verified = await verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: (challenge) => this.challenges.isGood(challenge, signInPurpose),
      expectedOrigin: this.site.origin,
      expectedRPID: this.site.id,
      requireUserVerification: true,
      credential: {
        id: row.credential_id,
        publicKey: new Uint8Array(Buffer.from(row.public_key, 'base64url')),
        counter: Number(row.counter),
        transports: JSON.parse(row.transports) as AuthenticatorTransportFuture[],
      },
    }).catch(() => null);
    if (!verified?.verified) throw refused();
    const { newCounter: counter } = verified.authenticationInfo;
    const challenge = challengeIn(answer.response.clientDataJSON);
    return this.database.unitOfWork(async (tx) => {
      // First, as a reset does: what it takes away is gone, or the session that is opened here ends with it.
      await tx.hold('staff', row.staff_id);
      if (!(await this.challenges.spend(tx, challenge))) throw refused();
      const used = await tx.update('staff_passkey', { counter, last_used_at: tx.now }, { id: row.id });
      if (used === 0) throw refused();
      return this.staff.enterByPasskey(tx, row.staff_id, origin);
    });
  }
}
