import {
  ageOf,
  certificateKey,
  dayOf,
  type LimitKind,
  startOf,
  type UnitCondition,
  unitConditions,
} from '@zhucheng/shared';
import type { RegisterSnapshot } from './register.types';

/** Mortgages registered before this instant (2021-01-01 in Beihai, the Civil Code's first day) limit a transfer by rule. */
export const civilCodeFrom = startOf('2021-01-01');
const adultAge = 18;

/** Whether a mortgage needs the mortgagee's consent to a transfer: an agreement was registered, or it is an old one. */
export function limitsTransfer(mortgage: { transferLimit: boolean; validFrom: number }): boolean {
  return mortgage.transferLimit || mortgage.validFrom < civilCodeFrom;
}

/** How long a notice has effect. */
interface NoticeTerm {
  effectiveUntil: string | null;
  applied: unknown;
}

interface Encumbered {
  mortgages: ReadonlyArray<{ transferLimit: boolean; validFrom: number }>;
  notices: ReadonlyArray<NoticeTerm>;
  limits: ReadonlyArray<{ kind: LimitKind; until: string | null }>;
  ownership: { holders: ReadonlyArray<{ idNumber: string }> } | null;
}

/**
 * What limits a unit at `now`, in the order of `unitConditions`. A limit or notice past its last day has lapsed even
 * though nobody has ended its row. `pending-same` is not the register's to know.
 */
export function conditions(snapshot: RegisterSnapshot | Encumbered, now: number): UnitCondition[] {
  const today = dayOf(now);
  const found = new Set<UnitCondition>();
  for (const limit of snapshot.limits) if (limit.until === null || limit.until >= today) found.add(limit.kind);
  if (snapshot.notices.some((notice) => noticeLives(notice, now))) found.add('advance-notice');
  for (const mortgage of snapshot.mortgages) found.add(limitsTransfer(mortgage) ? 'mortgage-limited' : 'mortgage-free');
  const isMinor = ({ idNumber }: { idNumber: string }) => (ageOf(idNumber, today) ?? adultAge) < adultAge;
  if (snapshot.ownership?.holders.some(isMinor)) found.add('minor-owner');
  return unitConditions.filter((condition) => found.has(condition));
}

/** Whether a notice still has effect on the day of `now`; one whose holder has applied in time has. */
export const noticeLives = (notice: NoticeTerm, now: number): boolean =>
  notice.applied !== null || notice.effectiveUntil === null || notice.effectiveUntil >= dayOf(now);

/** What `standing` needs to know; blind indexes or plain numbers, as long as all are of one kind. */
export interface StandingFacts {
  /** Credit code of who would build on it, and of who starts the case; null for a citizen. */
  developer: string | null;
  starter: string | null;
  owners: readonly string[] | null;
  /** Obligors of the live presale mortgage notice; null if there is none. */
  presaleMortgageObligors: readonly string[] | null;
}

/** Where a unit is in its life, as far as a business may ask: registered or not, whose, noticed for a mortgage. */
export function standing(facts: StandingFacts): UnitCondition[] {
  const found: UnitCondition[] = [];
  if (facts.presaleMortgageObligors) found.push('presale-mortgage');
  found.push(facts.owners ? 'registered' : 'unregistered');
  if (facts.presaleMortgageObligors) {
    const owners = new Set(facts.owners ?? []);
    const obligors = facts.presaleMortgageObligors;
    const owned = owners.size > 0 && obligors.every((obligor) => owners.has(obligor));
    if (!owned) found.push('obligor-not-owner');
  }
  if (facts.starter !== null) {
    const theirs = facts.owners ? facts.owners.includes(facts.starter) : facts.developer === facts.starter;
    if (!theirs) found.push('not-starters');
  }
  return found;
}

/** Both at once, for a whole snapshot. */
export function allConditions(snapshot: RegisterSnapshot, now: number, starter: string | null): UnitCondition[] {
  const notice = snapshot.notices.find((one) => one.kind === 'presale-mortgage' && noticeLives(one, now));
  return [
    ...conditions(snapshot, now),
    ...standing({
      developer: snapshot.unit.developer?.creditCode ?? null,
      starter,
      owners: snapshot.ownership?.holders.map((holder) => holder.idNumber) ?? null,
      presaleMortgageObligors: notice ? notice.obligors.map((party) => party.idNumber) : null,
    }),
    ...(snapshot.ownership?.coOwnership === 'shares' ? (['owned-by-shares'] as const) : []),
  ];
}

/** What certificates are sought by in the register, see `certificateKey`. */
export function canonicalCertificate(raw: string): string {
  return certificateKey(raw);
}
