import {
  type Business,
  BusinessRegistry,
  businesses,
  type CaseState,
  type CaseView,
  caseStates,
  type InputStep,
  inputSteps,
} from '@zhucheng/shared';

const registry = new BusinessRegistry(businesses);

export const currentBusiness = (id: string): Business | undefined => registry.current(id);

/** The declaration a case was started under; an app older than the server may not know it. */
export const businessOf = (view: Pick<CaseView, 'business'>): Business | undefined =>
  registry.at(view.business.id, view.business.version);

/** Steps as the applicant counts them: what is filled in, then the check of all answers. */
export const filledSteps = (business: Business): InputStep[] => inputSteps(business);
export const stepNames = (business: Business): string[] => [
  ...filledSteps(business).map((step) => step.name),
  '核对确认',
];

const TAG = {
  calm: 'plain',
  waiting: 'wait',
  action: 'wait',
  done: 'ok',
  ended: 'stop',
  stopped: 'stop',
} as const;
export const tagOf = (state: CaseState) => TAG[caseStates[state].tone];
