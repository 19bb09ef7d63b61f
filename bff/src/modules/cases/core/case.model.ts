import { createHash } from 'node:crypto';
import {
  type AgentOfParty,
  assessingStep,
  type Business,
  type CaseFacts,
  type CaseState,
  type CoOwnership,
  checkOfStep,
  commitmentsFor,
  inputSteps,
  isAssessed,
  type PartyDeclaration,
  type Readiness,
  readinessOf,
  type StepData,
  type StepView,
  sharesReach,
  type UnitCondition,
  type UnitUse,
  type UtilityAccount,
} from '@zhucheng/shared';
import { type Actor, coversUnit } from '../../../platform/http/actor';
import { noticeLives } from '../../register/register.conditions';
import type { RegisterSnapshot } from '../../register/register.types';

/** Columns of `registration_case`, parsed; times in ms UTC, money in fen. */
export interface CaseRecord {
  id: string;
  acceptanceNumber: string;
  businessId: string;
  businessVersion: number;
  state: CaseState;
  version: number;
  applicantId: string;
  unitId: string;
  rightId: string;
  unit: UnitFacts;
  pendingKey: string | null;
  form: CaseForm;
  contentHash: string;
  warnings: Array<{ kind: UnitCondition; text: string }>;
  everSubmitted: boolean;
  correctionUsed: boolean;
  correction: { at: number; by: string; faults: Array<{ step: string | null; text: string }> } | null;
  endReason: string | null;
  feeFen: number | null;
  /** Blind index of the fee that this case pays for others too, see `fee.onceFor` in shared; null unless that fee is due or paid. */
  feeShare: string | null;
  /** Acceptance number of the case with which its fee is charged, while it waits for that one. */
  feeFollows: string | null;
  /** Why nothing is due. */
  feeReason: string | null;
  orderId: string | null;
  orderNumber: string | null;
  claimedBy: string | null;
  claimedName: string | null;
  claimedAt: number | null;
  institutionId: string | null;
  branchId: string | null;
  clerkId: string | null;
  clerkName: string | null;
  /** What `readiness` said when the case was last written, for lists. */
  readiness: StoredReadiness | null;
  stateSince: number;
  deadlineAt: number | null;
  submittedAt: number | null;
  /** When it was received first: a correction does not unmake it. What the applicant has to do in time is judged by this. */
  appliedAt: number | null;
  createdAt: number;
  updatedAt: number;
}

/** `unsettled`: the case is older than this column; `ReadinessKeeper` fills it in. */
export type StoredReadiness = Readiness | 'unsettled';

export interface UnitFacts {
  id: string;
  unitNumber: string;
  location: string;
  use: UnitUse;
  useName: string;
  areaHundredths: number;
  /** The mortgage, or the notice of one, that the application is based on, as it was at the start. */
  basis?: BasisFacts;
  /** The notice that this application keeps if it is made in time, as it was at the start. */
  kept?: KeptFacts;
}

export interface KeptFacts {
  certificateNumber: string;
  /** Last day, YYYY-MM-DD. */
  until: string;
}

/** Money in fen, days YYYY-MM-DD. */
export interface BasisFacts {
  certificateNumber: string;
  securedFen: number;
  collateralFen: number;
  debtStart: string;
  debtEnd: string;
  rank: number | null;
  /** Day the rank counts from; missing in cases of earlier versions. */
  rankFrom?: string | null;
}

export interface StoredStep {
  /** Complete and checked; absent until the step was submitted. */
  data?: StepData;
  /** What was typed last, unchecked. */
  draft?: Record<string, unknown>;
  /** Grows with each saving, of drafts too; absent in what earlier versions saved. */
  version?: number;
  saved?: Saving;
}
/** Who saved, and when. */
export interface Saving {
  /** Account of the person: the family agent's, where one acts. */
  id: string;
  /** As colleagues read it: a clerk's name, a citizen's masked one. */
  by: string;
  at: number;
}
export type CaseForm = Record<string, StoredStep>;

export interface PartyIdentity {
  name: string;
  idNumber: string;
  phone: string | null;
  /** Taken from the register, so it can't be entered otherwise. */
  registered?: boolean;
}

