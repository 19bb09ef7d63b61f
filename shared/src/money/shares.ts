import { cleanText } from '../text/clean';

/** A fraction of a right: positive safe integers, `{ numerator: 1, denominator: 2 }` for a half. */
export interface Fraction {
  numerator: number;
  denominator: number;
}

// BigInt() rather than literals: old mini-program engines can't even parse a literal, but never come here.
function toBig(fraction: Fraction): { numerator: bigint; denominator: bigint } {
  const { numerator, denominator } = fraction;
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || numerator < 0 || denominator < 1) {
    throw new RangeError('a share needs a non-negative numerator and a positive denominator, both safe integers');
  }
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

function add(shares: readonly Fraction[]): { numerator: bigint; denominator: bigint } {
  return shares.map(toBig).reduce(
    (sum, share) => ({
      numerator: sum.numerator * share.denominator + share.numerator * sum.denominator,
      denominator: sum.denominator * share.denominator,
    }),
    { numerator: BigInt(0), denominator: BigInt(1) },
  );
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Whether the shares make up the whole, exactly. No shares don't. */
export function sumsToOne(shares: readonly Fraction[]): boolean {
  const sum = add(shares);
  return shares.length > 0 && sum.numerator === sum.denominator;
}

/** -1, 0 or 1, exactly. */
export function compareFraction(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const left = toBig(a);
  const right = toBig(b);
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  if (difference === BigInt(0)) return 0;
  return difference < BigInt(0) ? -1 : 1;
}

/** Whether the shares together reach the fraction: two thirds are asked of owners by quota (Civil Code 301). */
export function sharesReach(shares: readonly Fraction[], fraction: Fraction): boolean {
  const sum = add(shares);
  const wanted = toBig(fraction);
  return sum.numerator * wanted.denominator >= wanted.numerator * sum.denominator;
}

/** The same share in lowest terms. */
export function reduceFraction(fraction: Fraction): Fraction {
  toBig(fraction);
  const by = divisor(fraction.numerator, fraction.denominator);
  return { numerator: fraction.numerator / by, denominator: fraction.denominator / by };
}

/** `1/2`, in lowest terms. */
export function formatShare(fraction: Fraction): string {
  const { numerator, denominator } = reduceFraction(fraction);
  return `${numerator}/${denominator}`;
}

/** `1/2`, `60%`, `33.33%` → a fraction in lowest terms; null when it is none, or not above 0 and up to 1. */
export function parseShare(text: string): Fraction | null {
  const plain = cleanText(text).replace(/\s+/g, '').replace(/／/g, '/').replace(/％/g, '%');
  const ratio = /^(\d{1,9})\/(\d{1,9})$/.exec(plain);
  const percent = /^(\d{1,3})(?:\.(\d{1,6}))?%$/.exec(plain);
  let share: Fraction;
  if (ratio) share = { numerator: Number(ratio[1]), denominator: Number(ratio[2]) };
  else if (percent) {
    const decimals = percent[2] ?? '';
    share = { numerator: Number(`${percent[1]}${decimals}`), denominator: 100 * 10 ** decimals.length };
  } else return null;
  if (share.numerator < 1 || share.numerator > share.denominator) return null;
  return reduceFraction(share);
}

/** A Chinese sentence telling what is wrong with the shares of all co-owners, or null when they make up the whole. */
export function sharesProblem(shares: readonly Fraction[]): string | null {
  if (shares.length === 0) return '请填写每位共有人的份额。';
  const whole = ({ numerator, denominator }: Fraction): boolean =>
    Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator) && numerator >= 1 && denominator >= numerator;
  if (!shares.every(whole)) return '份额应大于0且不超过全部，请按几分之几填写，例如1/2。';
  return sumsToOne(shares) ? null : '各共有人份额相加应等于全部，请重新分配份额。';
}
