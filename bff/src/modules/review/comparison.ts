import { coOwnerships, formatFen, identityNumber, type ReviewCase, unitUses } from '@zhucheng/shared';
import type { LoadedCase } from '../cases/core/case.model';
import { formValue } from '../cases/core/case.model';
import type { RegisterSnapshot } from '../register/register.types';

type Row = ReviewCase['comparison'][number];

const row = (label: string, application: string | null, register: string | null): Row => ({
  label,
  application,
  register,
  differs: application !== null && register !== null && application !== register,
});

const people = (list: Array<{ name: string; idNumber: string }>): string =>
  [...list]
    .map(
      (person) =>
        `${person.name}（${identityNumber.isPerson(person.idNumber) ? identityNumber.mask(person.idNumber) : person.idNumber}）`,
    )
    .sort()
    .join('、');

/** What was applied for beside what the register, or the department that holds the fact, says. */
export function compare(loaded: LoadedCase, snapshot: RegisterSnapshot): Row[] {
  const { record, business, parties, checks } = loaded;
  const { unit, ownership } = snapshot;
  const rows: Row[] = [
    row('不动产单元号', record.unit.unitNumber, unit.unitNumber),
    row('坐落', record.unit.location, unit.location),
    row('用途', record.unit.useName, unitUses[unit.use]),
    row(
      '建筑面积',
      `${(record.unit.areaHundredths / 100).toFixed(2)} ㎡`,
      `${(unit.areaHundredths / 100).toFixed(2)} ㎡`,
    ),
  ];
  const certificateField = business.steps.flatMap((step) =>
    step.kind === 'verify'
      ? step.fields.filter((field) => field.kind === 'certificate-number').map((field) => `${step.id}.${field.id}`)
      : [],
  )[0];
  if (certificateField) {
    const given = String(formValue(record.form, certificateField) ?? '');
    const numbers = (ownership?.certificates ?? []).map((certificate) => certificate.number);
    rows.push(row('不动产权证号', given, numbers.includes(given) ? given : numbers.join('、') || '无'));
  }
  for (const [role, party] of Object.entries(business.parties)) {
    if (party.are !== 'owners-of-unit') continue;
    const applied = parties.filter((candidate) => candidate.role === role).map((candidate) => candidate.identity);
    rows.push(row(`${party.name}（权利人）`, people(applied), people(ownership?.holders ?? [])));
    rows.push(row('共有方式', null, ownership ? coOwnerships[ownership.coOwnership] : '无'));
  }
  rows.push(...contractRows(loaded, checks));
  for (const mortgage of snapshot.mortgages)
    rows.push(
      row(
        `抵押权（第 ${mortgage.rank} 顺位）`,
        null,
        `${mortgage.mortgagee.name}，担保 ¥${formatFen(mortgage.securedFen)}${mortgage.transferLimit ? '，限制转让' : ''}`,
      ),
    );
  for (const limit of snapshot.limits) rows.push(row('限制', null, `${limit.kind}：${limit.documentNumber}`));
  return rows;
}

/** The filed contract stands in for the register where price and parties of a sale are compared with it. */
function contractRows({ business, record, parties }: LoadedCase, checks: LoadedCase['checks']): Row[] {
  const contract = checks.find((check) => check.checkId === 'contract-filed')?.answer as
    | { priceFen?: number; buyers?: string[]; sellers?: string[] }
    | null
    | undefined;
  const ask = business.steps.find((step) => step.kind === 'ask' && step.check === 'contract-filed');
  const compared = ask?.kind === 'ask' ? ask.compare : undefined;
  const filed = '（备案合同）';
  const rows: Row[] = [];
  for (const step of business.steps) {
    if (step.kind !== 'form') continue;
    for (const field of step.fields) {
      if (field.kind !== 'fen') continue;
      const path = `${step.id}.${field.id}`;
      const value = formValue(record.form, path);
      const isPrice = compared?.price === path;
      const price = isPrice && contract?.priceFen !== undefined ? `¥${formatFen(contract.priceFen)}` : null;
      const given = typeof value === 'number' ? `¥${formatFen(value)}` : '未填写';
      rows.push(row(`${field.name}${isPrice ? filed : ''}`, given, price));
    }
    for (const role of step.parties) {
      const names = parties
        .filter((party) => party.role === role)
        .map((party) => party.identity.name)
        .sort()
        .join('、');
      const isBuyer = compared?.buyers === role;
      const named = isBuyer && contract?.buyers ? [...contract.buyers].sort().join('、') : null;
      rows.push(row(`${business.parties[role]!.name}${isBuyer ? filed : ''}`, names, named));
    }
  }
  return rows;
}
