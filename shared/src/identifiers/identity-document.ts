import { countries, countryCode, countryName } from './country';
import { creditCode } from './credit-code';
import type { Identifier } from './identifier';
import { organisationCode } from './organisation-code';
import {
  foreignResidentId,
  hkMacauPermit,
  officerCard,
  passportNumber,
  residencePermit,
  taiwanPermit,
} from './permit-number';
import { residentId } from './resident-id';
import { compactCode } from './text';

/** What a wallet can check with a face: always, never, or where its contract with the centre says so. */
type FaceCheck = 'yes' | 'no' | 'configured';

interface DocumentRule {
  /** As on the document; also the value of a spreadsheet's column. */
  name: string;
  /** What people write for it. */
  also: readonly string[];
  number: Identifier;
  /** Stands before the number where the number alone does not tell the kind. */
  mark: string | null;
  /** Whether the country that issued it is part of the identity. */
  country: boolean;
  of: 'person' | 'organisation';
  /** Whether the police or the immigration register tells if name and number belong together (姓名与证件核验). */
  register: boolean;
  face: { wechat: FaceCheck; alipay: FaceCheck };
}

const by = (wechat: FaceCheck, alipay: FaceCheck) => ({ wechat, alipay });
const person = { country: false, of: 'person', mark: null, register: true } as const;
const organisation = {
  country: false,
  of: 'organisation',
  mark: null,
  register: false,
  face: by('no', 'no'),
} as const;

/**
 * Identity documents (证件): one row a kind. Organisations show no face; their legal person confirms by the electronic
 * business licence (电子营业执照) through the institution's account, or at the window.
 */
export const identityDocuments = {
  resident: {
    ...person,
    name: '居民身份证',
    also: ['身份证', '二代身份证', '中华人民共和国居民身份证'],
    number: residentId,
    face: by('yes', 'yes'),
  },
  'hk-macau-permit': {
    ...person,
    name: '港澳居民来往内地通行证',
    also: ['港澳通行证', '回乡证', '港澳居民通行证', '港澳居民往来内地通行证'],
    number: hkMacauPermit,
    mark: 'HMP',
    face: by('no', 'configured'),
  },
  'taiwan-permit': {
    ...person,
    name: '台湾居民来往大陆通行证',
    also: ['台胞证', '台湾通行证', '台湾居民往来大陆通行证'],
    number: taiwanPermit,
    mark: 'TWP',
    face: by('no', 'configured'),
  },
  'residence-permit': {
    ...person,
    name: '港澳台居民居住证',
    also: ['居住证', '港澳居民居住证', '台湾居民居住证'],
    number: residencePermit,
    face: by('configured', 'configured'),
  },
  'foreign-resident': {
    ...person,
    name: '外国人永久居留身份证',
    also: ['永久居留身份证', '外国人永久居留证', '永居证'],
    number: foreignResidentId,
    // The older form only: 18 digits tell by themselves what they are.
    mark: 'FRP',
    face: by('configured', 'configured'),
  },
  passport: {
    ...person,
    name: '护照',
    also: ['普通护照', '外国护照'],
    number: passportNumber,
    mark: 'PASSPORT',
    country: true,
    register: false,
    face: by('no', 'no'),
  },
  officer: {
    ...person,
    name: '军官证',
    also: ['警官证', '士官证', '文职干部证'],
    number: officerCard,
    mark: 'OFFICER',
    register: false,
    face: by('no', 'no'),
  },
  organisation: {
    ...organisation,
    name: '统一社会信用代码',
    also: ['营业执照', '社会信用代码'],
    number: creditCode,
  },
  'old-organisation': {
    ...organisation,
    name: '组织机构代码',
    also: ['组织机构代码证', '机构代码'],
    number: organisationCode,
  },
} as const satisfies Record<string, DocumentRule>;

export type DocumentKind = keyof typeof identityDocuments;
export const documentKinds = Object.keys(identityDocuments) as DocumentKind[];
export const personalDocuments = documentKinds.filter((kind) => identityDocuments[kind].of === 'person');

export interface IdentityDocument {
  kind: DocumentKind;
  /** As printed on the document. */
  number: string;
  /** Who issued a passport, ISO 3166-1 alpha-3; null for every other kind. */
  country: string | null;
}

const rule = (kind: DocumentKind): DocumentRule => identityDocuments[kind];
const kindByMark = new Map(
  documentKinds.flatMap((kind) => (rule(kind).mark ? [[rule(kind).mark, kind] as const] : [])),
);

/** What the number alone says; null where it may be several. */
export function documentKindOf(number: string): DocumentKind | null {
  const value = residentId.normalise(number);
  if (residentId.problem(value) === null)
    return value.startsWith('8') ? 'residence-permit' : value.startsWith('9') ? 'foreign-resident' : 'resident';
  if (residentId.fromOld(value)) return 'resident';
  if (/^[A-Z]{3}\d{12}$/.test(value)) return 'foreign-resident';
  if (/^[HM]\d{10}$/.test(value)) return 'hk-macau-permit';
  if (value.length === 18 && creditCode.problem(value) === null) return 'organisation';
  return /^\p{Script=Han}+字第\d/u.test(value) ? 'officer' : null;
}

/**
 * The document of an identity number as the platform keeps it (`identityNumber`). What is neither marked nor a person's is an
 * organisation's, as it was before other documents were known.
 */
