import { clockOf, shownAt } from '@zhucheng/shared';

/** 2026年3月5日, as the clocks in Beihai show it. */
export function day(at: number): string {
  const date = shownAt(at);
  return `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`;
}

/** 3月5日 14:08; with the year when it is not this one. */
export function moment(at: number, now = Date.now()): string {
  const date = shownAt(at);
  const year = date.getUTCFullYear() === shownAt(now).getUTCFullYear() ? '' : `${date.getUTCFullYear()}年`;
  return `${year}${date.getUTCMonth() + 1}月${date.getUTCDate()}日 ${clockOf(at)}`;
}

/** 2026年3月5日 14:08, for what is kept as a proof. */
export function fullMoment(at: number): string {
  return `${day(at)} ${clockOf(at)}`;
}

/** 14:08. */
export const clock = clockOf;

/** How long ago, in words. */
export function since(at: number, now = Date.now()): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return '刚刚';
  if (minutes < 60) return `${minutes} 分钟前`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} 小时前`;
  return `${Math.floor(minutes / 1440)} 天前`;
}

/** How long something has lasted. */
export const lasting = (at: number, now = Date.now()): string => {
  const words = since(at, now);
  return words === '刚刚' ? '不到 1 分钟' : words.replace('前', '');
};
