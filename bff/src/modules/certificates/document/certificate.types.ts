/** What a printed certificate says. All texts are final (masked, formatted); nothing here is looked up again. */

/** 不动产权证书 proves a right; 不动产登记证明 proves a mortgage, an advance notice or another registered matter. */
export type CertificateKind = 'right-certificate' | 'registration-certificate';

export interface PrintedRightHolder {
  name: string;
  /** Identity number as it may be shown, e.g. `4505**********1234`. */
  idMasked: string;
  /** Share of a co-owner by quota 按份共有, e.g. `50%` or `1/2`. */
  share?: string;
}

export interface PlanRoom {
  name: string;
  /** Centimetres from the west wall of the unit. */
  x: number;
  /** Centimetres from the north wall of the unit. */
  y: number;
  /** Extent west to east, centimetres. */
  w: number;
  /** Extent north to south, centimetres. */
  d: number;
}

/** Floor plan of one unit, north up, in centimetres. */
export interface UnitPlan {
  widthCm: number;
  depthCm: number;
  rooms: PlanRoom[];
}

export interface CertificateContent {
  kind: CertificateKind;
  number: string;
  /** Opaque verification token, also part of `verifyUrl`; holds no personal data. */
  token: string;
  verifyUrl: string;
  /** Date of registration in Beihai, `YYYY-MM-DD`. */
  issuedOn: string;
  authority: string;
  rightHolders: PrintedRightHolder[];
  coOwnership: string;
  location: string;
  unitNumber: string;
  rightType: string;
  rightNature: string;
  use: string;
  /** Area with its unit, e.g. `建筑面积 118.36 ㎡`. */
  areaText: string;
  term: string;
  otherState: string;
  note: string;
  /** Registration certificate only: the right or matter certified 证明权利或事项. */
  certified?: string;
  /** Registration certificate only: the obligor 义务人. */
  obligor?: string;
  /** Which copy this is, e.g. `第1本/共2本`. */
  copyLabel?: string;
  plan: UnitPlan | null;
  /** True for demonstration data: every page then says 样例 SAMPLE on its face. */
  sample: boolean;
}
