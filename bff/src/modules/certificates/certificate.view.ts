import {
  type CertificateView,
  dayOf,
  dayText,
  formatShare,
  identityNumber,
  organisationName,
  personName,
  unitNumber,
  unitUses,
  type VerificationView,
} from '@zhucheng/shared';
import {
  type CertificateContent,
  type CertificateKind,
  type CertificateRow,
  type CertifiedHolder,
  type CertifiedUnit,
  kindNames,
  type VerifiedRow,
} from './certificate.types';

export const authority = '北海市自然资源局';

/** `YYYY-MM-DD` as certificates print it. */
const chineseDate = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
};

function termText({ termStart, termEnd }: CertifiedUnit): string {
  if (!termEnd) return '—';
  return termStart
    ? `国有建设用地使用权 ${chineseDate(termStart)}起 ${chineseDate(termEnd)}止`
    : `国有建设用地使用权至${chineseDate(termEnd)}止`;
}

const areaText = (hundredths: number): string => `房屋建筑面积 ${(hundredths / 100).toFixed(2)} ㎡`;

function printed(holder: CertifiedHolder) {
  const { name, idNumber, share } = holder;
  const idMasked = identityNumber.isPerson(idNumber)
    ? identityNumber.mask(idNumber)
    : identityNumber.normalise(idNumber);
  return { name, idMasked, ...(share && { share: typeof share === 'string' ? share : formatShare(share) }) };
}

export interface ContentParts {
  kind: CertificateKind;
  number: string;
  token: string;
  verifyUrl: string;
  issuedAt: number;
  unit: CertifiedUnit;
  holders: CertifiedHolder[];
  coOwnershipText: string;
  otherState: string;
  note: string;
  certified?: string;
  obligor?: string;
  copyLabel?: string;
  sample: boolean;
}

/** What the certificate says from now on, whatever becomes of the register. */
export function contentOf(parts: ContentParts): CertificateContent {
  const { unit } = parts;
  return {
    kind: parts.kind,
    number: parts.number,
    token: parts.token,
    verifyUrl: parts.verifyUrl,
    issuedOn: dayOf(parts.issuedAt),
    authority,
    rightHolders: parts.holders.map(printed),
    coOwnership: parts.coOwnershipText,
    location: unit.location,
    unitNumber: unit.unitNumber,
    rightType: unit.rightType,
    rightNature: unit.rightNature,
    use: unitUses[unit.use],
    areaText: areaText(unit.areaHundredths),
    term: termText(unit),
    otherState: parts.otherState,
    note: parts.note,
    ...(parts.certified !== undefined && { certified: parts.certified }),
    ...(parts.obligor !== undefined && { obligor: parts.obligor }),
    ...(parts.copyLabel !== undefined && { copyLabel: parts.copyLabel }),
    plan: unit.plan,
    sample: parts.sample,
  };
}

/** For its holder: names in full. */
export function certificateViewOf(row: CertificateRow, content: CertificateContent): CertificateView {
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    state: row.state,
    issuedAt: row.issuedAt,
    fileFault: row.fileFault,
    kindName: kindNames[row.kind],
    location: content.location,
    unitNumber: content.unitNumber,
    unitId: row.unitId,
    rightHolders: content.rightHolders.map(({ name }) => name).join('、'),
    ...(content.certified !== undefined && { certified: content.certified }),
    ...(content.obligor !== undefined && { obligor: content.obligor }),
    coOwnership: content.coOwnership,
    use: content.use,
    areaText: content.areaText,
    term: content.term,
    rightType: content.rightType,
    rightNature: content.rightNature,
    otherState: content.otherState,
    note: content.note,
    authority: content.authority,
    verifyUrl: content.verifyUrl,
    pdfReady: row.pdfKey !== null,
    cancelledAt: row.cancelledAt,
  };
}

export const unknownCertificate: VerificationView = {
  result: 'unknown',
  number: null,
  kindName: null,
  rightHolders: null,
  location: null,
  unitNumber: null,
  issuedAt: null,
  cancelledAt: null,
  authority: null,
  remark: null,
};

/** 陈海波 → 陈*波: whoever holds the paper recognises it, whoever does not learns no name. */
function maskName(name: string): string {
  const chars = [...name];
  if (personName.problem(name) !== null || chars.length > 6) return organisationName.mask(name);
  if (chars.length <= 2) return `${chars[0] ?? ''}*`;
  return `${chars[0]}${'*'.repeat(chars.length - 2)}${chars.at(-1)}`;
}

/** The place without building and room. */
function maskLocation(location: string): string {
  const chars = [...location];
  const kept = Math.min(10, Math.ceil(chars.length / 2));
  return `${chars.slice(0, kept).join('')}****`;
}

/** Of a notice whose holder has applied in time: it has effect while the application is open, also past its day (Civil Code 221). */
function keptText({ noticeUntil, noticeApplied }: VerifiedRow): string | null {
  if (noticeUntil === null || noticeApplied === null) return null;
  return (
    `本预告登记期限至${dayText(noticeUntil)}，权利人已于${dayText(noticeApplied)}在期限内申请登记，` +
    '该申请办结前，期限过后预告登记继续有效（民法典第二百二十一条）。'
  );
}

/** For anybody: masked. */
export function verificationViewOf(row: VerifiedRow, content: CertificateContent): VerificationView {
  return {
    result: row.state === 'valid' ? 'genuine' : 'cancelled',
    number: row.number,
    kindName: kindNames[row.kind],
    rightHolders: content.rightHolders.map(({ name }) => maskName(name)).join('、'),
    location: maskLocation(content.location),
    unitNumber: unitNumber.mask(content.unitNumber),
    issuedAt: row.issuedAt,
    cancelledAt: row.cancelledAt,
    authority: content.authority,
    remark: row.state === 'valid' ? keptText(row) : null,
  };
}
