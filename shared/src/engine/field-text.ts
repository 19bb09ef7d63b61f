import type { CertificateKind, CertificatePlace } from '../identifiers';
import { type Fen, type Fraction, formatFen, formatShare, parseShare, parseYuan } from '../money';
import { cleanText } from '../text/clean';

/** Yuan as typed → fen; text that is no amount stays as typed, so that it is not lost and its fault is told. */
export function fenOfText(text: string): Fen | string | undefined {
  const typed = text.trim();
  return typed === '' ? undefined : (parseYuan(typed) ?? typed);
}

/** An amount as it stands in its box: `888000.5` is typed on a number pad, `888,000.50` is read. */
export function textOfFen(value: unknown, style: 'typed' | 'read'): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return '';
  const text = formatFen(value);
  return style === 'read' ? text : text.replace(/,|\.00$/g, '');
}

/** `1/2` or `50%` → a fraction; what cannot be read yet stays as typed. */
export function shareOfText(text: string): Fraction | string | undefined {
  const typed = text.trim();
  return typed === '' ? undefined : (parseShare(typed) ?? typed);
}

export function textOfShare(share: Fraction | string | undefined): string {
  if (share === undefined) return '';
  return typeof share === 'string' ? share : formatShare(share);
}

/** The parts of a certificate's number that are typed; each may be incomplete. */
export interface TypedCertificateNumber {
  year: string;
  place: CertificatePlace;
  serial: string;
}

const certificateWords: Record<CertificateKind, string> = { right: '不动产权', registration: '不动产证明' };
const yearPart = /[(（〔[](\d{0,4})[)）〕\]]/;
const serialPart = /(\d{0,7})号?$/;

/** The whole number as printed, or as much of it as was typed: a draft keeps half a number, too. */
export const certificateText = ({ year, place, serial }: TypedCertificateNumber, kind: CertificateKind): string =>
  year || serial ? `桂（${year}）${place}${certificateWords[kind]}第${serial}号` : '';

/** Which kind a pasted number says it is; null where it does not say. */
export const certificateKindOf = (text: string): CertificateKind | null =>
  (Object.keys(certificateWords) as CertificateKind[]).find((kind) =>
    cleanText(text).replace(/\s/g, '').includes(certificateWords[kind]),
  ) ?? null;

/** What of it is there already, also of a pasted number; the city's, unless the county is named. */
export function certificatePartsOf(text: unknown): TypedCertificateNumber {
  const spaceless = typeof text === 'string' ? cleanText(text.slice(0, 100)).replace(/\s/g, '') : '';
  const place: CertificatePlace = spaceless.includes('合浦县') ? '合浦县' : '北海市';
  const found = yearPart.exec(spaceless);
  if (!found) return { year: '', place, serial: '' };
  const rest = spaceless.slice(found.index + found[0].length);
  return { year: found[1]!, place, serial: serialPart.exec(rest)?.[1] ?? '' };
}
