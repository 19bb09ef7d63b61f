import type { CertificateService } from '@zhucheng/bff/modules/certificates/certificate.service';
import { noticeKinds } from '@zhucheng/bff/modules/register/register.types';
import type {
  LimitImport,
  MortgageImport,
  NoticeImport,
  OwnershipImport,
  RegisterImportService,
  UnitImport,
} from '@zhucheng/bff/modules/register/register-import.service';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import { idAt, newId } from '@zhucheng/bff/platform/ids';
import { capitalAmount, coOwnerships, formatShare } from '@zhucheng/shared';
import type { Limit, Mortgage, Notice, Ownership, Unit } from '../city';
import { at, type Registry } from './registry';

interface Services {
  register: RegisterImportService;
  certificates: CertificateService;
}
type Certificate = Parameters<CertificateService['import']>[1];
type UnitRow = UnitImport & { id: string };

/** Writes a batch of units with everything registered for them; returns how many certificates that made. */
export async function registerUnits(
  tx: Transaction,
  registry: Registry,
  { register, certificates }: Services,
  units: readonly Unit[],
): Promise<number> {
  const printed: Certificate[] = [];
  const ownerships: OwnershipImport[] = [];
  const mortgages: MortgageImport[] = [];
  const early: NoticeImport[] = [];
  const late: NoticeImport[] = [];
  const limits: LimitImport[] = [];
  const rows: UnitRow[] = [];
  for (const unit of units) {
    const row = unitRow(registry, unit);
    rows.push(row);
    const ownership = registry.ownership(unit);
    if (ownership) {
      const right = ownershipRow(registry, row, ownership);
      ownerships.push(right.row);
      printed.push(...right.certificates);
    }
    for (const notice of registry.noticesOn(unit)) {
      const { row: noticed, certificate } = noticeRow(registry, row, notice);
      // What was noticed before the home was anybody's also stands before the ownership in its history.
      (ownership && notice.registeredOn >= ownership.registeredOn ? late : early).push(noticed);
      printed.push(certificate);
    }
    for (const mortgage of registry.mortgagesOn(unit)) {
      mortgages.push(mortgageRow(registry, row, mortgage));
      printed.push(mortgageCertificate(registry, row, mortgage, ownership));
    }
    limits.push(...registry.limitsOn(unit).map((limit) => limitRow(row, limit)));
  }
  await register.importUnits(tx, rows);
  await register.importNotice(tx, early);
  await register.importOwnership(tx, ownerships);
  await register.importMortgage(tx, mortgages);
  await register.importNotice(tx, late);
  await register.importLimit(tx, limits);
  for (const certificate of printed) await certificates.import(tx, certificate);
  return printed.length;
}

function unitRow(registry: Registry, unit: Unit): UnitRow {
  const building = registry.building(unit);
  return {
    id: newId(),
    unitNumber: unit.unitNumber,
    estate: registry.estateName(unit),
    building: building.name,
    floor: unit.floor,
    room: unit.room,
    location: unit.location,
    use: unit.use,
    areaHundredths: unit.areaHundredths,
    rightNature: unit.landNature,
    rightType: unit.rightType,
    termStart: unit.termStart,
    termEnd: unit.termEnd,
    plan: unit.plan,
    surveyNumber: building.surveyNumber,
    developer: registry.developerOf(unit),
    firstCase: building.firstRegistrationNumber,
    validFrom: at(building.firstRegisteredOn ?? unit.termStart),
  };
}

const certified = (row: UnitRow) => ({
  ...row,
  termStart: row.termStart ?? null,
  termEnd: row.termEnd ?? null,
  plan: row.plan ?? null,
});

