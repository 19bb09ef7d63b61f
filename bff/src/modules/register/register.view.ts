import {
  caseStates,
  coOwnerships,
  formatShare,
  identityNumber,
  limitKinds,
  personName,
  type UnitDetail,
  unitUses,
  warningTexts,
} from '@zhucheng/shared';
import { conditions } from './register.conditions';
import type { PendingCase } from './register.service';
import {
  type Dated,
  type HistoryRecord,
  historyKinds,
  type LimitRecord,
  type MortgageRecord,
  type NoticeRecord,
  noticeKinds,
  type Ownership,
  type RegisterRecord,
  type RegisterSnapshot,
  type UnitRecord,
} from './register.types';
import { authorityOf } from './register.words';

/** A person's name is masked, an organisation's is public. */
const maskName = (name: string, idNumber: string): string =>
  identityNumber.isPerson(idNumber) ? personName.mask(name) : name;

const unitSummary = (unit: UnitRecord) => ({
  id: unit.id,
  unitNumber: unit.unitNumber,
  location: unit.location,
  use: unit.use,
  useName: unitUses[unit.use],
  areaHundredths: unit.areaHundredths,
});

/** One item of "my real estate", for the holder with this number. */
export function toOwnItem(snapshot: RegisterSnapshot, idNumber: string, now: number) {
  const ownership = snapshot.ownership!;
  const share = ownership.holders.find((holder) => identityNumber.same(holder.idNumber, idNumber))?.share;
  return {
    unit: unitSummary(snapshot.unit),
    coOwnership: coOwnerships[ownership.coOwnership],
    share: share ? formatShare(share) : null,
    conditions: conditions(snapshot, now).map((kind) => ({ kind, text: warningTexts[kind] })),
    certificates: ownership.certificates,
    since: ownership.validFrom,
  };
}

export function toListItem(snapshot: RegisterSnapshot, now: number): UnitDetail['unit'] {
  const { unit, ownership } = snapshot;
  return {
    ...unitSummary(unit),
    estate: unit.estate,
    building: unit.building,
    floor: unit.floor,
    room: unit.room,
    conditions: conditions(snapshot, now),
    owners: (ownership?.holders ?? []).map((holder) => maskName(holder.name, holder.idNumber)).join('、') || '未登记',
  };
}

const toRight = (right: Dated<Ownership>): UnitDetail['rights'][number] => ({
  id: right.rightId,
  coOwnership: right.coOwnership,
  holders: right.holders.map(({ name, idNumber, share }) => ({
    name: maskName(name, idNumber),
    idNumberMasked: identityNumber.mask(idNumber),
    share: share ? formatShare(share) : null,
  })),
  certificates: right.certificates.map(({ number }) => number),
  validFrom: right.validFrom,
  validTo: right.validTo,
  caseNumber: right.acceptanceNumber,
});

const toMortgage = (mortgage: Dated<MortgageRecord>): UnitDetail['mortgages'][number] => ({
  id: mortgage.id,
  rank: mortgage.rank,
  mortgagee: mortgage.mortgagee.name,
  securedFen: mortgage.securedFen,
  debtStart: mortgage.debtStart,
  debtEnd: mortgage.debtEnd,
  transferLimit: mortgage.transferLimit,
  rankFrom: mortgage.rankFrom,
  certificateNumber: mortgage.certificateNumber,
  validFrom: mortgage.validFrom,
  validTo: mortgage.validTo,
});

const toNotice = (notice: Dated<NoticeRecord>): UnitDetail['notices'][number] => ({
  id: notice.id,
  kind: noticeKinds[notice.kind],
  holders: notice.holders.map(({ name, idNumber }) => maskName(name, idNumber)),
  certificateNumber: notice.certificateNumber,
  effectiveUntil: notice.effectiveUntil,
  applied: notice.applied,
  validFrom: notice.validFrom,
  validTo: notice.validTo,
});

function toLimit(limit: Dated<LimitRecord>): UnitDetail['limits'][number] {
  const { id, kind, documentNumber, from, until, validFrom, validTo } = limit;
  return {
    id,
    kind,
    kindName: limitKinds[kind],
    authority: authorityOf(limit),
    documentNumber,
    from,
    until,
    validFrom,
    validTo,
  };
}

const toEntry = ({ seq, at, kind, summary, hash, prevHash }: HistoryRecord): UnitDetail['history'][number] => ({
  seq,
  at,
  kind,
  kindName: historyKinds[kind],
  summary,
  hash,
  prevHash,
});

export function toDetail(record: RegisterRecord, pending: PendingCase[], now: number): UnitDetail {
  const { unit, rights, mortgages, notices, limits, history, historyIntact } = record;
  const inForce = <T extends { validTo: number | null }>(rows: T[]) => rows.filter((row) => row.validTo === null);
  const snapshot: RegisterSnapshot = {
    unit,
    ownership: inForce(rights)[0] ?? null,
    mortgages: inForce(mortgages),
    notices: inForce(notices),
    limits: inForce(limits),
  };
  return {
    unit: toListItem(snapshot, now),
    rightNature: unit.rightNature,
    rightType: unit.rightType,
    term: unit.termStart ? `${unit.termStart} 起至 ${unit.termEnd ?? '长期'}` : '—',
    plan: unit.plan,
    rights: rights.map(toRight),
    mortgages: mortgages.map(toMortgage),
    notices: notices.map(toNotice),
    limits: limits.map(toLimit),
    history: history.map(toEntry),
    historyIntact,
    pendingCases: pending.map((item) => ({ ...item, stateName: caseStates[item.state].name })),
  };
}