export interface PartyRecord {
  id: string;
  caseId: string;
  role: string;
  position: number;
  idBlind: string;
  identity: PartyIdentity;
  institutionId: string | null;
  share: { numerator: number; denominator: number } | null;
  visible: boolean;
  applicant: boolean;
  authState: 'none' | 'waiting' | 'window' | 'passed' | 'refused' | 'told';
  authHow: string | null;
  authAt: number | null;
  authReason: string | null;
  agreedHash: string | null;
  askedAt: number | null;
  /** The family agent who authorised in this party's name, with the grant as it was then. */
  agent: (AgentOfParty & { citizenId: string; grantId: string }) | null;
}

export interface CheckRecord {
  checkId: string;
  result: 'passed' | 'waiting' | 'failed';
  message: string;
  inputHash: string;
  ticket: string | null;
  answer: Record<string, unknown> | null;
  at: number;
}

export interface EventRecord {
  seq: number;
  at: number;
  action: string;
  toState: CaseState;
  by: string;
  note: string | null;
}

export interface HandOverRecord {
  account: UtilityAccount;
  provider: string;
  number: string;
  state: 'todo' | 'running' | 'done' | 'skipped' | 'failed';
  message: string | null;
}

/** A case with everything that decides about it. */
export interface LoadedCase {
  record: CaseRecord;
  business: Business;
  parties: PartyRecord[];
  checks: CheckRecord[];
}

/** JSON with sorted keys: equal for equal content. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * What every party agrees to: unit, basis in the register, the forms, and the commitments that what is registered asks for.
 * Answers of departments are not part of it: a corrected tax number does not ask everybody for a new authorisation.
 */
export function contentHashOf(
  business: Business,
  {
    unit,
    rightId,
    form,
    warnings,
  }: Pick<CaseRecord, 'rightId' | 'form' | 'warnings'> & { unit: { unitNumber: string } },
): string {
  const forms = Object.fromEntries(
    business.steps.filter((step) => step.kind === 'form').map((step) => [step.id, form[step.id]?.data ?? null]),
  );
  const committedTo = commitmentsFor(
    business,
    warnings.map(({ kind }) => kind),
  ).map(({ when }) => when);
  return sha256(
    canonical({
      business: business.id,
      version: business.version,
      unitNumber: unit.unitNumber,
      rightId,
      forms,
      ...(committedTo.length > 0 && { committedTo }),
    }),
  );
}

export function stepStatus(
  loaded: Pick<LoadedCase, 'record' | 'business' | 'checks'>,
  stepId: string,
): StepView['status'] {
  const step = inputSteps(loaded.business).find((candidate) => candidate.id === stepId);
  if (!step || !loaded.record.form[stepId]?.data) return 'todo';
  if (step.kind !== 'ask') return 'done';
  const asked = checkOfStep(step, loaded.record.form[stepId]?.data);
  const check = loaded.checks.find((candidate) => candidate.checkId === asked);
  if (!check || check.result === 'waiting') return 'waiting';
  return check.result === 'failed' ? 'refused' : 'done';
}

const agreed = (party: PartyRecord, hash: string): boolean => party.authState === 'passed' && party.agreedHash === hash;

/** Whether a party of this kind is asked to agree. */
export const asks = (declared: PartyDeclaration): boolean =>
  declared.authorise === 'face' || declared.authorise === 'institution';

/** Parties whose authorisation is still missing before the given moment. */
export function missingAuthorisations(
  loaded: Pick<LoadedCase, 'record' | 'business' | 'parties'>,
  before: 'submission' | 'review',
): PartyRecord[] {
  return loaded.parties.filter((party) => {
    const declared = loaded.business.parties[party.role]!;
    const open = asks(declared) && declared.before === before && !agreed(party, loaded.record.contentHash);
    return open && !enoughWithout(loaded, party);
  });
}

const twoThirds = { numerator: 2, denominator: 3 };

/** Whether the others' shares are enough, so that this owner is told instead (Civil Code 301). Exact fractions. */
export function enoughWithout(
  loaded: Pick<LoadedCase, 'record' | 'business' | 'parties'>,
  { role }: Pick<PartyRecord, 'role'>,
): boolean {
  if (loaded.business.parties[role]!.enough !== 'two-thirds-of-shares') return false;
  const owners = loaded.parties.filter((party) => party.role === role);
  if (owners.length < 2 || owners.some(({ share }) => share === null)) return false;
  const agreeing = owners.filter((party) => agreed(party, loaded.record.contentHash));
  return sharesReach(
    agreeing.map(({ share }) => share!),
    twoThirds,
  );
}

