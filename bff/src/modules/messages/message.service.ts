import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Environment } from '../../config/environment';
import { idBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey, Overtaken } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { CitizenService } from '../identity/citizen.service';
import { MessageSmsSender } from '../identity/message-sms.service';
import { StaffService } from '../identity/staff.service';
import { joinMessages, type MessageTemplate, type Part, renderMessage, standsAlone, type Worded } from './templates';

/** A message about a case, or about none. */
export interface About<T extends MessageTemplate> extends Worded<T> {
  caseId: string | null;
}

export interface NewMessage<T extends MessageTemplate> extends About<T> {
  /** By ID number, so that somebody who has no account yet finds the message later. */
  to: { idNumber: string; phone?: string };
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
  /** Null for an institution, which has no account of its own. */
  idNumber: string | null;
  phone: string | null;
  /** Absent where the message is sent as it stands when it is sent. */
  text?: string;
  /** The message, with the number of the phone if there are several. */
  reference: string;
}

/** A message that news of its case may still be joined to. */
interface OpenMessage {
  id: string;
  parts_cipher: string;
}

const bodyContext = 'message.body';
const partsContext = 'message.parts';

/**
 * Messages (消息) to people: in the app at once, by SMS through the outbox some seconds later. What one person gets about one
 * case until then is one message: its `slot` is taken from the first news of a case until it is sent.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MessageService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() outbox!: Outbox;
  @Inject() citizens!: CitizenService;
  @Inject() staff!: StaffService;
  @Inject() sender!: MessageSmsSender;
  @Inject('environment') environment!: Environment;

  @Init()
  async init(): Promise<void> {
    const deliver = (task: Task<Delivery>) => this.deliver(task);
    this.outbox.on('message.sms', deliver, { maxAttempts: 8, backoffMs: 10_000 });
  }

  private blind(idNumber: string): string {
    return idBlindOf(this.cipher, idNumber);
  }

  /** Stores the message, or joins it to one that was not sent yet, and queues its SMS, all with the caller's transaction. */
  async notify<T extends MessageTemplate>(tx: Transaction, message: NewMessage<T>): Promise<void> {
    const { to, caseId, template, params } = message;
    const recipient = this.blind(to.idNumber);
    const delayMs = caseId && !standsAlone(template) ? this.environment.MESSAGE_WINDOW_MS : 0;
    const slot = delayMs > 0 ? `${caseId}:${recipient}` : null;
    const id = newId(tx.now);
    try {
      await this.write(tx, id, recipient, message, slot);
    } catch (error) {
      if (slot === null || !isDuplicateKey(error)) throw error;
      return this.join(tx, slot, { template, params });
    }
    const delivery: Delivery = { idNumber: to.idNumber, phone: to.phone ?? null, reference: id };
    await tx.enqueue('message.sms', id, delivery, { ...(delayMs > 0 && { delayMs }), ...(caseId && { caseId }) });
  }

  private async write<T extends MessageTemplate>(
    tx: Transaction,
    id: string,
    recipient: string,
    message: About<T>,
    slot: string | null = null,
  ): Promise<{ title: string; body: string }> {
    const { caseId, template, params } = message;
    const { title, body } = renderMessage(message);
    const part: Part = { template, params };
    await tx.insert('message', {
      id,
      recipient,
      case_id: caseId,
      template,
      title,
      body_cipher: this.cipher.encrypt(body, bodyContext),
      created_at: tx.now,
      ...(slot && { slot, parts_cipher: this.cipher.encryptJson([part], partsContext) }),
    });
    return { title, body };
  }

  /** What was read already is news again. Error: Overtaken, if the message has been sent meanwhile. */
  private async join(tx: Transaction, slot: string, news: Part): Promise<void> {
    const suffix = tx.dialect === 'mysql' ? ' FOR UPDATE' : '';
    const sql = `SELECT id, parts_cipher FROM message WHERE slot = ?${suffix}`;
    const [open] = await tx.query<OpenMessage>(sql, [slot]);
    if (!open) throw new Overtaken();
    const told = this.cipher.decryptJson<Part[]>(open.parts_cipher, partsContext);
    const { title, body, parts } = joinMessages([...told, news]);
    const set = {
      template: news.template,
      title,
      body_cipher: this.cipher.encrypt(body, bodyContext),
      parts_cipher: this.cipher.encryptJson(parts, partsContext),
      created_at: tx.now,
      read_at: null,
    };
    if ((await tx.update('message', set, { id: open.id, slot })) === 0) throw new Overtaken();
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
  private async deliver({ payload, attempt, caseId }: Task<Delivery>): Promise<void> {
    const { idNumber, phone, reference } = payload;
    const text = payload.text ?? (await this.closed(reference));
    const account = idNumber ? await this.citizens.byIdNumber(idNumber) : null;
    const to = account?.phone ?? phone;
    if (!to) return;
    const share = account?.phone ? 'own' : idNumber ? 'typed' : 'institution';
    await this.sender.send({ phone: to, text, reference, share, caseId }, attempt);
  }

  /** The text as it is sent, and sent again after a crash: nothing is joined to it any more. */
  private closed(id: string): Promise<string> {
    return this.database.unitOfWork(async (tx) => {
      const row = (await tx.lockRow<Row & { slot: string | null }>('message', id))!;
      if (row.slot !== null) await tx.update('message', { slot: null, parts_cipher: null }, { id });
      return `${row.title}：${this.cipher.decrypt(row.body_cipher, bodyContext)}`;
    });
  }

  /**
   * A message to an institution (机构通知), found by its clerks, by SMS only to the given phones. One of each kind for a case:
   * told twice, it stands once.
   */
  async notifyInstitution<T extends MessageTemplate>(
    tx: Transaction,
    creditCode: string,
    message: About<T>,
    phones: readonly string[] = [],
  ): Promise<void> {
    const recipient = this.blind(creditCode);
    const [known] = await tx.query('SELECT id FROM message WHERE case_id = ? AND recipient = ? AND template = ?', [
      message.caseId,
      recipient,
      message.template,
    ]);
    if (known) return;
    const id = newId(tx.now);
    const { title, body } = await this.write(tx, id, recipient, message);
    for (const [i, phone] of phones.entries()) {
      const reference = `${id}-${i}`;
      const delivery: Delivery = { idNumber: null, phone, text: `${title}：${body}`, reference };
      await tx.enqueue('message.sms', reference, delivery, message.caseId ? { caseId: message.caseId } : {});
    }
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
