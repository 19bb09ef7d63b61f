import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type FaceDocuments, organisationKey, type Role, type StaffSignedIn, type StaffView } from '@zhucheng/shared';
import type { Environment } from '../../config/environment';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { hashPassword, verifyPassword } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import type { Origin } from '../../platform/http/origin';
import { newId } from '../../platform/ids';
import { AccountMessages } from './account-messages.service';
import type { Read } from './citizen.service';
import { standing } from './institution.service';
import { type Attempt, LoginGuard, lockOf } from './login-guard.service';
import { RecoveryCodes } from './recovery-code.service';
import { SessionService } from './session.service';
import { SignInSources } from './sign-in-source.service';
import { newTotpSecret, totpStep } from './totp';

export interface Institution {
  id: string;
  name: string;
  creditCode: string;
  kind: string;
}

export interface NewStaff {
  username: string;
  name: string;
  /** Absent: the account waits for its owner to use an activation link. */
  passwordHash?: string;
  /** Base32, RFC 6238; comes with the password. */
  totpSecret?: string;
  roles: Role[];
  institutionId?: string | null;
  institutionAdmin?: boolean;
}

/** What proves, besides the password, that it is this person. */
export type SecondProof = { totp: string } | { recoveryCode: string };

/** Which documents can be checked by face here, as people at work are told. */
const facesOf = ({ wechat, alipay }: FaceDocuments) => ({ wechat: [...wechat], alipay: [...alipay] });

/** How long a sign-in that arrives again is taken for the same one. */
const twiceMs = 10_000;

interface Proven {
  step: number;
  fresh: boolean;
  /** It is the code that was used last. */
  justUsed: boolean;
}

/** One answer to whatever was wrong: a guesser learns nothing from it. */
const refused = () =>
  new Problem('LOGIN_FAILED', {
    message: '用户名、密码或动态口令不对，请核对后重试；动态口令只能用一次，刚用过的请等下一个。',
  });

interface Row {
  id: string;
  username: string;
  name_cipher: string;
  password_hash: string;
  totp_cipher: string;
  totp_step: number;
  roles: string;
  institution_id: string | null;
  institution_name: string | null;
  institution_admin: number;
  activated_at: number | null;
  state: string | null;
  valid_from: number | null;
  valid_until: number | null;
}

const select =
  'SELECT f.id, f.username, f.name_cipher, f.password_hash, f.totp_cipher, f.totp_step, f.roles, f.institution_id, ' +
  'f.institution_admin, f.activated_at, i.name AS institution_name, i.state, i.valid_from, i.valid_until ' +
  'FROM staff f LEFT JOIN institution i ON i.id = f.institution_id WHERE f.active = 1 AND';

