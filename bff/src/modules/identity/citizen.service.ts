import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CitizenView, personName, phone as phoneNumber, residentId } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { idBlind, type Platform, phoneBlind } from './identity.blind';

/** A citizen's account in the clear; never sent out unmasked. Name and ID are null before real-name. */
export interface Account {
  id: string;
  name: string | null;
  idNumber: string | null;
  phone: string | null;
  openids: { wechat?: string; alipay?: string };
  passwordHash: string | null;
  realNameAt: number | null;
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
  provider: Platform | null;
  openid_cipher: string | null;
}

export type Read = <T>(sql: string, params: readonly unknown[]) => Promise<T[]>;

const select =
  'SELECT c.id, c.name_cipher, c.id_cipher, c.phone_cipher, c.password_hash, c.real_name_at, i.provider, i.openid_cipher ' +
  'FROM citizen c LEFT JOIN citizen_identity i ON i.citizen_id = c.id WHERE c.merged_into IS NULL AND';

export interface NewCitizen {
  name?: string;
  idNumber?: string;
  phone?: string;
  passwordHash?: string;
}

/** Citizens' accounts: one person, one account, several bound platforms. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CitizenService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  byId(id: string, read: Read = this.committed): Promise<Account | null> {
    return this.find(read, 'c.id = ?', id);
  }

  byIdNumber(idNumber: string, read: Read = this.committed): Promise<Account | null> {
    return this.find(read, 'c.id_blind = ?', idBlind(this.cipher, idNumber));
  }

  /** By the blind index of the ID number, which other tables keep. */
  byIdBlind(blind: string, read: Read = this.committed): Promise<Account | null> {
    return this.find(read, 'c.id_blind = ?', blind);
  }

  byPhone(phone: string, read: Read = this.committed): Promise<Account | null> {
    return this.find(read, 'c.phone_blind = ?', phoneBlind(this.cipher, phone));
  }

  /** Error: REAL_NAME_REQUIRED. */
  async requireRealName(actor: Actor): Promise<Citizen> {
    const account = actor.kind === 'citizen' ? await this.byId(actor.id) : null;
    if (!account?.name || !account.idNumber) throw new Problem('REAL_NAME_REQUIRED');
    return account as Citizen;
  }

  private async find(read: Read, condition: string, value: string): Promise<Account | null> {
    const rows = await read<Row>(`${select} ${condition}`, [value]);
    const [row] = rows;
    if (!row) return null;
    const clear = (stored: string | null, context: string) => (stored ? this.cipher.decrypt(stored, context) : null);
    const openids: Account['openids'] = {};
    for (const { provider, openid_cipher } of rows) {
      if (provider && openid_cipher) openids[provider] = this.cipher.decrypt(openid_cipher, `openid.${provider}`);
    }
    return {
      id: row.id,
      name: clear(row.name_cipher, 'citizen.name'),
      idNumber: clear(row.id_cipher, 'citizen.id'),
      phone: clear(row.phone_cipher, 'citizen.phone'),
      openids,
      passwordHash: row.password_hash,
      realNameAt: row.real_name_at === null ? null : Number(row.real_name_at),
    };
  }

  /** Creates an account; with a name it counts as real-name checked (takeover of existing registers, demo data). */
  async createCitizen(tx: Transaction, citizen: NewCitizen): Promise<string> {
    const id = newId(tx.now);
    const { name, idNumber, phone, passwordHash } = citizen;
    await tx.insert('citizen', {
      id,
      name_cipher: name ? this.cipher.encrypt(name, 'citizen.name') : null,
      id_cipher: idNumber ? this.cipher.encrypt(idNumber, 'citizen.id') : null,
      id_blind: idNumber ? idBlind(this.cipher, idNumber) : null,
      phone_cipher: phone ? this.cipher.encrypt(phone, 'citizen.phone') : null,
      phone_blind: phone ? phoneBlind(this.cipher, phone) : null,
      password_hash: passwordHash ?? null,
      real_name_at: name && idNumber ? tx.now : null,
      version: 1,
      created_at: tx.now,
    });
    return id;
  }

  async setPhone(tx: Transaction, id: string, phone: string): Promise<void> {
    await tx.execute('UPDATE citizen SET phone_cipher = ?, phone_blind = ?, version = version + 1 WHERE id = ?', [
      this.cipher.encrypt(phone, 'citizen.phone'),
      phoneBlind(this.cipher, phone),
      id,
    ]);
  }

  /** False if the account has a real name already. A number that is somebody else's: duplicate key. */
  async setRealName(
    tx: Transaction,
    id: string,
    name: string,
    idNumber: string,
    passwordHash: string | null,
  ): Promise<boolean> {
    const affected = await tx.execute(
      'UPDATE citizen SET name_cipher = ?, id_cipher = ?, id_blind = ?, real_name_at = ?, ' +
        'password_hash = COALESCE(?, password_hash), version = version + 1 WHERE id = ? AND real_name_at IS NULL',
      [
        this.cipher.encrypt(name, 'citizen.name'),
        this.cipher.encrypt(idNumber, 'citizen.id'),
        idBlind(this.cipher, idNumber),
        tx.now,
        passwordHash,
        id,
      ],
    );
    return affected === 1;
  }

  view(account: Account): CitizenView {
    return {
      id: account.id,
      name: account.name ? personName.mask(account.name) : null,
      idNumberMasked: account.idNumber ? residentId.mask(account.idNumber) : null,
      phoneMasked: account.phone ? phoneNumber.mask(account.phone) : null,
      realName: account.realNameAt !== null,
      hasPassword: account.passwordHash !== null,
      bound: Object.keys(account.openids) as Platform[],
    };
  }
}
