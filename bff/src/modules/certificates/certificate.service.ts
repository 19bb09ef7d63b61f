import { randomBytes } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type CertificateSummary,
  type CertificateView,
  certificateKey,
  certificateNumber,
  dayOf,
  namesHolders,
  type VerificationView,
} from '@zhucheng/shared';
import type { Environment } from '../../config/environment';
import { idBlindOf, idBlindsOf, nameBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { type Actor, coversUnit, system } from '../../platform/http/actor';
import { idAt, newId } from '../../platform/ids';
import { CitizenService } from '../identity/citizen.service';
import { Certificate, CertificateHolder } from './certificate.entity';
import {
  readByNumber,
  readByToken,
  readMine,
  readOneOfMine,
  readPageOf,
  readSummaries,
  readSummariesOfCase,
} from './certificate.query';
import {
  type CertificateContent,
  type CertificateKind,
  type CertificateRow,
  contentContext,
  type ImportedCertificate,
  type NewCertificate,
  type Read,
} from './certificate.types';
import {
  type ContentParts,
  certificateViewOf,
  contentOf,
  unknownCertificate,
  verificationViewOf,
} from './certificate.view';
import { keyOf } from './certificate-key';

export type { ImportedCertificate, NewCertificate } from './certificate.types';

const numberKinds = { 'right-certificate': 'right', 'registration-certificate': 'registration' } as const;

/** Certificates (不动产权证书, 不动产登记证明): numbers, what they say, who holds them, and whether they still hold. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CertificateService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() citizens!: CitizenService;
  @Inject('environment') environment!: Environment;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  /** Issues one certificate per copy; numbers are taken in this transaction, so a rollback leaves no gap. */
  async issue(tx: Transaction, draft: NewCertificate): Promise<Array<{ id: string; number: string }>> {
    const { kind, copies } = draft;
    const year = Number(dayOf(tx.now).slice(0, 4));
    const first = await this.takeSerials(tx, kind, year, copies);
    const issued: Array<{ id: string; number: string }> = [];
    for (let i = 0; i < copies; i++) {
      const number = certificateNumber.format(numberKinds[kind], year, first + i);
      const copyLabel = copies > 1 ? `第${i + 1}本/共${copies}本` : undefined;
      const id = await this.insert(
        tx,
        { ...draft, number, issuedAt: tx.now, ...(copyLabel && { copyLabel }) },
        draft.caseId,
      );
      await tx.enqueue('certificate.render', id, { certificateId: id }, { caseId: draft.caseId });
      await tx.audit({
        actor: system,
        action: 'certificate.issue',
        subject: { kind: 'certificate', id },
        detail: { number, caseId: draft.caseId, unitId: draft.unit.id },
      });
      issued.push({ id, number });
    }
    return issued;
  }

  /** Cancels certificates; they verify as cancelled from the commit on. Those cancelled already stay as they are. */
  async cancel(
    tx: Transaction,
    ids: readonly string[],
    why: { reason: string; caseId?: string | null },
  ): Promise<void> {
    const set = {
      state: 'cancelled',
      cancelledAt: tx.now,
      cancelReason: why.reason.slice(0, 200),
      cancelCaseId: why.caseId ?? null,
    } as const;
    for (const id of ids) {
      if ((await tx.update(Certificate, set, { id, state: 'valid' })) === 0) continue;
      const detail = { reason: why.reason, caseId: why.caseId ?? null };
      await tx.audit({ actor: system, action: 'certificate.cancel', subject: { kind: 'certificate', id }, detail });
    }
  }

  /** The same by number, e.g. a registration certificate whose mortgage was discharged. */
  async cancelNumbers(
    tx: Transaction,
    numbers: readonly string[],
    why: { reason: string; caseId?: string | null },
  ): Promise<void> {
    for (const number of numbers) {
      const rows = await tx.query<{ id: string }>('SELECT id FROM certificate WHERE number_key = ?', [
        certificateKey(number),
      ]);
      await this.cancel(
        tx,
        rows.map(({ id }) => id),
        why,
      );
    }
  }

  /** Takes over a certificate issued earlier; its PDF is made when somebody first opens it. Error: RangeError for a wrong number. */
  async import(tx: Transaction, given: ImportedCertificate): Promise<{ id: string; number: string }> {
    const parts = certificateNumber.parse(given.number);
    if (!parts) throw new RangeError('not a certificate number');
    const number = certificateNumber.normalise(given.number);
    const id = await this.insert(tx, { ...given, id: given.id ?? idAt(given.issuedAt), number }, null);
    if (parts.place === '北海市') {
      await tx.execute(
        'UPDATE certificate_counter SET next_serial = ? WHERE kind = ? AND year = ? AND next_serial <= ?',
        [parts.serial + 1, given.kind, parts.year, parts.serial],
      );
    }
    return { id, number };
  }

  /** Of one case, in the order of issue; `mine` are those of the holder with this blind index. One statement. */
  summariesOfCase(read: Read, caseId: string, idBlind: string): Promise<Array<CertificateSummary & { mine: boolean }>> {
    return readSummariesOfCase(read, caseId, idBlind);
  }

  /** One statement. */
  summaries(ids: readonly string[]): Promise<CertificateSummary[]> {
    return ids.length === 0 ? Promise.resolve([]) : readSummaries(this.committed, ids);
  }

  /** A family agent sees those of the units in the grant. */
  async mine(actor: Actor): Promise<{ items: CertificateView[] }> {
    const idBlinds = await this.blindsOf(actor.id);
    const held = idBlinds ? await readMine(this.committed, idBlinds) : [];
    const rows = held.filter((row) => coversUnit(actor, row.unitId));
    return { items: rows.map((row) => certificateViewOf(row, this.contentOf(row))) };
  }

  async detail(actor: Actor, id: string): Promise<CertificateView> {
    const row = await this.own(actor, id);
    return certificateViewOf(row, this.contentOf(row));
  }

  /** A certificate this citizen holds. Error: NOT_FOUND. */
  async own(actor: Pick<Actor, 'id' | 'agent'>, id: string): Promise<CertificateRow> {
    const idBlinds = await this.blindsOf(actor.id);
    const row = idBlinds ? await readOneOfMine(this.committed, idBlinds, id) : null;
    if (!row || !coversUnit(actor, row.unitId)) throw new Problem('NOT_FOUND');
    return row;
  }

  /**
   * An organisation's certificates, newest first; one more than `limit` if there are more. `number`: see `keyOf`.
   * Error: INVALID_INPUT at `number`.
   */
  async ofOrganisation(
    creditCode: string,
    page: { cursor: string; limit: number; number?: string | undefined },
  ): Promise<CertificateView[]> {
    const { cursor, limit, number } = page;
    const key = number ? keyOf(number) : undefined;
    const rows = await readPageOf(this.committed, idBlindOf(this.cipher, creditCode), { cursor, limit, key });
    return rows.map((row) => certificateViewOf(row, this.contentOf(row)));
  }

  /** Error: NOT_FOUND. */
  async ownOfOrganisation(creditCode: string, id: string): Promise<CertificateRow> {
    const row = await readOneOfMine(this.committed, idBlindsOf(this.cipher, creditCode), id);
    if (!row) throw new Problem('NOT_FOUND');
    return row;
  }

  contentOf(row: Pick<CertificateRow, 'contentCipher'>): CertificateContent {
    return this.cipher.decryptJson<CertificateContent>(row.contentCipher, contentContext);
  }

  /** By the token of the QR code. */
  async verifyToken(token: string): Promise<VerificationView> {
    const row = await readByToken(this.committed, token);
    return row ? verificationViewOf(row, this.contentOf(row)) : unknownCertificate;
  }

  /** By number and one right-holder's name; a wrong name and a wrong number answer alike. */
  async verifyNumber(number: string, rightHolder: string): Promise<VerificationView> {
    const row = await readByNumber(this.committed, certificateKey(number));
    if (!row) return unknownCertificate;
    const content = this.contentOf(row);
    const names = content.rightHolders.map(({ name }) => name);
    if (!namesHolders(rightHolder, names)) return unknownCertificate;
    return verificationViewOf(row, content);
  }

  /** The first of `count` consecutive serials. The counter's row stays locked until the transaction ends. */
  private async takeSerials(tx: Transaction, kind: CertificateKind, year: number, count: number): Promise<number> {
    if (!Number.isInteger(count) || count < 1 || count > 100) throw new RangeError('a right has 1 to 100 certificates');
    const set = 'UPDATE certificate_counter SET next_serial = next_serial + ? WHERE kind = ? AND year = ?';
    if ((await tx.execute(set, [count, kind, year])) === 0)
      throw new RangeError(`no certificates are counted in ${year}`);
    const sql = 'SELECT next_serial AS next FROM certificate_counter WHERE kind = ? AND year = ?';
    const [row] = await tx.query<{ next: number }>(sql, [kind, year]);
    return Number(row!.next) - count;
  }

  private async insert(
    tx: Transaction,
    draft: Omit<ContentParts, 'token' | 'verifyUrl' | 'sample'> & { id?: string; rightId?: string | null },
    caseId: string | null,
  ): Promise<string> {
    const id = draft.id ?? newId();
    const token = randomBytes(24).toString('base64url');
    const verifyUrl = `${this.environment.PUBLIC_URL}/#/packages/certificate/verify/index?token=${token}`;
    const content = contentOf({ ...draft, token, verifyUrl, sample: this.environment.DEMO_ACCOUNTS });
    const parts = certificateNumber.parse(draft.number)!;
    await tx.insert(Certificate, {
      id,
      number: draft.number,
      numberKey: certificateKey(draft.number),
      kind: draft.kind,
      year: parts.year,
      serial: parts.serial,
      unitId: draft.unit.id,
      rightId: draft.rightId ?? null,
      caseId,
      token,
      state: 'valid',
      issuedAt: draft.issuedAt,
      cancelledAt: null,
      cancelReason: null,
      cancelCaseId: null,
      contentCipher: this.cipher.encryptJson(content, contentContext),
      pdfKey: null,
      pdfSha256: null,
      fileFault: null,
    });
    for (const [position, holder] of draft.holders.entries()) {
      await tx.insert(CertificateHolder, {
        certificateId: id,
        position,
        idBlind: idBlindOf(this.cipher, holder.idNumber),
        nameBlind: nameBlindOf(this.cipher, holder.name),
      });
    }
    return id;
  }

  private async blindsOf(citizenId: string): Promise<readonly string[] | null> {
    const citizen = await this.citizens.byId(citizenId);
    return citizen?.idNumber ? idBlindsOf(this.cipher, citizen.idNumber) : null;
  }
}
