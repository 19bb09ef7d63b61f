import type { Role } from './roles';

/**
 * How far it is known who calls (身份核验等级): `phone` is signed in; `named` has name, ID number and phone confirmed as one
 * person's by the police register (三要素核验); `proven` has shown a face, or an ID card at the window, within 12 months.
 */
export const assuranceLevels = ['phone', 'named', 'proven'] as const;
export type AssuranceLevel = (typeof assuranceLevels)[number];

/** The level of the person, and whether this device is known to be hers: by her wallet or a code to her phone. */
export interface Assurance {
  person: AssuranceLevel;
  confirmed: boolean;
  /** Who is there was shown after the last pause of 30 minutes; absent: yes. */
  awake?: boolean;
}

/** A password alone carries no further than `named`: it may be somebody else's who found it out. */
export const effectiveLevel = ({ person, confirmed }: Assurance): AssuranceLevel =>
  person === 'proven' && !confirmed ? 'named' : person;

export const reaches = (level: AssuranceLevel, wanted: AssuranceLevel): boolean =>
  assuranceLevels.indexOf(level) >= assuranceLevels.indexOf(wanted);

/** What a route says of how far its caller has to be known; see `RouteDefinition`. */
interface Asked {
  access: readonly Role[];
  level?: { at: Exclude<AssuranceLevel, 'proven'>; byPassword?: string };
  calm?: string;
  sensitive?: true;
}

/** What a citizen needs to call the operation; null if anybody may, or no citizen. */
export function levelOf({ access, level }: Pick<Asked, 'access' | 'level'>): AssuranceLevel | null {
  if (access.includes('public') || !access.includes('citizen')) return null;
  return level?.at ?? 'proven';
}

/** Whether the citizen's device must be known to be hers; at `proven` it must by the level itself. */
export function asksForDevice(route: Pick<Asked, 'access' | 'level'>): boolean {
  const level = levelOf(route);
  return level !== null && level !== 'proven' && route.level?.byPassword === undefined;
}

/** Whether a citizen confirms anew before it after a pause. */
export function isSensitive(route: Asked): boolean {
  const level = levelOf(route);
  return level !== null && (route.sensitive ?? (level === 'proven' && route.calm === undefined));
}

/** What is wrong with what a route says of pauses and passwords, or null. */
export function pauseProblem(route: Asked): string | null {
  const proven = levelOf(route) === 'proven';
  if (route.level?.byPassword?.trim() === '') return 'says nothing about why a password is enough';
  if (route.calm !== undefined && (!proven || route.calm.trim() === '' || route.sensitive))
    return proven ? 'says nothing about why a pause does no harm' : 'is calm without a word';
  return route.sensitive && (proven || levelOf(route) === null) ? 'is sensitive without a word' : null;
}

/** Whether it is known that the person herself holds this device now. */
export const isConfirmed = (assurance: Assurance | undefined): boolean =>
  (assurance?.confirmed ?? false) && assurance?.awake !== false;

/** Why a citizen may not go on yet, and which way leads on; null if the level reaches. */
export function missingFor(wanted: AssuranceLevel, assurance: Assurance) {
  if (reaches(effectiveLevel(assurance), wanted)) return null;
  if (assurance.person === 'phone') return 'REAL_NAME_REQUIRED' as const;
  return assurance.person === 'proven' ? ('DEVICE_UNCONFIRMED' as const) : ('PROOF_REQUIRED' as const);
}

/** The same of an operation; null also where no citizen is asked. */
export function missingOn(route: Pick<Asked, 'access' | 'level'>, assurance: Assurance) {
  const wanted = levelOf(route);
  const missing = wanted && missingFor(wanted, assurance);
  if (missing) return missing;
  return asksForDevice(route) && !assurance.confirmed ? ('DEVICE_UNCONFIRMED' as const) : null;
}
