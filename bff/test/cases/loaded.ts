import type { CaseRecord, LoadedCase, PartyRecord } from '@zhucheng/bff/modules/cases/core/case.model';
import type { RegisterSnapshot } from '@zhucheng/bff/modules/register/register.types';
import type { Business } from '@zhucheng/shared';
import { secondHandTransfer } from '../../../shared/src/business/second-hand-transfer';
import { idNumberOf, phoneOf } from '../identity/people';

/** 20 November 2026, 10:30 in Beihai. */
export const someTime = Date.UTC(2026, 10, 20, 2, 30);

/** A person in a case; the blind index is the ID number itself. */
export function partyOf(role: string, name: string, serial: number, more: Partial<PartyRecord> = {}): PartyRecord {
  const idNumber = more.identity?.idNumber ?? idNumberOf(serial);
  return {
    id: `P-${role}-${serial}`,
    caseId: 'CASE',
    role,
    position: 0,
    idBlind: idNumber,
    identity: { name, idNumber, phone: phoneOf(serial) },
    institutionId: null,
    share: null,
    visible: true,
    applicant: false,
    authState: 'passed',
    authHow: 'face',
    authAt: someTime,
    authReason: null,
    agreedHash: 'now',
    askedAt: someTime,
    agent: null,
    ...more,
  };
}

export const chen = (more: Partial<PartyRecord> = {}) =>
  partyOf('seller', '陈海波', 1, { applicant: true, identity: chenRegistered, ...more });
const chenRegistered = { name: '陈海波', idNumber: idNumberOf(1), phone: phoneOf(1), registered: true };
export const huang = (more: Partial<PartyRecord> = {}) => partyOf('buyer', '黄志强', 2, more);

export const recordOf = (more: Partial<CaseRecord> = {}): CaseRecord => ({
  id: 'CASE',
  acceptanceNumber: '202611204829137',
  businessId: secondHandTransfer.id,
  businessVersion: secondHandTransfer.version,
  state: 'reviewing',
  version: 9,
  applicantId: 'ACCOUNT-1',
  unitId: 'UNIT',
  rightId: 'RIGHT',
  unit: {
    id: 'UNIT',
    unitNumber: '450502001001GB00001F00010001',
    location: '北海市银海区银滩大道88号银滩花园3幢1201',
    use: 'dwelling',
    useName: '住宅',
    areaHundredths: 9_850,
  },
  pendingKey: null,
  form: {
    verify: { data: { certificateNumber: '桂（2020）北海市不动产权第0000001号', rightHolder: '陈海波' } },
    transaction: {
      data: {
        price: 128_000_000,
        payment: 'loan',
        contractSignedOn: '2026-11-18',
        certificateCopies: 2,
        parties: {
          buyer: {
            coOwnership: 'sole',
            members: [{ name: '黄志强', idNumber: idNumberOf(2), phone: phoneOf(2) }],
          },
        },
      },
    },
    funds: { data: { escrow: 'no' } },
    'contract-filing': { data: { filingNumber: '450500202611180001' } },
    'deed-tax': { data: { how: 'typed', taxCertificateNumber: '345025201100000001' } },
  } as CaseRecord['form'],
  contentHash: 'now',
  warnings: [],
  everSubmitted: true,
  correctionUsed: false,
  correction: null,
  endReason: null,
  feeFen: null,
  feeShare: null,
  feeFollows: null,
  feeReason: null,
  orderId: null,
  orderNumber: null,
  claimedBy: null,
  claimedName: null,
  claimedAt: null,
  institutionId: null,
  branchId: null,
  clerkId: null,
  clerkName: null,
  readiness: null,
  stateSince: someTime,
  deadlineAt: null,
  submittedAt: someTime,
  appliedAt: someTime,
  createdAt: someTime,
  updatedAt: someTime,
  ...more,
});

/** The sale of Chen Haibo's home to Huang Zhiqiang, under review unless told otherwise. */
export const saleOf = (
  record: Partial<CaseRecord> = {},
  parties: PartyRecord[] = [chen(), huang()],
  business: Business = secondHandTransfer,
): LoadedCase => ({ record: recordOf(record), business, parties, checks: [] });

/** What the register says of the home. */
export const registerOf = (more: Partial<RegisterSnapshot> = {}): RegisterSnapshot => ({
  unit: { id: 'UNIT', use: 'dwelling' } as RegisterSnapshot['unit'],
  ownership: {
    rightId: 'RIGHT',
    coOwnership: 'sole',
    holders: [{ name: '陈海波', idNumber: idNumberOf(1), share: null }],
    certificates: [{ id: 'CERTIFICATE', number: '桂（2020）北海市不动产权第0000001号' }],
    validFrom: 0,
    acceptanceNumber: null,
  },
  mortgages: [],
  notices: [],
  limits: [],
  ...more,
});
