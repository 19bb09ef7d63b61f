import type { CoOwnership, Fraction, LimitKind, UnitUse } from '@zhucheng/shared';

/** Floor plan of a unit (户型图), centimetres, origin at the top left. */
export interface UnitPlan {
  widthCm: number;
  depthCm: number;
  rooms: Array<{ name: string; x: number; y: number; w: number; d: number }>;
}

/** A unit of property (不动产单元). Times everywhere below: UTC ms; dates: `YYYY-MM-DD`; money: fen. */
export interface UnitRecord {
  id: string;
  unitNumber: string;
  estate: string;
  building: string;
  floor: number;
  room: string;
  location: string;
  use: UnitUse;
  /** Square metres × 100. */
  areaHundredths: number;
  rightNature: string;
  rightType: string;
  termStart: string | null;
  termEnd: string | null;
  plan: UnitPlan | null;
  /** Cadastral survey number (权籍调查编号) of its building; null for units taken over without one. */
  surveyNumber: string | null;
  /** Who built it. */
  developer: { name: string; creditCode: string } | null;
  /** Grows with every change of the register. */
  version: number;
}

/** A right-holder (权利人) in the clear; never sent out unmasked. */
export interface Holder {
  name: string;
  /** As the platform keeps it, the kind of document in it: see `identityNumberOf`. */
  idNumber: string;
  share: Fraction | null;
}

export interface HolderInput {
  name: string;
  idNumber: string;
  share?: Fraction | null;
}

export interface CertificateRef {
  id: string;
  number: string;
}

/** Ownership (所有权) as it stands now. */
export interface Ownership {
  rightId: string;
  coOwnership: CoOwnership;
  holders: Holder[];
  certificates: CertificateRef[];
  validFrom: number;
  /** Acceptance number of the case it came from; null if it was taken over. */
  acceptanceNumber: string | null;
}

export interface MortgageRecord {
  id: string;
  rank: number;
  mortgagee: { name: string; creditCode: string; institutionId: string | null };
  securedFen: number;
  collateralFen: number;
  debtStart: string;
  debtEnd: string;
  /** An agreement not to transfer without consent was registered (禁止或限制转让). */
  transferLimit: boolean;
  certificateNumber: string;
  /** Day (YYYY-MM-DD) its rank counts from: that of the notice it was made from; null where it is its own. */
  rankFrom: string | null;
  validFrom: number;
}

export const noticeKinds = {
  presale: '预购商品房预告登记',
  'presale-mortgage': '预购商品房抵押权预告登记',
  transfer: '房屋转移预告登记',
} as const;
export type NoticeKind = keyof typeof noticeKinds;

export interface NoticeParty {
  name: string;
  idNumber: string;
  share?: Fraction | null;
}

/** The application that an advance notice is kept for. */
export interface NoticeApplied {
  /** YYYY-MM-DD. */
  on: string;
  acceptanceNumber: string;
}

/** What a mortgage secures. */
export interface MortgageTerms {
  securedFen: number;
  collateralFen: number;
  debtStart: string;
  debtEnd: string;
}

export interface NoticeRecord {
  id: string;
  kind: NoticeKind;
  holders: NoticeParty[];
  /** Who owes what is noticed: the seller, or who will mortgage. Empty if it was taken over without. */
  obligors: NoticeParty[];
  coOwnership: CoOwnership | null;
  certificateNumber: string;
  /** Of a mortgage notice. */
  terms: MortgageTerms | null;
  rank: number | null;
  /** Last day on which it has effect; null while that is not known. */
  effectiveUntil: string | null;
  /** Its holder has applied in time: it has effect until that case has ended, whatever its last day is. */
  applied: NoticeApplied | null;
  validFrom: number;
}

export interface LimitRecord {
  id: string;
  kind: LimitKind;
  /** The court or office that asked for it, or the objector: may be a person's name. */
  authority: string;
  documentNumber: string;
  from: string;
  /** Last day; null without an end. */
  until: string | null;
  validFrom: number;
}

/** What is in force for one unit. */
export interface RegisterSnapshot {
  unit: UnitRecord;
  ownership: Ownership | null;
  mortgages: MortgageRecord[];
  notices: NoticeRecord[];
  limits: LimitRecord[];
}

/** With the end of its validity; null while it is in force. */
export type Dated<T> = T & { validTo: number | null };

export interface HistoryRecord {
  seq: number;
  at: number;
  kind: HistoryKind;
  summary: string;
  prevHash: string;
  hash: string;
  caseId: string | null;
}

/** Everything ever registered for one unit, newest first. */
export interface RegisterRecord {
  unit: UnitRecord;
  rights: Array<Dated<Ownership>>;
  mortgages: Array<Dated<MortgageRecord>>;
  notices: Array<Dated<NoticeRecord>>;
  limits: Array<Dated<LimitRecord>>;
  history: HistoryRecord[];
  historyIntact: boolean;
}

export const historyKinds = {
  'unit-created': '单元建立',
  ownership: '所有权登记',
  transfer: '转移登记',
  mortgage: '抵押权登记',
  discharge: '抵押权注销',
  first: '首次登记',
  notice: '预告登记',
  'notice-ended': '预告登记失效',
  'limit-added': '限制登记',
  'limit-lifted': '解除限制',
  certificate: '证书事项',
} as const;
export type HistoryKind = keyof typeof historyKinds;

/** One entry to be appended. `payload` holds no personal data in the clear: ids, numbers, dates, blind indexes. */
export interface HistoryDraft {
  kind: HistoryKind;
  summary: string;
  payload: Record<string, unknown>;
  caseId?: string | null;
}

export interface HistoryCheck {
  intact: boolean;
  entries: number;
  /** Sequence number of the first entry that doesn't fit; null if all do. */
  brokenAt: number | null;
}

export interface LimitChange {
  unitId: string;
  kind: LimitKind;
  change: 'added' | 'lifted';
}
