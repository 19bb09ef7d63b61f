import type { Fen } from './fen';

const yuan = 100;
const scales: Record<string, number> = {
  '': 1,
  十: 10,
  百: 100,
  千: 1e3,
  仟: 1e3,
  万: 1e4,
  萬: 1e4,
  十万: 1e5,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  億: 1e8,
};
const scaleSigns = '十百千仟万萬亿億拾佰';
const everyYuan = new RegExp(`([${scaleSigns}]{0,4})元`, 'g');
const foreignMoney = /[美港欧日澳韩]元|[美日]金|港币|英镑|卢布|usd|hkd|eur|jpy|gbp|aud|krw|dollar|[$€£]/;
const otherScale = new RegExp(`[${scaleSigns}]|million|thousand|^[kmw]$`);
/** Words that stand beside a unit and are none. */
const beside = /单位|人民币|货币|金额|计量|rmb|cny|[¥￥:：,，、.。;；/_\-—()（）[\]【】\s]/g;

/** `万元` → 1,000,000 fen; `元` → 100, `分` → 1. Null for what is no unit of renminbi. */
export function moneyUnit(word: string): Fen | null {
  if (word === '分') return 1;
  if (word === '角') return 10;
  const scale = scales[word.endsWith('元') ? word.slice(0, -1) : word];
  return word === '' || scale === undefined ? null : scale * yuan;
}

/**
 * The unit (金额单位) that a remark beside an amount's name gives, in fen: `万元`, `单位：人民币万元`. Null if it says
 * nothing of a unit; `unclear` if it says one that is not known, or several.
 */
export function unitSaid(remark: string): Fen | 'unclear' | null {
  const text = remark
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .toLowerCase();
  if (foreignMoney.test(text)) return 'unclear';
  const alone = moneyUnit(text.replace(beside, ''));
  if (alone !== null) return alone;
  const bare = text.replace(beside, ' ');
  const said = new Set([...bare.matchAll(everyYuan)].map(([, scale]) => scales[scale ?? '']));
  const rest = bare.replace(everyYuan, '').trim();
  if (said.size > 1 || otherScale.test(rest)) return 'unclear';
  const [scale] = said;
  if (said.size === 0) return null;
  return scale === undefined ? 'unclear' : scale * yuan;
}

/**
 * An amount as people write it, exactly: `128.5` in units of 10,000 yuan, `128.5万元` in any. `unit` in fen. Null for
 * no amount, for less than a fen, for one too large, and for a ¥ before a number of anything but yuan.
 */
export function parseAmount(text: string, unit: Fen = yuan): Fen | null {
  const plain = text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, '')
    .replace(/^'/, '');
  const match = /^(-?)([¥￥]?)(\d{1,20}|\d{1,3}(?:,\d{3}){1,6})(?:\.(\d{1,20}))?(\p{Script=Han}{0,4})$/u.exec(plain);
  if (!match) return null;
  const [, minus = '', sign = '', whole = '', part = '', word = ''] = match;
  const own = word === '' ? unit : moneyUnit(word);
  if (own === null || (sign !== '' && own !== yuan)) return null;
  const scaled = BigInt(whole.replaceAll(',', '') + part) * BigInt(own);
  const power = 10n ** BigInt(part.length);
  if (scaled % power !== 0n) return null;
  const fen = Number(scaled / power);
  if (!Number.isSafeInteger(fen)) return null;
  return minus !== '' && fen !== 0 ? -fen : fen;
}
