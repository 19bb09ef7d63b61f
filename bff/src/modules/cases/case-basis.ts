import { type CaseView, capitalAmount, dayText, formatFen } from '@zhucheng/shared';
import type { RegisterSnapshot } from '../register/register.types';
import type { BasisFacts } from './case.model';

/** What the register says of the mortgage, or the notice of one, with this id. */
export function basisOf({ mortgages, notices }: RegisterSnapshot, id: string): BasisFacts | undefined {
  const mortgage = mortgages.find((one) => one.id === id);
  const notice = notices.find((one) => one.id === id);
  const terms = mortgage ?? notice?.terms;
  const { certificateNumber, rank } = mortgage ?? notice ?? {};
  if (!terms || !certificateNumber) return undefined;
  const { securedFen, collateralFen, debtStart, debtEnd } = terms;
  return { certificateNumber, securedFen, collateralFen, debtStart, debtEnd, rank: rank ?? null };
}

const money = (fen: number): string => `¥${formatFen(fen)}（${capitalAmount(fen)}）`;

/** In the words of the certificate; empty for applications that are not based on a mortgage. */
export function basisRows(basis: BasisFacts | undefined): CaseView['basis'] {
  if (!basis) return [];
  return [
    { label: '登记证明号', value: basis.certificateNumber },
    { label: '被担保主债权数额', value: money(basis.securedFen) },
    { label: '抵押物价值', value: money(basis.collateralFen) },
    { label: '债务履行期限', value: `${dayText(basis.debtStart)}起，${dayText(basis.debtEnd)}止` },
    ...(basis.rank === null ? [] : [{ label: '顺位', value: `第 ${basis.rank} 顺位` }]),
  ];
}
