import type { Business } from '@zhucheng/shared';
import { type WalkPath, walkPaths } from '@zhucheng/shared/testing';

export interface Planned {
  business: Business;
  path: WalkPath;
}

const converts = ({ effects }: Business): boolean => effects.some((effect) => effect.do === 'convert-mortgage');

/**
 * Every path of the businesses, in an order in which all can be played on one platform. Those that move the clock come
 * last: the payment SDK signs with the machine's own time, so nothing can be paid afterwards. First among them are
 * conversions, because what a notice allows ends 90 days later.
 */
export function walkingOrder(businesses: readonly Business[]): { still: Planned[]; moving: Planned[] } {
  const plan = (list: readonly Business[], movesClock: boolean): Planned[] =>
    list.flatMap((business) =>
      walkPaths(business)
        .filter((path) => path.movesClock === movesClock)
        .map((path) => ({ business, path })),
    );
  const inTime = [...businesses].sort((a, b) => Number(converts(b)) - Number(converts(a)));
  return { still: plan(businesses, false), moving: plan(inTime, true) };
}