export function documentOf(kept: string): IdentityDocument {
  const value = residentId.normalise(kept);
  const [mark, ...rest] = value.split(':');
  const kind = rest.length > 0 ? kindByMark.get(mark!) : undefined;
  if (kind) {
    const country = rule(kind).country ? (rest.shift() ?? '') : null;
    return { kind, number: rest.join(':'), country };
  }
  const told = documentKindOf(value);
  if (told && rule(told).of === 'person') return { kind: told, number: value, country: null };
  const old = told === null && organisationCode.problem(value) === null;
  return { kind: old ? 'old-organisation' : 'organisation', number: value, country: null };
}

/**
 * One spelling for an identity: the number, with the kind before it (and the country of a passport) where the number does
 * not tell. Resident IDs and codes of organisations stay what they are, so equal texts are the same person everywhere: in
 * the register, in accounts, in blind indexes.
 */
export function identityNumberOf({ kind, number, country }: IdentityDocument): string {
  const { mark, number: identifier, country: issued } = rule(kind);
  const value = identifier.normalise(number);
  if (mark === null || (kind === 'foreign-resident' && value.length === 18)) return value;
  return [mark, ...(issued ? [countryCode(country ?? '') ?? ''] : []), value].join(':');
}

/** What is wrong with a document, and whether it is the number or the country; null if nothing. */
export function documentProblem(
  { kind, number, country }: IdentityDocument,
  today?: string,
): { at: 'number' | 'country'; problem: string } | null {
  const { number: identifier, country: issued } = rule(kind);
  if (issued && !((countryCode(country ?? '') ?? '') in countries))
    return { at: 'country', problem: '请选择护照的签发国家。' };
  const told = documentKindOf(number);
  if (kind === 'resident' && (told === 'residence-permit' || told === 'foreign-resident'))
    return { at: 'number', problem: `这是${rule(told).name}的号码，请把证件种类改为${rule(told).name}。` };
  const problem = kind === 'resident' ? residentId.problem(number, today) : identifier.problem(number);
  return problem === null ? null : { at: 'number', problem };
}

/** Kind by the name on the document or one that people use for it; null if it is none. */
export function documentKindNamed(raw: string): DocumentKind | null {
  const text = raw.replace(/[\s（）()]/g, '');
  return documentKinds.find((kind) => rule(kind).name === text || rule(kind).also.includes(text)) ?? null;
}

function show({ kind, number, country }: IdentityDocument, shown: string): string {
  if (kind === 'resident' || rule(kind).of === 'organisation') return shown;
  if (rule(kind).mark === null || number.length === 18) return shown;
  return `${rule(kind).name}${country ? `（${countryName(country)}）` : ''} ${shown}`;
}

/** Full years on `today` (`YYYY-MM-DD`) by the number; null where the document does not tell. */
export const ageOf = (idNumber: string, today: string): number | null =>
  residentId.ageOn(identityNumber.key(idNumber), today);

/** Identity number of a person or an organisation (证件号码) with its kind; see `identityNumberOf`. */
export const identityNumber: Identifier & {
  print(value: string): string;
  isPerson(value: string): boolean;
  lastFour(value: string): string;
  /** What decides whether two are the same person or organisation; see below. */
  key(value: string): string;
  /** Whether the number, as somebody types it from the document, is this one's. */
  tells(kept: string, typed: string): boolean;
  same(one: string, other: string): boolean;
} = {
  name: '证件号码',
  normalise: (raw: string): string => identityNumberOf(documentOf(raw)),
  problem(raw: string): string | null {
    if (compactCode(raw) === '') return '请填写证件号码。';
    return documentProblem(documentOf(raw))?.problem ?? null;
  },
  mask(value: string): string {
    const document = documentOf(value);
    return show(document, rule(document.kind).number.mask(document.number));
  },
  example: residentId.example,
  /** As a certificate or a page shows it: the number as printed, after the name of any document but the usual ones. */
  print(value: string): string {
    const document = documentOf(value);
    return show(document, document.number);
  },
  isPerson: (value: string): boolean => rule(documentOf(value).kind).of === 'person',
  /** The last four characters that somebody reads from the document. */
  lastFour: (value: string): string =>
    documentOf(value)
      .number.replace(/[^0-9A-Z]/g, '')
      .slice(-4),
  /**
   * What decides whether two are the same: the 15 digits of an old ID are the person of the 18. Only for comparing; what is
   * kept and shown stays as printed.
   */
  key(value: string): string {
    const normal = identityNumberOf(documentOf(value));
    return residentId.fromOld(normal) ?? normal;
  },
  tells(kept: string, typed: string): boolean {
    const document = documentOf(kept);
    return identityNumber.same(kept, identityNumberOf({ ...document, number: typed }));
  },
  same: (one: string, other: string): boolean => one === other || identityNumber.key(one) === identityNumber.key(other),
};

/** An identity number of a person; for accounts, buyers, agents. */
export const personalNumber: Identifier = {
  ...identityNumber,
  problem(raw) {
    const value = compactCode(raw);
    if (value === '') return '请填写证件号码。';
    const document = documentOf(value);
    // Without a mark, what is no code of an organisation was meant for a resident ID.
    if (rule(document.kind).of === 'organisation') return residentId.problem(value) ?? '请填写个人的证件号码。';
    // The kind told by the number is right by itself; 15 digits are an old card, which counts no more.
    return document.number.length === 15 && document.kind === 'resident'
      ? residentId.problem(value)
      : (documentProblem(document)?.problem ?? null);
  },
};