/** Staff of the centre, clerks of institutions, and the institutions. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffService {
  @Inject('environment') environment!: Environment;
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() sessions!: SessionService;
  @Inject() guard!: LoginGuard;
  @Inject() sources!: SignInSources;
  @Inject() codes!: RecoveryCodes;
  @Inject() messages!: AccountMessages;

  /** Set by the module that keeps clerks' phones; the centre's staff have none on record. */
  phoneOf: (id: string) => Promise<string | null> = async () => null;

  /** Compared with where there is no account, so that its absence takes the same time. */
  private readonly nobody = hashPassword('nobody has this password');
  private readonly nobodysTotp = newTotpSecret();

  /** Keeps an account for this transaction; false if it is not active. */
  holdActive(tx: Transaction, id: string): Promise<boolean> {
    return tx.hold('staff', id, { active: 1 });
  }

  /** Keeps an institution for this transaction, for the sake of who administers it: see `Transaction.hold`. */
  holdInstitution(tx: Transaction, id: string): Promise<boolean> {
    return tx.hold('institution', id);
  }

  /** Whether this account is active and administers the institution. */
  async administers(tx: Transaction, id: string, institutionId: string): Promise<boolean> {
    const [found] = await tx.query(
      'SELECT id FROM staff WHERE id = ? AND institution_id = ? AND active = 1 AND institution_admin = 1',
      [id, institutionId],
    );
    return found !== undefined;
  }

  async byId(id: string): Promise<StaffView | null> {
    const row = await this.database.readOne<Row>(`${select} f.id = ?`, [id]);
    return row ? this.view(row) : null;
  }

  private view(row: Row): StaffView {
    return {
      id: row.id,
      username: row.username,
      name: this.cipher.decrypt(row.name_cipher, 'staff.name'),
      roles: JSON.parse(row.roles) as Role[],
      institution: row.institution_id ? { id: row.institution_id, name: row.institution_name! } : null,
      institutionAdmin: row.institution_admin === 1,
      faceDocuments: facesOf(this.environment.FACE_DOCUMENTS),
    };
  }

  async institutionById(id: string): Promise<Institution | null> {
    return this.institution('id = ?', id);
  }

  async institutionByName(name: string): Promise<Institution | null> {
    return this.institution('name = ?', name);
  }

  /** One statement; names that no institution has are left out. */
  async institutionsByName(names: readonly string[]): Promise<Institution[]> {
    if (names.length === 0) return [];
    const rows = await this.database.read<{ id: string; name: string; credit_code: string; kind: string }>(
      `SELECT id, name, credit_code, kind FROM institution WHERE name IN (${placeholders(names)})`,
      names,
    );
    return rows.map((row) => ({ id: row.id, name: row.name, creditCode: row.credit_code, kind: row.kind }));
  }

  async institutionByCreditCode(creditCode: string): Promise<Institution | null> {
    return this.institution('credit_code = ?', creditCode);
  }

  private async institution(condition: string, value: string): Promise<Institution | null> {
    const row = await this.database.readOne<{ id: string; name: string; credit_code: string; kind: string }>(
      `SELECT id, name, credit_code, kind FROM institution WHERE ${condition}`,
      [value],
    );
    return row ? { id: row.id, name: row.name, creditCode: row.credit_code, kind: row.kind } : null;
  }

  /** Errors: LOGIN_LOCKED; LOGIN_FAILED for anything wrong, also a code that was used already; INSTITUTION_CLOSED. */
  signIn(username: string, password: string, proof: SecondProof, origin: Origin): Promise<StaffSignedIn> {
    const way = 'recoveryCode' in proof ? 'recovery-code' : undefined;
    const look = async (attempt: Attempt): Promise<StaffSignedIn> => {
      const found = await this.database.readOne<Row>(`${select} f.username = ?`, [username]);
      const row = found?.activated_at == null ? null : found;
      const right = await verifyPassword(password, row?.password_hash ?? (await this.nobody));
      const proven = await this.proven(row, proof);
      if (!row || !right || !proven) throw refused();
      // The same sign-in sent twice is no guess; a code that somebody has seen and tries later is one.
      const { fresh, justUsed } = proven;
      const { source } = attempt;
      const twice = () => this.sources.lately(lockOf(username), source, this.clock.now(), twiceMs);
      attempt.proved = fresh || (justUsed && (await twice()));
      if (!fresh) throw refused();
      return this.database.unitOfWork(async (tx) => {
        if (!(await this.unchanged(tx, row)) || !(await this.spend(tx, row.id, proof, proven.step))) throw refused();
        await this.guard.forgive(tx, attempt);
        return this.enter(tx, row, way ?? 'totp', origin);
      });
    };
    return this.guard.judge(lockOf(username), origin, look, { way });
  }

  /** Locks the account. False if it was ended or reset, or has a new password, since the given one was compared. */
  private async unchanged(tx: Transaction, row: Row): Promise<boolean> {
    const now = await tx.lockRow<Row & { active: number }>('staff', row.id);
    return now?.active === 1 && now.password_hash === row.password_hash && now.totp_cipher === row.totp_cipher;
  }

  /** Null if it is wrong. The same work is done for nobody. */
  private async proven(row: Row | null, proof: SecondProof): Promise<Proven | null> {
    if ('recoveryCode' in proof) {
      const read: Read = (sql, params) => this.database.readNow(sql, params);
      const found = await this.codes.find(read, row?.id ?? '', proof.recoveryCode);
      const usedAt = found?.usedAt ?? null;
      return found && { step: 0, fresh: usedAt === null, justUsed: (usedAt ?? 0) > this.clock.now() - twiceMs };
    }
    const secret = row ? this.cipher.decrypt(row.totp_cipher, 'staff.totp') : this.nobodysTotp;
    const step = totpStep(secret, proof.totp, this.clock.now());
    const last = Number(row?.totp_step ?? 0);
    return step === null ? null : { step, fresh: step > last, justUsed: step === last };
  }

  /** False if somebody was faster. */
  private async spend(tx: Transaction, id: string, proof: SecondProof, step: number): Promise<boolean> {
    if ('recoveryCode' in proof) return this.codes.use(tx, id, proof.recoveryCode);
    const sql = 'UPDATE staff SET totp_step = ? WHERE id = ? AND totp_step < ?';
    return (await tx.execute(sql, [step, id, step])) > 0;
  }

  /** Signs in whoever a passkey has proven. Errors: LOGIN_FAILED, INSTITUTION_CLOSED. */
  async enterByPasskey(tx: Transaction, id: string, origin: Origin): Promise<StaffSignedIn> {
    const [row] = await tx.query<Row>(`${select} f.id = ?`, [id]);
    if (row?.activated_at == null) throw refused();
    return this.enter(tx, row, 'passkey', origin);
  }

  private async enter(
    tx: Transaction,
    row: Row,
    how: 'totp' | 'recovery-code' | 'passkey',
    origin: Origin,
  ): Promise<StaffSignedIn> {
    if (row.institution_id && standing(row, tx.now) !== 'active') throw new Problem('INSTITUTION_CLOSED');
    const session = await this.sessions.start(tx, 'staff', row.id, { how, origin });
    const known = await this.sources.remember(tx, lockOf(row.username), origin);
    const phone = !known && row.institution_id ? await this.phoneOf(row.id) : null;
    if (phone) await this.messages.send(tx, phone, 'staff-new-device');
    await tx.update('staff', { last_sign_in_at: tx.now }, { id: row.id });
    const who = { kind: 'staff', id: row.id } as const;
    await tx.audit({ actor: who, action: 'identity.sign-in', subject: who, detail: { how } });
    return { ...session, staff: this.view(row) };
  }

  /** The code of somebody who has signed in already, before what a stolen session must not do. Error: TOTP_INVALID. */
  async confirm(actor: Actor, totp: string): Promise<{ id: string; username: string; name: string }> {
    const row = await this.database.readOne<Row>(`${select} f.id = ?`, [actor.id]);
    if (row?.activated_at == null) throw new Problem('UNAUTHENTICATED');
    const proven = await this.proven(row, { totp });
    const spend = (step: number) => this.database.unitOfWork((tx) => this.spend(tx, row.id, { totp }, step));
    if (!proven?.fresh || !(await spend(proven.step)))
      throw new Problem('TOTP_INVALID', {
        message: '动态口令不对，或者刚刚用过。请等身份验证器显示下一个 6 位数字再输入。',
      });
    return this.view(row);
  }

  async signOut(actor: Actor): Promise<void> {
    await this.database.unitOfWork(async (tx) => {
      await this.sessions.revoke(tx, actor.sessionId);
      await tx.audit({ actor, action: 'identity.sign-out', subject: { kind: actor.kind, id: actor.id } });
    });
  }

  async createInstitution(tx: Transaction, institution: Omit<Institution, 'id'>): Promise<string> {
    const id = newId(tx.now);
    await tx.insert('institution', {
      id,
      name: institution.name,
      name_key: organisationKey(institution.name),
      credit_code: institution.creditCode,
      kind: institution.kind,
      created_at: tx.now,
    });
    return id;
  }

  async createStaff(tx: Transaction, staff: NewStaff): Promise<string> {
    const id = newId(tx.now);
    await tx.insert('staff', {
      id,
      username: staff.username,
      name_cipher: this.cipher.encrypt(staff.name, 'staff.name'),
      password_hash: staff.passwordHash ?? '',
      totp_cipher: staff.totpSecret ? this.cipher.encrypt(staff.totpSecret, 'staff.totp') : '',
      activated_at: staff.passwordHash && staff.totpSecret ? tx.now : null,
      totp_step: 0,
      roles: JSON.stringify(staff.roles),
      institution_id: staff.institutionId ?? null,
      institution_admin: staff.institutionAdmin ? 1 : 0,
      active: 1,
      created_at: tx.now,
    });
    return id;
  }
}
