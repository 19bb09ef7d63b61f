import type { Identifier } from './identifier';
import { halfWidth, maskMiddle, withoutSpaces } from './text';

/** `right`: right certificate (不动产权证书); `registration`: registration certificate (不动产登记证明). */
export type CertificateKind = 'right' | 'registration';

/** The place that issues: the city's or the county's registry. */
export type CertificatePlace = '北海市' | '合浦县';

export interface CertificateNumberParts {
  kind: CertificateKind;
  place: CertificatePlace;
  year: number;
  /** 1 to 9999999, counted by place, kind and year. */
  serial: number;
}

const WORDS: Record<CertificateKind, string> = { right: '不动产权', registration: '不动产证明' };
const NAMES: Record<CertificateKind, string> = { right: '不动产权证书号', registration: '不动产登记证明号' };
// The city switched to unified certificates in 2015; older ones carry other numbers.
const FIRST_YEAR = 2015;
const FULL = /^桂?\(?(\d{4})\)?(北海市|合浦县)(不动产权|不动产证明)第?(\d{1,7})号?$/;
const SHORT = /^桂?\(?(\d{4})\)?[-/第]?(\d{7})号?$/;
const SHORT_SPACED = /^桂?\(?(\d{4})(?:\)|[-/第])(\d{1,7})号?$/;

function simplify(raw: string): string {
  return withoutSpaces(halfWidth(raw))
    .replace(/^['’‘`]+/, '')
    .replace(/[〔〕【】[\]]/g, (char) => ('〔【['.includes(char) ? '(' : ')'));
}

/** Reads a number in any accepted spelling; the short form, year and serial only, needs to be told the kind. */
function parse(raw: string, kind?: CertificateKind): CertificateNumberParts | null {
  const text = simplify(raw);
  const full = FULL.exec(text);
  const short = full || kind === undefined ? null : (SHORT.exec(text) ?? SHORT_SPACED.exec(text));
  let parts: CertificateNumberParts;
  if (full) {
    const [, year, place, word, serial] = full;
    parts = {
      kind: word === WORDS.right ? 'right' : 'registration',
      place: place as CertificatePlace,
      year: Number(year),
      serial: Number(serial),
    };
  } else if (short && kind !== undefined) {
    parts = { kind, place: '北海市', year: Number(short[1]), serial: Number(short[2]) };
  } else {
    return null;
  }
  return parts.year >= FIRST_YEAR && parts.year <= 2099 && parts.serial >= 1 ? parts : null;
}

/** Writes the canonical form `桂（2016）北海市不动产权第1234567号`; throws RangeError outside the ranges. */
function format(kind: CertificateKind, year: number, serial: number, place: CertificatePlace = '北海市'): string {
  const valid = Number.isInteger(year) && year >= FIRST_YEAR && year <= 2099;
  if (!valid || !Number.isInteger(serial) || serial < 1 || serial > 9999999) {
    throw new RangeError(`no certificate number for year ${year} and serial ${serial}`);
  }
  return `桂（${year}）${place}${WORDS[kind]}第${String(serial).padStart(7, '0')}号`;
}

function mask(raw: string, kind?: CertificateKind): string {
  const parts = parse(raw, kind);
  if (parts === null) return maskMiddle(raw, 2, 0);
  const serial = maskMiddle(String(parts.serial).padStart(7, '0'), 2, 2);
  return `桂（${parts.year}）${parts.place}${WORDS[parts.kind]}第${serial}号`;
}

function identifierFor(kind: CertificateKind | undefined, name: string, example: string): Identifier {
  return {
    name,
    normalise(raw) {
      const parts = parse(raw, kind);
      return parts === null ? raw.trim() : format(parts.kind, parts.year, parts.serial, parts.place);
    },
    problem(raw) {
      if (withoutSpaces(raw) === '') return `请填写${name}。`;
      const parts = parse(raw, kind);
      if (parts === null) return `${name}格式不正确，请按证书上的写法填写，例如${example}。`;
      if (kind !== undefined && parts.kind !== kind) {
        return `这里需要${NAMES[kind]}，您填写的是${NAMES[parts.kind]}，请换成${WORDS[kind]}的编号。`;
      }
      return null;
    },
    mask: (value) => mask(value, kind),
    example,
  };
}

/** Number of a right certificate; also reads year and serial alone, `2016-1234567` or `桂（2016）1234567`. */
export const rightCertificateNumber: Identifier = identifierFor(
  'right',
  NAMES.right,
  '桂（2016）北海市不动产权第1234567号',
);

/** Number of a registration certificate (notices, mortgages); also accepts the short form of year and serial. */
export const registrationCertificateNumber: Identifier = identifierFor(
  'registration',
  NAMES.registration,
  '桂（2020）北海市不动产证明第1234567号',
);

/** Certificate number (不动产权证书号 or 不动产登记证明号) of either kind, written out in full. */
export const certificateNumber = {
  ...identifierFor(undefined, '证书编号', '桂（2016）北海市不动产权第1234567号'),
  parse,
  format,
} satisfies Identifier & Record<string, unknown>;
