import Taro from '@tarojs/taro';
import {
  type AssuranceLevel,
  type CitizenView,
  effectiveLevel,
  levelOf,
  missingFor,
  missingOn,
  type RouteDefinition,
} from '@zhucheng/shared';
import { useEffect } from 'react';
import { Failure } from './failure';
import { go } from './go';
import { currentSession, updateCitizen, useSession } from './session';

/** Where the person makes up for what is missing. */
export const ways = {
  REAL_NAME_REQUIRED: '/packages/me/real-name',
  PROOF_REQUIRED: '/packages/me/prove',
  DEVICE_UNCONFIRMED: '/packages/me/device',
} as const;
export type Missing = keyof typeof ways;
export type Needs = Pick<RouteDefinition, 'access' | 'level'>;

export const isMissing = (code: string): code is Missing => Object.keys(ways).includes(code);

const assuranceOf = ({ level, deviceConfirmed }: CitizenView) => ({ person: level, confirmed: deviceConfirmed });

export const levelNow = (citizen: CitizenView): AssuranceLevel => effectiveLevel(assuranceOf(citizen));

export const wantedBy = (needs: Needs): AssuranceLevel => levelOf(needs) ?? 'phone';

export const missingAt = (wanted: AssuranceLevel, citizen: CitizenView): Missing | null =>
  missingFor(wanted, assuranceOf(citizen));

/** What the operation misses of the person and the device. */
export const missingIn = (needs: Needs, citizen: CitizenView): Missing | null => missingOn(needs, assuranceOf(citizen));

/** What the person still lacks of what the server refused with this code; null if nothing. */
export const stillMissing = (code: Missing, citizen: CitizenView): Missing | null =>
  code === 'DEVICE_UNCONFIRMED' && !citizen.deviceConfirmed ? code : missingAt('proven', citizen);

/** Whether the person signed in here is known as far as it goes. */
export function useProven(): boolean {
  const session = useSession();
  return session !== null && levelNow(session.citizen) === 'proven';
}

const less = {
  REAL_NAME_REQUIRED: { level: 'phone', realName: false },
  PROOF_REQUIRED: { level: 'named' },
  DEVICE_UNCONFIRMED: { deviceConfirmed: false },
} as const satisfies Record<Missing, Partial<CitizenView>>;

let led = '';

/**
 * The server misses what this device took for known: remembers it, and leads there, with the page left open below. Once from
 * each page: who comes back without it is not sent away again; who made up for it, and paused once more, is.
 */
export function refusedFor(code: string): void {
  const session = currentSession();
  if (!session || !isMissing(code)) return;
  if (stillMissing(code, session.citizen) === null) led = '';
  updateCitizen({ ...session.citizen, ...less[code] });
  const here = Taro.getCurrentInstance().router?.path ?? '';
  if (led === `${code} ${here}` || Object.values(ways).some((way) => here.includes(way.slice(1)))) return;
  led = `${code} ${here}`;
  go(ways[code]);
}

/** Loads again what was refused, once the person has made up for it. */
export function useMadeUp(error: unknown, reload: () => Promise<void>): void {
  const session = useSession();
  const known = session && `${levelNow(session.citizen)} ${session.citizen.deviceConfirmed}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of what is known is a reason to ask again
  useEffect(() => {
    if (error instanceof Failure && isMissing(error.code)) void reload();
  }, [known]);
}
