import { timingSafeEqual } from 'node:crypto';
import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Actor } from '../../platform/http/actor';
import { Agents } from '../../platform/http/agents';
import { DownloadAddresses } from '../../platform/http/download';
import { Sessions } from '../../platform/http/sessions';

/** What a ticket opens: a file of a certificate, or an uploaded material. */
export type TicketFile = 'pdf' | 'plan' | 'upload';

/**
 * For whom it was made: with this session of a citizen or of staff, or this visit to a kiosk, the ticket ends; made for a family
 * agent, with the grant as well.
 */
export interface TicketHolder {
  kind: 'session' | 'staff' | 'visit';
  id: string;
  grant?: string | undefined;
}

/** The session at the screen and the grant under which it acts. */
export const holderOf = ({ kind, sessionId, agent }: Pick<Actor, 'kind' | 'sessionId' | 'agent'>): TicketHolder => ({
  kind: kind === 'staff' ? 'staff' : 'session',
  id: sessionId,
  grant: agent?.grantId,
});

const spoken = ({ kind, id, grant }: TicketHolder): string => `${kind}-${id}${grant ? `-grant-${grant}` : ''}`;
const lifeMs = 5 * 60_000;
const purpose = 'certificate.file-ticket';
const shape =
  /^([0-9A-HJKMNP-TV-Z]{26})-(pdf|plan|upload)-([0-9a-z]{1,9})-(session|staff|visit)-([0-9A-Za-z]{26,64})(?:-grant-([0-9A-Z]{26}))?-([0-9a-f]{40})$/;

interface Said {
  id: string;
  file: TicketFile;
  expiresAt: number;
  holder: TicketHolder;
}

/** Tickets for one file, five minutes long: keyed hash over what they say, no personal data, no table. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FileTickets {
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() sessions!: Sessions;
  @Inject() agents!: Agents;
  @Inject() addresses!: DownloadAddresses;

  @Init()
  async init(): Promise<void> {
    this.addresses.use((ticket) => {
      const said = this.said(ticket);
      return said && { person: `${said.holder.kind}:${said.holder.id}`, inside: said.holder.kind !== 'session' };
    });
  }

  private visits: (id: string) => Promise<boolean> = () => Promise.resolve(false);

  /** Where the printing module says which visits still run. */
  visitsBy(alive: (id: string) => Promise<boolean>): void {
    this.visits = alive;
  }

  issue(id: string, file: TicketFile, holder: TicketHolder): { ticket: string; expiresAt: number } {
    const expiresAt = this.clock.now() + lifeMs;
    const said = `${id}-${file}-${expiresAt.toString(36)}-${spoken(holder)}`;
    return { ticket: `${said}-${this.cipher.blindIndex(said, purpose)}`, expiresAt };
  }

  /** What the ticket is for; null if it was changed, made up, is too old, or its session, grant or visit has ended. */
  async read(ticket: string): Promise<{ id: string; file: TicketFile } | null> {
    const said = this.said(ticket);
    if (!said || this.clock.now() >= said.expiresAt) return null;
    const { id, file, holder } = said;
    return (await this.alive(holder)) ? { id, file } : null;
  }

  private async alive({ kind, id, grant }: TicketHolder): Promise<boolean> {
    if (kind === 'visit') return this.visits(id);
    return (await this.sessions.alive(id)) && (!grant || (await this.agents.inForce(grant)));
  }

  /** What it says, whether or not that is over; null if it was changed or made up. */
  private said(ticket: string): Said | null {
    const match = shape.exec(ticket);
    if (!match) return null;
    const [, id, file, expires, kind, at, grant, mac] = match;
    const holder: TicketHolder = { kind: kind as TicketHolder['kind'], id: at!, grant };
    const expected = this.cipher.blindIndex(`${id}-${file}-${expires}-${spoken(holder)}`, purpose);
    if (!timingSafeEqual(Buffer.from(mac!), Buffer.from(expected))) return null;
    return { id: id!, file: file as TicketFile, expiresAt: Number.parseInt(expires!, 36), holder };
  }
}