function ownershipRow(registry: Registry, unit: UnitRow, ownership: Ownership) {
  const rightId = newId();
  const issuedAt = at(ownership.registeredOn);
  const certificates = ownership.certificateNumbers.map((number): Certificate & { id: string } => {
    const own = ownership.holders.filter((holder) => holder.certificateNumber === number);
    const others = ownership.holders.filter((holder) => !own.includes(holder));
    const othersText = others.map((other) => {
      return `${registry.named(other).name}${other.share ? `（${formatShare(other.share)}）` : ''}`;
    });
    return {
      id: idAt(issuedAt),
      kind: 'right-certificate',
      number,
      unit: certified(unit),
      rightId,
      holders: own.map((holder) => ({
        ...registry.named(holder),
        share: ownership.coOwnership === 'shares' ? holder.share : null,
      })),
      coOwnershipText: coOwnerships[ownership.coOwnership],
      otherState: others.length > 0 ? `其他共有人：${othersText.join('、')}` : '',
      note: '',
      issuedAt,
    };
  });
  const row: OwnershipImport = {
    unitId: unit.id,
    rightId,
    coOwnership: ownership.coOwnership,
    holders: ownership.holders.map((holder) => ({
      ...registry.named(holder),
      share: ownership.coOwnership === 'shares' ? holder.share : null,
    })),
    certificates: certificates.map(({ id, number }) => ({ id, number })),
    validFrom: issuedAt,
  };
  return { row, certificates };
}

function mortgageRow(registry: Registry, unit: UnitRow, mortgage: Mortgage): MortgageImport {
  const { name, creditCode } = registry.organisation(mortgage.mortgagee);
  return {
    unitId: unit.id,
    rank: mortgage.rank,
    mortgagee: { name, creditCode, institutionId: registry.institutions.get(mortgage.mortgagee) ?? null },
    securedFen: mortgage.securedFen,
    collateralFen: mortgage.collateralFen,
    debtStart: mortgage.debtStart,
    debtEnd: mortgage.debtEnd,
    transferLimit: mortgage.transferLimit,
    certificateNumber: mortgage.certificateNumber,
    validFrom: at(mortgage.registeredOn),
  };
}

function mortgageCertificate(
  registry: Registry,
  unit: UnitRow,
  mortgage: Mortgage,
  ownership: Ownership | undefined,
): Certificate {
  const amount = `被担保主债权数额 ${(mortgage.securedFen / 100).toFixed(2)} 元（${capitalAmount(mortgage.securedFen)}）`;
  return {
    kind: 'registration-certificate',
    number: mortgage.certificateNumber,
    unit: certified(unit),
    holders: [registry.named({ kind: 'organisation', key: mortgage.mortgagee })],
    coOwnershipText: coOwnerships.sole,
    certified: '抵押权',
    obligor: registry.names(ownership?.holders ?? [mortgage.debtor]),
    otherState: `${amount}；债务履行期限 ${mortgage.debtStart} 至 ${mortgage.debtEnd}`,
    note: mortgage.transferLimit ? '抵押期间禁止或限制转让抵押不动产。' : '',
    issuedAt: at(mortgage.registeredOn),
  };
}

function noticeRow(registry: Registry, unit: UnitRow, notice: Notice): { row: NoticeImport; certificate: Certificate } {
  const holders = notice.holders.map((holder) => registry.named(holder));
  const validFrom = at(notice.registeredOn);
  const { kind, certificateNumber, effectiveUntil, securedFen } = notice;
  const certificate: Certificate = {
    kind: 'registration-certificate',
    number: certificateNumber,
    unit: certified(unit),
    holders,
    coOwnershipText: holders.length > 1 ? coOwnerships.joint : coOwnerships.sole,
    certified: noticeKinds[kind],
    obligor: registry.names(notice.obligors),
    otherState: securedFen === undefined ? '' : `被担保主债权数额 ${(securedFen / 100).toFixed(2)} 元`,
    note: '',
    issuedAt: validFrom,
  };
  const { collateralFen, debtStart, debtEnd } = notice;
  const row: NoticeImport = {
    unitId: unit.id,
    kind,
    holders,
    obligors: notice.obligors.map((obligor) => registry.named(obligor)),
    coOwnership: kind === 'presale-mortgage' ? null : holders.length > 1 ? 'joint' : 'sole',
    terms:
      securedFen === undefined
        ? null
        : { securedFen, collateralFen: collateralFen ?? securedFen, debtStart: debtStart!, debtEnd: debtEnd! },
    rank: kind === 'presale-mortgage' ? 1 : null,
    certificateNumber,
    effectiveUntil,
    validFrom,
  };
  return { row, certificate };
}

function limitRow(unit: UnitRow, limit: Limit): LimitImport {
  const { kind, authority, documentNumber, from, until } = limit;
  return { unitId: unit.id, kind, authority, documentNumber, from, until, validFrom: at(from) };
}
