import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { personName, type SavedMeanwhile } from '@zhucheng/shared';
import { Problem } from '../../../platform/errors/problem';
import { type Actor, personOf } from '../../../platform/http/actor';
import { StaffService } from '../../identity/staff.service';
import { canonical, type LoadedCase, type Saving, type StoredStep } from '../core/case.model';

/** What is to be saved of a step, and which saving it was made from. */
export interface Save {
  version: number;
  data: Record<string, unknown>;
}

const contentOf = (stored: StoredStep | undefined) => stored?.draft ?? stored?.data;

/** The very same content is saved already: nothing of anybody's is lost by saving it again. */
export const isSaved = (stored: StoredStep | undefined, data: Record<string, unknown>): boolean => {
  const content = contentOf(stored);
  return content !== undefined && canonical(content) === canonical(data);
};

/** `北海银行（经办人 王芳）`: which of an institution's clerks did it. */
export const clerkLabel = (institution: string, clerk: string): string => {
  const suffix = `（经办人 ${clerk}）`;
  return institution.slice(0, 80 - suffix.length) + suffix;
};

const wordsOf = (by: string, mine: boolean): string =>
  mine
    ? '您在另一个页面或另一台设备上保存过这一步，您填的没有丢。请对照两份内容，选好再保存。'
    : `${by}刚才也保存了这一步，您填的没有丢。请对照两份内容，选好再保存。`;

/** Who saved last, as this reader may know it. */
export function saverOf(actor: Actor, stored: StoredStep | undefined) {
  const { saved } = stored ?? {};
  const mine = saved?.id === personOf(actor);
  return { by: mine ? '您本人' : (saved?.by ?? '另一位办理人'), mine, at: saved?.at ?? null };
}

/**
 * Nobody saved since `version` was read. `shows`: whoever is refused may be shown what is saved now.
 * Error: SAVED_MEANWHILE with `SavedMeanwhile` as its detail.
 */
export function requireNewest(actor: Actor, stored: StoredStep | undefined, version: number, shows: boolean): void {
  const now = stored?.version ?? 0;
  if (now === version) return;
  const who = saverOf(actor, stored);
  const values = shows ? ((contentOf(stored) ?? {}) as Record<string, unknown>) : null;
  const detail: SavedMeanwhile = { version: now, ...who, values };
  throw new Problem('SAVED_MEANWHILE', { detail, message: wordsOf(who.by, who.mine) });
}

/** Who saves a step, for the colleague who comes next. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StepSavings {
  @Inject() staff!: StaffService;

  /** One statement at most: for a colleague of the clerk in charge. */
  async next(
    actor: Actor,
    loaded: Pick<LoadedCase, 'record' | 'parties'>,
    stored: StoredStep | undefined,
    now: number,
  ): Promise<{ version: number; saved: Saving }> {
    const by = await this.nameOf(actor, loaded);
    return { version: (stored?.version ?? 0) + 1, saved: { id: personOf(actor), by, at: now } };
  }

  private async nameOf(actor: Actor, { record, parties }: Pick<LoadedCase, 'record' | 'parties'>): Promise<string> {
    if (actor.agent) return `代办人 ${personName.mask(actor.agent.name)}`;
    if (!record.institutionId) return personName.mask(parties.find((party) => party.applicant)!.identity.name);
    if (record.clerkId === actor.id && record.clerkName) return record.clerkName;
    return (await this.staff.byId(actor.id))?.name ?? '同事';
  }
}
