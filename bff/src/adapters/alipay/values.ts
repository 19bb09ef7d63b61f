import { atSecond, secondOf } from '@zhucheng/shared';
/** Fen → the decimal yuan text Alipay wants: 8000 → `80.00`. */
export function fenToYuan(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError('amount must be whole fen');
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}

/** Decimal yuan text → fen without floating point; `undefined` when it isn't an amount. */
export function yuanToFen(yuan: string | undefined): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan ?? '');
  if (!match) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** UTC ms → `yyyy-MM-dd HH:mm:ss` in Beijing time, whatever TZ the process has. */
export function beijingText(ms: number): string {
  return secondOf(ms);
}

/** Beijing `yyyy-MM-dd HH:mm:ss` → UTC ms; `undefined` when it isn't one. */
export function beijingMs(text: string | undefined): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(text ?? '');
  if (!match) return undefined;
  const ms = atSecond(`${match[1]} ${match[2]}`);
  return Number.isNaN(ms) ? undefined : ms;
}
