import type { Business, CaseView } from '@zhucheng/shared';
import { type Move, type WalkPath, walk } from '@zhucheng/shared/testing';
import { HttpPlayer } from '../../walk/player';
import { happyPath } from '../../walk/scene';
import type { Platform } from './platform';

/** Plays the happy path with this player up to the first such move, and leaves the case as it is then. */
export async function playUntil(
  player: HttpPlayer,
  business: Business,
  stop: (move: Move) => boolean,
): Promise<CaseView> {
  // The player tidies up after itself; this case is to stay.
  player.finish = async () => undefined;
  const whole = happyPath(business);
  const at = whole.steps.findIndex(({ move }) => stop(move));
  const path: WalkPath = at < 0 ? whole : { ...whole, steps: whole.steps.slice(0, at) };
  const { error, passed, steps } = await walk(business, path, player);
  expect({ error, passed, got: steps.find(({ ok }) => !ok)?.got }).toEqual({ passed: true });
  return player.view();
}

/** The same without screens. */
export function partWay(
  { cast, playground }: Platform,
  business: Business,
  stop: (move: Move) => boolean,
): Promise<CaseView> {
  return playUntil(new HttpPlayer({ cast, playground, settle: async () => undefined }), business, stop);
}
