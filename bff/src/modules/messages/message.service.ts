import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { residentId } from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { GiveUp, Outbox, type Task } from '../../platform/outbox/outbox';
import { CitizenService } from '../identity/citizen.service';
import { StaffService } from '../identity/staff.service';
import { type MessageTemplate, renderMessage } from './templates';

export interface Notice {
  /** By ID number, so that somebody who has no account yet finds the message later. */
  to: { idNumber: string; phone?: string };
  caseId: string | null;
  template: MessageTemplate;
  params: Record<string, string>;
}

interface Row {
  id: string;
  case_id: string | null;
  title: string;
  body_cipher: string;
  created_at: number;
  read_at: number | null;
}

type Reader = Pick<Actor, 'kind' | 'id' | 'institutionId'>;

interface Delivery {
  idNumber: string;
  phone: string | null;
  text: string;
  reference: string;
}

const bodyContext = 'message.body';

/** Messages (消息) to people: in the app at once, by SMS through the outbox. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MessageService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() outbox!: Outbox;
  @Inject() citizens!: CitizenService;
  @Inject() staff!: StaffService;
  @Inject('adapters') adapters!: Adapters;

  @Init()
  async init(): Promise<void> {
    const deliver = (task: Task<Delivery>) => this.deliver(task.payload);
    this.outbox.on('message.sms', deliver, { maxAttempts: 8, backoffMs: 10_000 });
  }

  private blind(idNumber: string): string {
    return this.cipher.blindIndex(residentId.normalise(idNumber), 'id-number');
  }

  /** Stores the message and queues its SMS, both with the caller's transaction. */
  async notify(tx: Transaction, { to, caseId, template, params }: Notice): Promise<void> {
    const { title, body } = renderMessage(template, params);
    const id = newId(tx.now);
    await tx.insert('message', {
      id,
      recipient: this.blind(to.idNumber),
      case_id: caseId,
      template,
      title,
      body_cipher: this.cipher.encrypt(body, bodyContext),
      created_at: tx.now,
    });
    const delivery: Delivery = {
      idNumber: to.idNumber,
      phone: to.phone ?? null,
      text: `${title}：${body}`,
      reference: id,
    };
    await tx.enqueue('message.sms', id, delivery, caseId ? { caseId } : {});
  }

  /** When a message of this kind was last written about a case, UTC ms. */
  async lastAt(tx: Transaction, caseId: string, template: MessageTemplate): Promise<number | null> {
    const [row] = await tx.query<{ at: number | null }>(
      'SELECT MAX(created_at) AS at FROM message WHERE case_id = ? AND template = ?',
      [caseId, template],
    );
    return row?.at ? Number(row.at) : null;
  }

  /** The phone of the account counts; the one an applicant has entered only for people without an account. */
  private async deliver({ idNumber, phone, text, reference }: Delivery): Promise<void> {
    const account = await this.citizens.byIdNumber(idNumber);
    const to = account?.phone ?? phone;
    if (!to) return;
    const answer = await this.adapters.sms.send({ phone: to, template: 'case-notice', params: { text }, reference });
    if (answer.status === 'rejected') throw new GiveUp(answer.reason);
    if (answer.status === 'unknown') throw new Error('sms gateway did not answer');
  }

  /**
   * A message to an institution (机构通知), found by its clerks; nothing is sent out. One of each kind for a case: told twice,
   * it stands once.
   */
  async notifyInstitution(tx: Transaction, creditCode: string, notice: Omit<Notice, 'to'>): Promise<void> {
    const recipient = this.blind(creditCode);
    const [known] = await tx.query('SELECT id FROM message WHERE case_id = ? AND recipient = ? AND template = ?', [
      notice.caseId,
      recipient,
      notice.template,
    ]);
    if (known) return;
    const { title, body } = renderMessage(notice.template, notice.params);
    await tx.insert('message', {
      id: newId(tx.now),
      recipient,
      case_id: notice.caseId,
      template: notice.template,
      title,
      body_cipher: this.cipher.encrypt(body, bodyContext),
      created_at: tx.now,
    });
  }

  /** The citizen's own, or the clerk's institution's; nobody's before the account has a real name. */
  private async recipient({ kind, id, institutionId }: Reader): Promise<string | null> {
    if (kind === 'staff') {
      const institution = institutionId ? await this.staff.institutionById(institutionId) : null;
      return institution && this.blind(institution.creditCode);
    }
    const account = await this.citizens.byId(id);
    return account?.idNumber ? this.blind(account.idNumber) : null;
  }

  /** Newest first; two statements. Nothing before the account has a real name. */
  async list(reader: Reader, cursor: string | undefined, limit: number) {
    const recipient = await this.recipient(reader);
    if (!recipient) return { items: [], next: null };
    const rows = await this.database.read<Row>(
      'SELECT id, case_id, title, body_cipher, created_at, read_at FROM message ' +
        'WHERE recipient = ? AND id < ? ORDER BY id DESC LIMIT ?',
      [recipient, cursor ?? '~', limit + 1],
    );
    const items = rows.slice(0, limit).map((row) => ({
      id: row.id,
      caseId: row.case_id,
      title: row.title,
      body: this.cipher.decrypt(row.body_cipher, bodyContext),
      at: row.created_at,
      read: row.read_at !== null,
    }));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  async unread(reader: Reader): Promise<number> {
    const recipient = await this.recipient(reader);
    if (!recipient) return 0;
    const row = await this.database.readOne<{ n: number }>(
      'SELECT COUNT(*) AS n FROM message WHERE recipient = ? AND read_at IS NULL',
      [recipient],
    );
    return row?.n ?? 0;
  }

  /** Error: NOT_FOUND, also for somebody else's message. */
  async read(reader: Reader, id: string): Promise<void> {
    const recipient = await this.recipient(reader);
    if (!recipient) throw new Problem('NOT_FOUND');
    await this.database.unitOfWork(async (tx) => {
      const [row] = await tx.query('SELECT id FROM message WHERE id = ? AND recipient = ?', [id, recipient]);
      if (!row) throw new Problem('NOT_FOUND');
      await tx.execute('UPDATE message SET read_at = ? WHERE id = ? AND read_at IS NULL', [tx.now, id]);
    });
  }
}
