import type { CaseActor } from '@zhucheng/shared';
import { type ActingAgent, coversUnit } from '../../../platform/http/actor';
import type { MayDo } from '../../institutions/permission.service';
import type { CaseRecord, LoadedCase } from '../core/case.model';

/** Who looks: decides roles, actions and `isMe`. */
export interface Viewer {
  citizenId?: string;
  idBlind?: string | null;
  institutionId?: string;
  /** Only of a clerk: which businesses and branches the institution's administrator has allowed. */
  may?: MayDo;
  staff?: boolean;
  /** Who acts in this citizen's name; limits what is seen and offered. */
  agent?: ActingAgent | undefined;
}

export function rolesOf(loaded: Pick<LoadedCase, 'record' | 'business' | 'parties'>, viewer: Viewer): CaseActor[] {
  const { record, business, parties } = loaded;
  const roles = new Set<CaseActor>();
  if (startedBy(record, viewer) && mayActFor(record, viewer)) roles.add('applicant');
  for (const party of parties) {
    const mine = viewer.idBlind ? party.idBlind === viewer.idBlind && !party.institutionId : false;
    if (mine) {
      if (business.parties[party.role]!.authorise === 'face') roles.add('party');
      if (business.steps.some((step) => (step.kind === 'pay' || step.kind === 'hand-over') && step.by === party.role))
        roles.add('payer');
    }
    if (viewer.institutionId && party.institutionId === viewer.institutionId) {
      if (business.parties[party.role]!.authorise === 'institution') roles.add('institution');
      if (business.steps.some((step) => step.kind === 'pay' && step.by === party.role)) roles.add('payer');
    }
  }
  if (viewer.staff) roles.add('officer');
  return [...roles];
}

/** False for a clerk without permission for this business or branch, who may look at the case but do nothing. */
export const mayActFor = (record: Pick<CaseRecord, 'businessId' | 'branchId'>, { may }: Viewer): boolean =>
  !may || may(record.businessId, record.branchId ?? '');

const startedBy = (record: CaseRecord, viewer: Viewer): boolean =>
  record.institutionId
    ? record.institutionId === viewer.institutionId
    : viewer.citizenId !== undefined && record.applicantId === viewer.citizenId;

/** Applicant and parties the case was sent to; nobody else learns that it exists. */
export function mayView(loaded: Pick<LoadedCase, 'record' | 'parties'>, viewer: Viewer): boolean {
  if (viewer.staff) return true;
  if (!coversUnit(viewer, loaded.record.unitId)) return false;
  if (startedBy(loaded.record, viewer)) return true;
  return loaded.parties.some(
    (party) =>
      party.visible &&
      ((viewer.idBlind && party.idBlind === viewer.idBlind && !party.institutionId) ||
        (viewer.institutionId && party.institutionId === viewer.institutionId)),
  );
}
