import { addDays, dayOf, type GrantView, grantEndReasons } from '@zhucheng/shared';
import type { TagKind } from '@/ui/tag';

export const tags: Record<GrantView['state'], TagKind> = {
  'awaiting-face': 'wait',
  offered: 'wait',
  active: 'ok',
  ended: 'plain',
};

/** 2027年3月5日 */
export function dateText(endsOn: string): string {
  const [year, month, date] = endsOn.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

export const stateText = ({ state, stateName, endReason }: GrantView): string =>
  state === 'ended' && endReason ? grantEndReasons[endReason] : stateName;

export const unitsText = ({ units }: Pick<GrantView, 'units'>): string =>
  units ? units.map((unit) => unit.location).join('\n') : '全部不动产，包括以后取得的';

/** yyyy-mm-dd this many days from today in Beihai. */
export const dayAfter = (days: number): string => addDays(dayOf(Date.now()), days);
