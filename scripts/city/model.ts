import type { Fen, Fraction } from '@zhucheng/shared';

/** `YYYY-MM-DD`. */
export type Day = string;

export type UnitUse = 'dwelling' | 'shop' | 'office' | 'parking' | 'storage' | 'industrial';

/** Life of a building: under construction, surveyed and waiting for its first registration, or registered. */
export type BuildingStage = 'presale' | 'surveyed' | 'registered';

export interface Estate {
  key: string;
  name: string;
  districtCode: string;
  /** Road and house number, without city and district. */
  street: string;
  /** Organisation key. */
  developer: string;
  landGrantedOn: Day;
}

export interface Building {
  key: string;
  estate: string;
  /** Counts from 1 within the estate, as in the unit number. */
  number: number;
  /** `1幢`. */
  name: string;
  stage: BuildingStage;
  use: UnitUse;
  /** Parcel code (宗地代码): the first 19 characters of its unit numbers. */
  parcelCode: string;
  floors: number;
  /** Cadastral survey number; by the drawings while under construction. */
  surveyNumber: string;
  /** Acceptance number of the first registration; null before it. */
  firstRegistrationNumber: string | null;
  firstRegisteredOn: Day | null;
}

export interface PlanRoom {
  name: string;
  /** Left and top edge, and size, in cm. */
  x: number;
  y: number;
  w: number;
  d: number;
}

/** Unit plan (分户图): rooms that fill a rectangle without gap or overlap; y grows to the south. */
export interface UnitPlan {
  widthCm: number;
  depthCm: number;
  rooms: PlanRoom[];
}

export interface Unit {
  unitNumber: string;
  districtCode: string;
  estate: string;
  building: string;
  /** Below zero for basements; there is no floor 0. */
  floor: number;
  room: string;
  /** Full Chinese address (坐落). */
  location: string;
  use: UnitUse;
  /** `住宅`. */
  useName: string;
  /** `城镇住宅用地`; a certificate prints it before the use, with a slash. */
  landUseName: string;
  /** Building area (建筑面积), m² × 100. */
  areaHundredths: number;
  /** Area inside (套内建筑面积), m² × 100; that of the plan. */
  innerAreaHundredths: number;
  /** Right nature (权利性质). */
  landNature: string;
  /** Right type (权利类型). */
  rightType: string;
  termStart: Day;
  termEnd: Day;
  plan: UnitPlan;
}

export interface Person {
  key: string;
  name: string;
  idNumber: string;
  phone: string;
  sex: 'male' | 'female';
  /** A named person of the demonstration, with an account. */
  demo?: boolean;
  /** Person keys. */
  spouse?: string;
  guardians?: string[];
}

export interface Organisation {
  key: string;
  name: string;
  creditCode: string;
  kind: 'bank' | 'developer' | 'enterprise';
  phone: string;
}

/** A person or an organisation, by key. */
export interface PartyRef {
  kind: 'person' | 'organisation';
  key: string;
}

export interface Holder extends PartyRef {
  /** Null under joint ownership, which has no shares. */
  share: Fraction | null;
  certificateNumber: string;
}

export interface Ownership {
  unitNumber: string;
  coOwnership: 'sole' | 'joint' | 'shares';
  holders: Holder[];
  /** One for sole and joint owners, one for each owner by quota. */
  certificateNumbers: string[];
  registeredOn: Day;
}

export interface Mortgage {
  unitNumber: string;
  /** Organisation key. */
  mortgagee: string;
  debtor: PartyRef;
  securedFen: Fen;
  collateralFen: Fen;
  debtStart: Day;
  debtEnd: Day;
  /** Whether the register forbids a transfer without the mortgagee's consent. */
  transferLimit: boolean;
  rank: number;
  certificateNumber: string;
  registeredOn: Day;
}

export interface Limit {
  unitNumber: string;
  kind: 'seizure' | 'pre-seizure' | 'objection';
  /** The court; of an objection the registry. */
  authority: string;
  documentNumber: string;
  from: Day;
  /** Null when it lasts until it is lifted. */
  until: Day | null;
  /** Who objects; person key, objections only. */
  claimant?: string;
}

export interface Notice {
  unitNumber: string;
  kind: 'presale' | 'presale-mortgage' | 'transfer';
  holders: PartyRef[];
  obligors: PartyRef[];
  /** Presale mortgages only. */
  securedFen?: Fen;
  collateralFen?: Fen;
  debtStart?: Day;
  debtEnd?: Day;
  certificateNumber: string;
  registeredOn: Day;
  /** Null as long as its term does not run. */
  effectiveUntil: Day | null;
}

export interface UtilityAccount {
  unitNumber: string;
  kind: 'water' | 'electricity' | 'gas' | 'broadband' | 'cable';
  accountNumber: string;
  customer: PartyRef;
  arrearsFen: Fen;
}

export interface City {
  seed: number;
  /** The day the register is as of: nothing in it was registered later. */
  asOf: Day;
  estates: Estate[];
  buildings: Building[];
  units: Unit[];
  people: Person[];
  organisations: Organisation[];
  ownerships: Ownership[];
  mortgages: Mortgage[];
  limits: Limit[];
  notices: Notice[];
  utilities: UtilityAccount[];
}
