import { join } from 'node:path';
import type { Business } from '@zhucheng/shared';
import { moveText, walk } from '@zhucheng/shared/testing';
import { happyPath } from '../walk/scene';
import { Album } from './album';
import type { Company } from './company';
import { BrowserPlayer } from './player';

export interface Performance {
  /** What went wrong, or was wrong on a screen; empty if all went well. */
  faults: string[];
  ms: number;
}

export interface Programme {
  /** Folder for pictures of every stop, or null for none. */
  pictures: string | null;
  /** Only as far as the steps that are filled in. */
  short?: boolean;
}

/** Plays the happy path of a business through the screens, to what people do after it. */
export async function play(
  business: Business,
  company: Company,
  { pictures, short = false }: Programme,
): Promise<Performance> {
  const begun = Date.now();
  const album = new Album(pictures && join(pictures, business.id));
  const player = new BrowserPlayer(company, album);
  const faults: string[] = [];
  const whole = happyPath(business);
  const filled = whole.steps.findLastIndex(({ move }) => move.do === 'fill') + 1;
  const path = short ? { ...whole, steps: whole.steps.slice(0, filled) } : whole;
  const { error, passed, steps } = await walk(business, path, player);
  const differing = steps.filter(({ ok }) => !ok);
  for (const { step, got } of differing) faults.push(`${moveText(step.move)} → ${got}, wanted ${step.state}`);
  if (error) faults.push(`${moveText(path.steps[steps.length]?.move ?? { do: 'start' })}: ${error}`);
  if (passed && !short)
    await player.afterwards().catch((reason: unknown) => {
      faults.push(`afterwards: ${reason instanceof Error ? reason.message : String(reason)}`);
    });
  const stuck = faults.length > 0;
  faults.push(...company.takeFaults());
  if (stuck) await company.startOver();
  return { faults, ms: Date.now() - begun };
}
