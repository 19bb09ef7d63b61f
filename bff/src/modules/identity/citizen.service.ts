import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type AssuranceLevel,
  type CitizenView,
  documentOf,
  identityNumber,
  personName,
  phone as phoneNumber,
} from '@zhucheng/shared';
import type { Environment } from '../../config/environment';
import { Clock } from '../../platform/clock';
import { idBlindOf, phoneBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { missingCharacters } from '../../platform/fonts/fonts';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { type Platform } from './identity.blind';

/** A citizen's account in the clear; never sent out unmasked. Name and ID are null before real-name. */
export interface Account {
  id: string;
  name: string | null;
  idNumber: string | null;
  phone: string | null;
  openids: { wechat?: string; alipay?: string };
  passwordHash: string | null;
  /** When name, ID number and phone were confirmed as one person's; null also for a name taken down but not confirmed. */
  realNameAt: number | null;
  proof: Proof | null;
}

/** A face, or an ID card at the window, has tied the account to the person. */
export interface Proof {
  how: 'wechat' | 'alipay' | 'window';
  /** UTC ms. */
  at: number;
  until: number;
}

/** An account that has passed the real-name check (实名认证). */
export type Citizen = Account & { name: string; idNumber: string };

interface Row {
  id: string;
  name_cipher: string | null;
  id_cipher: string | null;
  phone_cipher: string | null;
  password_hash: string | null;
  real_name_at: number | null;
  proven_at: number | null;
  proven_how: Proof['how'] | null;
  proven_until: number | null;
  provider: Platform | null;
  openid_cipher: string | null;
}

export type Read = <T>(sql: string, params: readonly unknown[]) => Promise<T[]>;

/** Hands the rows of one module over; runs in the transaction that ends the account `from`. */
export type TakeoverHandler = (tx: Transaction, from: string, to: string) => Promise<unknown>;

/** Reads inside the transaction. */
export const within =
  (tx: Transaction): Read =>
  (sql, params) =>
    tx.query(sql, params);

const select =
  'SELECT c.id, c.name_cipher, c.id_cipher, c.phone_cipher, c.password_hash, c.real_name_at, c.proven_at, ' +
  'c.proven_how, c.proven_until, i.provider, i.openid_cipher ' +
  'FROM citizen c LEFT JOIN citizen_identity i ON i.citizen_id = c.id WHERE c.merged_into IS NULL AND';

export interface NewCitizen {
  name?: string;
  idNumber?: string;
  phone?: string;
  passwordHash?: string;
}

/** Times in ms UTC, as stored. */
export function levelOfPerson(realNameAt: number | null, provenUntil: number | null, now: number): AssuranceLevel {
  if (realNameAt === null) return 'phone';
  return provenUntil !== null && Number(provenUntil) > now ? 'proven' : 'named';
}

/** Citizens' accounts: one person, one account, several bound platforms. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CitizenService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject('environment') environment!: Environment;

  private readonly handlers: TakeoverHandler[] = [];

  /** Keeps the person for this transaction, for the sake of what is counted of hers: see `Transaction.hold`. */
  hold(tx: Transaction, id: string): Promise<boolean> {
    return tx.hold('citizen', id);
  }

  /**
   * Registers who hands a module's own rows over when one account of a person goes on as another, once, in `@Init()`; they
   * follow the person. The columns that it looks by need an index.
   */
  onTakeover(handler: TakeoverHandler): void {
    this.handlers.push(handler);
  }

  /** Everything that is kept under one account goes on under the other. */
  async handOver(tx: Transaction, from: string, to: string): Promise<void> {
    for (const handler of this.handlers) await handler(tx, from, to);
  }

  readonly committed: Read = (sql, params) => this.database.read(sql, params);

  byId(id: string, read: Read = this.committed): Promise<Account | null> {
    return this.find(read, 'c.id = ?', id);
  }

  byIdNumber(idNumber: string, read: Read = this.committed): Promise<Account | null> {
    return this.byIdBlind(idBlindOf(this.cipher, idNumber), read);
  }

  /** By the blind index of the ID number, which other tables keep. Who has proven it goes before who only names it. */
  byIdBlind(blind: string, read: Read = this.committed): Promise<Account | null> {
    return this.find(
      read,
      'c.id_blind = ? AND c.real_name_at IS NOT NULL ORDER BY c.proven_blind IS NULL, c.id',
      blind,
    );
  }

  byPhone(phone: string, read: Read = this.committed): Promise<Account | null> {
    return this.find(read, 'c.phone_blind = ?', phoneBlindOf(this.cipher, phone));
  }

  /** Error: REAL_NAME_REQUIRED. */
  async requireRealName(actor: Actor): Promise<Citizen> {
    const account = actor.kind === 'citizen' ? await this.byId(actor.id) : null;
    if (!account?.name || !account.idNumber || account.realNameAt === null) throw new Problem('REAL_NAME_REQUIRED');
    return account as Citizen;
  }

  private async find(read: Read, condition: string, value: string): Promise<Account | null> {
    const rows = await read<Row>(`${select} ${condition}`, [value]);
    const [row] = rows;
    if (!row) return null;
    const clear = (stored: string | null, context: string) => (stored ? this.cipher.decrypt(stored, context) : null);
    const openids: Account['openids'] = {};
    for (const { id, provider, openid_cipher } of rows) {
      if (id === row.id && provider && openid_cipher)
        openids[provider] = this.cipher.decrypt(openid_cipher, `openid.${provider}`);
    }
    return {
      id: row.id,
      name: clear(row.name_cipher, 'citizen.name'),
      idNumber: clear(row.id_cipher, 'citizen.id'),
      phone: clear(row.phone_cipher, 'citizen.phone'),
      openids,
      passwordHash: row.password_hash,
      realNameAt: row.real_name_at === null ? null : Number(row.real_name_at),
      proof:
        row.proven_at === null
          ? null
          : { how: row.proven_how!, at: Number(row.proven_at), until: Number(row.proven_until) },
    };
  }

  /** Creates an account; with a name it counts as named (takeover of existing registers, demo data), never as proven. */
  async createCitizen(tx: Transaction, citizen: NewCitizen): Promise<string> {
    const id = newId(tx.now);
    const { name, idNumber, phone, passwordHash } = citizen;
    await tx.insert('citizen', {
      id,
      name_cipher: name ? this.cipher.encrypt(name, 'citizen.name') : null,
      id_cipher: idNumber ? this.cipher.encrypt(idNumber, 'citizen.id') : null,
      id_blind: idNumber ? idBlindOf(this.cipher, idNumber) : null,
      phone_cipher: phone ? this.cipher.encrypt(phone, 'citizen.phone') : null,
      phone_blind: phone ? phoneBlindOf(this.cipher, phone) : null,
      password_hash: passwordHash ?? null,
      real_name_at: name && idNumber ? tx.now : null,
      version: 1,
      created_at: tx.now,
    });
    return id;
  }

  /** Another phone ends the proof: it may have been somebody else who changed it. */
  async setPhone(tx: Transaction, id: string, phone: string): Promise<void> {
    await tx.execute(
      // First, because MySQL sees what stands before it in the list as written already.
      'UPDATE citizen SET proven_until = CASE WHEN phone_blind IS NOT NULL AND proven_until > ? THEN ? ELSE proven_until END, ' +
        'phone_cipher = ?, phone_blind = ?, version = version + 1 WHERE id = ?',
      [tx.now, tx.now, this.cipher.encrypt(phone, 'citizen.phone'), phoneBlindOf(this.cipher, phone), id],
    );
  }

  /** False if the account has a confirmed name already, or another person's was taken down in it. */
  async setRealName(
    tx: Transaction,
    id: string,
    name: string,
    idNumber: string,
    passwordHash: string | null,
  ): Promise<boolean> {
    const blind = idBlindOf(this.cipher, idNumber);
    const affected = await tx.execute(
      'UPDATE citizen SET name_cipher = ?, id_cipher = ?, id_blind = ?, real_name_at = ?, ' +
        'password_hash = COALESCE(password_hash, ?), version = version + 1 ' +
        'WHERE id = ? AND real_name_at IS NULL AND (id_blind IS NULL OR id_blind = ?)',
      [
        this.cipher.encrypt(name, 'citizen.name'),
        this.cipher.encrypt(idNumber, 'citizen.id'),
        blind,
        tx.now,
        passwordHash,
        id,
        blind,
      ],
    );
    return affected === 1;
  }

  /** `confirmed`: whether the device at hand is known to be the person's. */
  view(account: Account, confirmed: boolean): CitizenView {
    const { proof } = account;
    return {
      id: account.id,
      document: account.idNumber ? documentOf(account.idNumber).kind : null,
      faceDocuments: {
        wechat: [...this.environment.FACE_DOCUMENTS.wechat],
        alipay: [...this.environment.FACE_DOCUMENTS.alipay],
      },
      name: account.name ? personName.mask(account.name) : null,
      idNumberMasked: account.idNumber ? identityNumber.mask(account.idNumber) : null,
      phoneMasked: account.phone ? phoneNumber.mask(account.phone) : null,
      realName: account.realNameAt !== null,
      namePrintable: missingCharacters(account.name ?? '').length === 0,
      level: levelOfPerson(account.realNameAt, proof?.until ?? null, this.clock.now()),
      proof: proof && { how: proof.how, at: proof.at, until: proof.until },
      deviceConfirmed: confirmed,
      hasPassword: account.passwordHash !== null,
      bound: Object.keys(account.openids) as Platform[],
    };
  }
}
