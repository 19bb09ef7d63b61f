import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type ActionOf,
  ageOf,
  dayOf,
  daysFrom,
  endOf,
  type GrantDraft,
  type GrantEndReason,
  type GrantState,
  type GrantView,
  identityNumber,
  livingGrantsLimit,
  longestGrantDays,
  principalsPerAgentLimit,
  scopeNames,
} from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { idBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { type Citizen, CitizenService } from '../identity/citizen.service';
import { MessageService } from '../messages/message.service';
import type { MessageTemplate } from '../messages/templates';
import { RegisterService } from '../register/register.service';
import { GrantEntity } from './grant.entity';
import {
  type Grant,
  type GrantPerson,
  type GrantRow,
  grantFromRow,
  grantViewOf,
  isOver,
  peopleContext,
} from './grant.model';
import { GrantReader } from './grant-reader.service';

type Template = Extract<MessageTemplate, `agent-${string}`>;

const adult = 18;
const dateText = (day: string): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

/** A grant's life: given, offered after the principal's own face check, accepted, ended. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GrantService {
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() citizens!: CitizenService;
  @Inject() register!: RegisterService;
  @Inject() messages!: MessageService;
  @Inject() reader!: GrantReader;

  /** Checks outside the transaction. Errors: REAL_NAME_REQUIRED, ACTION_NOT_ALLOWED, a field's. */
  async prepare(actor: Actor, draft: GrantDraft): Promise<{ principal: Citizen; units: Grant['units'] }> {
    const principal = await this.citizens.requireRealName(actor);
    const today = dayOf(this.clock.now());
    const age = ageOf(principal.idNumber, today);
    if (age === null)
      throw new Problem('ACTION_NOT_ALLOWED', {
        message: '您的证件号码不含出生日期，年龄要在窗口核对。请带证件到登记窗口办理委托。',
      });
    if (age < adult)
      throw new Problem('ACTION_NOT_ALLOWED', { message: '未满 18 周岁的，由监护人带证件到登记窗口办理。' });
    const { agent, endsOn, unitIds } = draft;
    if (identityNumber.same(agent.idNumber, principal.idNumber))
      throw Problem.field('agent.idNumber', '这是您自己的证件号码，请填写代办人的。', 'self');
    const agentAge = ageOf(agent.idNumber, today);
    if (agentAge === null)
      throw Problem.field(
        'agent.idNumber',
        '代办人的证件号码不含出生日期，年龄要在窗口核对。请两人带证件到登记窗口办理委托。',
        'age-unknown',
      );
    if (agentAge < adult) throw Problem.field('agent.idNumber', '代办人要年满 18 周岁，请换一位。', 'minor');
    if (endsOn <= today) throw Problem.field('endsOn', '截止日期要在明天或以后。', 'past');
    const last = daysFrom(today, longestGrantDays + 1).at(-1)!;
    if (endsOn > last) throw Problem.field('endsOn', `最长委托一年，请选 ${dateText(last)}或更早。`, 'too-late');
    if (unitIds === null) return { principal, units: null };
    const owned = await this.register.realEstateOf(principal.idNumber);
    const units = unitIds.map((id, index) => {
      const unit = owned.find((snapshot) => snapshot.unit.id === id)?.unit;
      if (!unit) throw Problem.field(`unitIds.${index}`, '这处不动产不在您名下，请重新选择。', 'unknown');
      return { id, location: unit.location };
    });
    return { principal, units };
  }

  /** Errors: GRANT_LIMIT; a field's, where this agent has a living grant already. */
  async create(
    tx: Transaction,
    actor: Actor,
    draft: GrantDraft,
    { principal, units }: { principal: Citizen; units: Grant['units'] },
  ): Promise<GrantView> {
    // The person's row is held, so that two drafts sent at once are counted one after the other.
    await this.citizens.hold(tx, actor.id);
    const agentBlind = idBlindOf(this.cipher, draft.agent.idNumber);
    const living = await tx.query<{ agent_blind: string }>(
      "SELECT agent_blind FROM agent_grant WHERE principal_id = ? AND state <> 'ended' AND ends_at > ?",
      [actor.id, tx.now],
    );
    if (living.some((row) => row.agent_blind === agentBlind))
      throw Problem.field(
        'agent.idNumber',
        '您给此人的委托还在，请在“家人代办”里打开它；要改内容的，先撤销再重新委托。',
        'duplicate',
      );
    if (living.length >= livingGrantsLimit) throw new Problem('GRANT_LIMIT');
    const grant = await this.insert(
      tx,
      actor.id,
      draft,
      {
        principal: { name: principal.name, idNumber: principal.idNumber, phone: principal.phone },
        agent: draft.agent,
      },
      units,
    );
    await this.audit(tx, actor, 'create', grant, {
      scopes: grant.scopes,
      units: units?.map((unit) => unit.id) ?? 'all',
      endsOn: grant.endsOn,
      relation: grant.relation,
    });
    return grantViewOf(grant, 'principal', tx.now);
  }

  /** A grant in force between two people who are known already, for demonstration data. Returns its id. */
  async import(
    tx: Transaction,
    people: { principalId: string; agentId: string } & Grant['people'],
    draft: Pick<GrantDraft, 'relation' | 'scopes' | 'endsOn'>,
  ): Promise<string> {
    const { principal, agent, principalId, agentId } = people;
    const known = ({ name, idNumber, phone }: GrantPerson): GrantPerson => ({ name, idNumber, phone });
    const grant = await this.insert(tx, principalId, draft, { principal: known(principal), agent: known(agent) }, null);
    const set = { state: 'active', agentId, offeredAt: tx.now, acceptedAt: tx.now };
    await tx.update(GrantEntity, set, { id: grant.id });
    return grant.id;
  }

  private async insert(
    tx: Transaction,
    principalId: string,
    draft: Pick<GrantDraft, 'relation' | 'scopes' | 'endsOn'>,
    people: Grant['people'],
    units: Grant['units'],
  ): Promise<Grant> {
    const { relation, scopes, endsOn } = draft;
    const grant: Grant = {
      id: newId(tx.now),
      principalId,
      agentBlind: idBlindOf(this.cipher, people.agent.idNumber),
      agentId: null,
      people,
      relation,
      scopes: [...scopes],
      units,
      endsOn,
      endsAt: endOf(endsOn),
      state: 'awaiting-face',
      endReason: null,
      version: 1,
      createdAt: tx.now,
      offeredAt: null,
      acceptedAt: null,
      endedAt: null,
    };
    const { people: _, ...columns } = grant;
    await tx.insert(GrantEntity, {
      ...columns,
      scopes: scopes.join(','),
      peopleCipher: this.cipher.encryptJson(people, peopleContext(grant.id)),
    });
    return grant;
  }

  /** The row locked. Error: NOT_FOUND. */
  async lock(tx: Transaction, id: string): Promise<Grant> {
    const row = await tx.lockRow<GrantRow>('agent_grant', id);
    if (!row) throw new Problem('NOT_FOUND');
    return grantFromRow(this.cipher, row);
  }

  /** After the principal's face check; a second time nothing happens. Error: ACTION_NOT_ALLOWED once it has ended. */
  async offer(tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, id: string): Promise<void> {
    const grant = await this.lock(tx, id);
    if (grant.state === 'offered' || grant.state === 'active') return;
    if (isOver(grant, tx.now)) throw this.notNow();
    await this.move(tx, grant, { state: 'offered', offeredAt: tx.now });
    await this.audit(tx, actor, 'offer', grant);
    await this.tell(tx, grant, 'principal', 'agent-given');
    await this.tell(tx, grant, 'agent', 'agent-offered');
  }

  /** Errors: NOT_FOUND, ACTION_NOT_ALLOWED, AGENT_LIMIT. */
  async accept(tx: Transaction, actor: Actor, id: string): Promise<GrantView> {
    const { grant } = await this.asAgent(tx, actor, id);
    const account = await this.citizens.byId(actor.id, (sql, params) => tx.query(sql, params));
    if (!account) throw new Problem('UNAUTHENTICATED');
    if (grant.state !== 'offered' || isOver(grant, tx.now)) throw this.notNow();
    if (account.name !== grant.people.agent.name)
      throw new Problem('ACTION_NOT_ALLOWED', {
        message: '委托里写的姓名与您实名的姓名不一致，请委托人核对后重新委托。',
      });
    await this.citizens.hold(tx, actor.id);
    const principals = await tx.query<{ principal_id: string }>(
      "SELECT DISTINCT principal_id FROM agent_grant WHERE agent_blind = ? AND state = 'active' AND ends_at > ?",
      [grant.agentBlind, tx.now],
    );
    const others = principals.filter((row) => row.principal_id !== grant.principalId);
    if (others.length >= principalsPerAgentLimit) throw new Problem('AGENT_LIMIT');
    await this.move(tx, grant, { state: 'active', agentId: actor.id, acceptedAt: tx.now });
    await this.audit(tx, actor, 'accept', grant);
    await this.tell(tx, grant, 'principal', 'agent-accepted');
    return grantViewOf(grant, 'agent', tx.now);
  }

  /** Declines an offer, or renounces a grant in force. Errors: NOT_FOUND, ACTION_NOT_ALLOWED. */
  async decline(tx: Transaction, actor: Actor, id: string): Promise<GrantView> {
    const { grant } = await this.asAgent(tx, actor, id);
    if (isOver(grant, tx.now)) throw this.notNow();
    const reason = grant.state === 'offered' ? 'declined' : 'renounced';
    await this.end(tx, grant, reason);
    await this.audit(tx, actor, reason === 'declined' ? 'decline' : 'renounce', grant);
    await this.tell(tx, grant, 'principal', `agent-${reason}`);
    return grantViewOf(grant, 'agent', tx.now);
  }

  /** Takes effect on the agent's next request. Errors: NOT_FOUND, ACTION_NOT_ALLOWED. */
  async revoke(tx: Transaction, actor: Actor, id: string): Promise<GrantView> {
    const grant = await this.lock(tx, id);
    if (grant.principalId !== actor.id) throw new Problem('NOT_FOUND');
    if (isOver(grant, tx.now)) throw this.notNow();
    const known = grant.offeredAt !== null;
    await this.end(tx, grant, 'revoked');
    await this.audit(tx, actor, 'revoke', grant);
    // An agent who was never asked learns nothing.
    if (known) await this.tell(tx, grant, 'agent', 'agent-revoked');
    return grantViewOf(grant, 'principal', tx.now);
  }

  /** Writes down that its time is over. False if it has ended already. */
  async expire(tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, id: string): Promise<boolean> {
    const grant = await this.lock(tx, id);
    if (grant.state === 'ended' || grant.endsAt > tx.now) return false;
    await this.end(tx, grant, 'expired', grant.endsAt);
    await this.audit(tx, actor, 'expire', grant);
    if (grant.offeredAt === null) return true;
    await this.tell(tx, grant, 'principal', 'agent-expired');
    await this.tell(tx, grant, 'agent', 'agent-expired');
    return true;
  }

  private async asAgent(tx: Transaction, actor: Actor, id: string): Promise<{ grant: Grant }> {
    const grant = await this.lock(tx, id);
    const { me } = await this.reader.own((sql, params) => tx.query(sql, params), actor, id);
    // The principal's own grant is no offer to the principal.
    if (me !== 'agent') throw new Problem('NOT_FOUND');
    return { grant };
  }

  private end(tx: Transaction, grant: Grant, endReason: GrantEndReason, endedAt = tx.now): Promise<void> {
    return this.move(tx, grant, { state: 'ended', endReason, endedAt });
  }

  private async move(
    tx: Transaction,
    grant: Grant,
    set: { state: GrantState } & Partial<Pick<Grant, 'agentId' | 'endReason' | 'offeredAt' | 'acceptedAt' | 'endedAt'>>,
  ): Promise<void> {
    const { id, version } = grant;
    const moved = await tx.update(GrantEntity, { ...set, version: version + 1 }, { id, version });
    if (moved === 0) throw new Problem('CONFLICT');
    Object.assign(grant, set, { version: version + 1 });
  }

  private notNow(): Problem {
    return new Problem('ACTION_NOT_ALLOWED', { message: '这份委托的状态已有变化，请刷新后再看。' });
  }

  private tell(tx: Transaction, grant: Grant, to: 'principal' | 'agent', template: Template): Promise<void> {
    const { idNumber, phone } = grant.people[to];
    return this.messages.notify(tx, {
      to: { idNumber, ...(phone && { phone }) },
      caseId: null,
      template,
      params: {
        principal: grant.people.principal.name,
        agent: grant.people.agent.name,
        scopes: scopeNames(grant.scopes),
        endsOn: dateText(grant.endsOn),
      },
    });
  }

  private audit(
    tx: Transaction,
    actor: Pick<Actor, 'kind' | 'id'>,
    action: ActionOf<'agent-grant'>,
    grant: Grant,
    detail: Record<string, unknown> = {},
  ): Promise<void> {
    const subject = { kind: 'agent-grant' as const, id: grant.id };
    return tx.audit({ actor, action: `agent-grant.${action}`, subject, detail });
  }
}
