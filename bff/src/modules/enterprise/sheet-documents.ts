import { type DocumentKind, documentKindOf, documentProblem, identityNumberOf } from '@zhucheng/shared';

/** Numbers that are a permit's or a passport's, but no mistyped resident ID. */
const severalKinds = /^([A-Z]{1,2}\d{6,9}|\d{8})$/;

/** What the cells of one person say of her document. */
type Cells = { [key: string]: unknown; idNumber?: unknown; document?: unknown; country?: unknown };

function faultOf(number: string, kind: DocumentKind | undefined, country: string | null) {
  if (kind !== undefined) {
    const fault = documentProblem({ kind, number, country });
    return fault && { key: fault.at === 'country' ? 'country' : 'idNumber', message: fault.problem };
  }
  if (country !== null)
    return { key: 'document', message: '填了签发国家的，请把证件种类填为护照；居民身份证请留空签发国家。' };
  if (documentKindOf(number) === null && severalKinds.test(number))
    return { key: 'document', message: '从号码看不出是哪种证件，请填写证件种类。' };
  return null;
}

/** The number with its kind: the one named beside it, else the one that its form tells, else the resident ID. */
export function documentInRow(cells: Cells): {
  idNumber: string | undefined;
  /** `key` of the column where it is to be put right. */
  fault: { key: string; message: string } | null;
} {
  const number = cells.idNumber as string | undefined;
  if (number === undefined) return { idNumber: undefined, fault: null };
  const named = cells.document as DocumentKind | undefined;
  const country = (cells.country as string | undefined) ?? null;
  const kind = named ?? documentKindOf(number) ?? 'resident';
  return { idNumber: identityNumberOf({ kind, number, country }), fault: faultOf(number, named, country) };
}
