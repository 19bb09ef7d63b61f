import {
  type Business,
  BusinessRegistry,
  businesses,
  type CaseView,
  caseActions,
  earlierBusinesses,
  refusalName,
  type StepDeclaration,
} from '@zhucheng/shared';

const registry = new BusinessRegistry([...businesses, ...earlierBusinesses]);

/** The declaration a case was started under, or the one in force. */
export const declarationOf = (id: string, version?: number): Business | undefined =>
  version === undefined ? registry.current(id) : registry.at(id, version);

/** What an officer's refusal is called: 不予登记, of a pre-review 不予受理. */
export function refusalOf({ business: { id, version } }: Pick<CaseView, 'business'>): string {
  const business = declarationOf(id, version);
  return business ? refusalName(business) : caseActions.reject;
}

/** The newest version of every business. */
export const allDeclarations = (): Business[] => registry.list();

export type AskStep = Extract<StepDeclaration, { kind: 'ask' }>;

/** Steps that another department answers. */
export const askSteps = (business: Business): AskStep[] =>
  business.steps.filter((step): step is AskStep => step.kind === 'ask');

/** Whether cases of this business start from a presale mortgage notice (抵押权预告登记). */
export const convertsNotices = (business: Business): boolean =>
  business.unit.by === 'registration-certificate' && business.unit.holds === 'presale-mortgage';

/** Declarations of a list of ids, those this version of the workspace knows. */
export const known = (items: ReadonlyArray<{ id: string }>): Business[] =>
  items.map(({ id }) => declarationOf(id)).filter((business) => business !== undefined);

/** Whoever starts it also pays for it. */
export const paysFees = ({ steps, applicant }: Business): boolean =>
  steps.some((step) => step.kind === 'pay' && step.by === applicant);