/** Whether the bureau has assessed taxes that have to be paid here. */
function owesTaxes({ business, record, checks }: Pick<LoadedCase, 'record' | 'business' | 'checks'>): boolean {
  const step = assessingStep(business);
  if (!step || !isAssessed(step, record.form[step.id]?.data)) return false;
  const answer = checks.find(({ checkId }) => checkId === 'tax-assessed')?.answer as {
    items?: { amountFen: number }[];
  };
  return (answer?.items ?? []).some(({ amountFen }) => amountFen > 0);
}

/** Facts for the transition table. */
export function factsOf(loaded: Pick<LoadedCase, 'record' | 'business' | 'parties' | 'checks'>): CaseFacts {
  const { record, business } = loaded;
  return {
    state: record.state,
    everSubmitted: record.everSubmitted,
    correctionUsed: record.correctionUsed,
    feeFen: record.feeFen,
    feeFollows: record.feeFollows !== null,
    taxDue: owesTaxes(loaded),
    claimed: record.claimedBy !== null,
    stepsComplete: inputSteps(business).every((step) => ['done', 'waiting'].includes(stepStatus(loaded, step.id))),
    authorised: missingAuthorisations(loaded, 'submission').length === 0,
  };
}

/** What a case still needs before it can be submitted. */
export const readiness = (loaded: Pick<LoadedCase, 'record' | 'business' | 'parties' | 'checks'>): Readiness | null =>
  readinessOf(loaded.business, factsOf(loaded));

/** What a new case still needs: only its first step has been filled in. */
export const readinessAtStart = (business: Business): Readiness | null =>
  readinessOf(business, {
    state: 'verified',
    everSubmitted: false,
    correctionUsed: false,
    feeFen: null,
    feeFollows: false,
    claimed: false,
    stepsComplete: inputSteps(business).every((step) => step.kind === 'verify'),
    authorised: false,
  });

/** Entered parties' form of co-ownership, e.g. the buyers'. */
export function coOwnershipOf(form: CaseForm, role: string): CoOwnership | undefined {
  for (const step of Object.values(form)) {
    const entered = step.data?.parties?.[role];
    if (entered) return entered.coOwnership;
  }
  return undefined;
}

/** As entered; for parties taken from the register it follows from their shares. */
export function coOwnershipFor(loaded: Pick<LoadedCase, 'record' | 'parties'>, role: string): CoOwnership {
  const entered = coOwnershipOf(loaded.record.form, role);
  if (entered) return entered;
  const members = loaded.parties.filter((party) => party.role === role);
  if (members.length <= 1) return 'sole';
  return members.every((party) => party.share !== null) ? 'shares' : 'joint';
}

/** What the application is based on is still in the register. `now`: UTC ms. */
export function basisStands(loaded: Pick<LoadedCase, 'record' | 'business'>, snapshot: RegisterSnapshot, now: number) {
  const { unit } = loaded.business;
  const { rightId } = loaded.record;
  if (unit.by === 'registration-certificate') {
    if (unit.holds === 'mortgage') return snapshot.mortgages.some((mortgage) => mortgage.id === rightId);
    return snapshot.notices.some((notice) => notice.id === rightId && noticeLives(notice, now));
  }
  return (snapshot.ownership?.rightId ?? snapshot.unit.id) === rightId;
}

/** The one who started it: the institution whose case it is, or the citizen. */
export function isStarter(record: CaseRecord, actor: Pick<Actor, 'kind' | 'id' | 'institutionId' | 'agent'>): boolean {
  if (record.institutionId) return actor.kind === 'staff' && actor.institutionId === record.institutionId;
  return record.applicantId === actor.id && coversUnit(actor, record.unitId);
}

/** Value of `step.field`. */
export function formValue(form: CaseForm, path: string): unknown {
  const [step, field] = path.split('.') as [string, string];
  return form[step]?.data?.[field];
}
