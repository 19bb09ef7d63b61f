import { z } from 'zod';
import { mayCommit } from './commitments';
import {
  type AutomaticCheck,
  type Business,
  type BusinessInput,
  businessDeclaration,
  type FieldDeclaration,
  type StepDeclaration,
  type StepKind,
} from './declaration';

/** Thrown when a declaration cannot be used. `faults` names each one; the process must not start. */
export class DeclarationError extends Error {
  constructor(
    readonly businessId: string,
    readonly faults: string[],
  ) {
    super(`Business "${businessId}" is declared wrongly:\n- ${faults.join('\n- ')}`);
    this.name = 'DeclarationError';
  }
}

const order: StepKind[] = ['verify', 'form', 'ask', 'materials', 'authorise', 'review', 'pay', 'hand-over', 'book'];

/** Parses and cross-checks a declaration. Throws DeclarationError with every fault found. */
export function defineBusiness(input: BusinessInput): Business {
  const parsed = businessDeclaration.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue: z.core.$ZodIssue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new DeclarationError(String((input as { id?: unknown })?.id ?? '?'), faults);
  }
  const faults = crossCheck(parsed.data);
  if (faults.length > 0) throw new DeclarationError(parsed.data.id, faults);
  return deepFreeze(parsed.data);
}

function crossCheck(business: Business): string[] {
  return [
    ...stepFaults(business),
    ...partyFaults(business),
    ...commitmentFaults(business),
    ...fieldFaults(business),
    ...assessmentFaults(business),
    ...effectFaults(business),
    ...escrowFaults(business),
  ];
}

function commitmentFaults({ unit, parties }: Business): string[] {
  const faults: string[] = [];
  unit.commitments.forEach(({ when, by }, index) => {
    const at = `unit.commitments.${index}`;
    if (!unit.warnedBy.includes(when)) faults.push(`${at}: nobody is told of "${when}"; add it to warnedBy`);
    for (const role of by)
      if (!parties[role] || !mayCommit(parties[role])) faults.push(`${at}: party "${role}" is asked by nobody`);
    if (by.length === 0 && !Object.values(parties).some(mayCommit)) faults.push(`${at}: there is nobody to commit`);
  });
  return faults;
}

function stepFaults(business: Business): string[] {
  const faults: string[] = [];
  const { steps } = business;
  if (steps[0]?.kind !== 'verify') faults.push('steps: the first step must verify the unit');
  for (const kind of ['verify', 'materials', 'authorise', 'review', 'pay', 'hand-over', 'book'] as const) {
    if (steps.filter((step) => step.kind === kind).length > 1) faults.push(`steps: more than one "${kind}"`);
  }
  if (!steps.some((step) => step.kind === 'review')) faults.push('steps: nothing reviews the case');
  for (let i = 1; i < steps.length; i++) {
    if (
      order.indexOf(steps[i]!.kind) < order.indexOf(steps[i - 1]!.kind) &&
      !(isInput(steps[i]!) && isInput(steps[i - 1]!))
    )
      faults.push(`steps.${steps[i]!.id}: unreachable, "${steps[i]!.kind}" cannot follow "${steps[i - 1]!.kind}"`);
  }
  const ids = steps.map((step) => step.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`steps.${id}: used twice`);
  for (const step of steps) {
    if ((step.kind === 'pay' || step.kind === 'hand-over' || step.kind === 'book') && !business.parties[step.by])
      faults.push(`steps.${step.id}: party "${step.by}" does not exist`);
  }
  const pays = steps.some((step) => step.kind === 'pay');
  if (business.fee.matter !== 'none' && !pays) faults.push('fee: a fee nobody pays; declare a pay step');
  if (business.fee.matter === 'none' && pays) faults.push('steps: a pay step without a fee');
  const review = steps.find((step) => step.kind === 'review');
  const sized = review?.kind === 'review' && review.automatic.includes('payer-size');
  if (sized !== (business.fee.reducedFor !== undefined))
    faults.push('fee.reducedFor: belongs to the check "payer-size" of the review, each needs the other');
  const pay = steps.find((step) => step.kind === 'pay');
  const payer = pay?.kind === 'pay' ? business.parties[pay.by] : undefined;
  const institution = payer?.are === 'starter' ? !business.startedBy.includes('citizen') : payer?.are !== 'entered';
  if (sized && (!payer || !institution)) faults.push('fee.reducedFor: only an institution has a size');
  if (business.fee.because && business.fee.matter !== 'none') faults.push('fee.because: belongs to "none"');
  if (business.fee.onceFor && (!pays || !fieldAt(business, business.fee.onceFor, 'text')))
    faults.push(`fee.onceFor: there is no text field "${business.fee.onceFor}", or no fee`);
  for (const step of steps) {
    if (step.kind === 'ask' && review?.kind === 'review' && !review.automatic.includes(step.check))
      faults.push(`steps.${step.id}: its answer is never checked; add "${step.check}" to the review`);
    if (step.kind === 'materials' && review?.kind === 'review' && !review.automatic.includes('materials-clean'))
      faults.push(`steps.${step.id}: the files are never checked; add "materials-clean" to the review`);
  }
  return faults;
}

function assessmentFaults(business: Business): string[] {
  const faults: string[] = [];
  const assessing = business.steps.filter((step) => step.kind === 'ask' && step.assess);
  if (assessing.length > 1) faults.push('steps: more than one has its taxes assessed');
  for (const step of assessing) {
    if (step.kind !== 'ask' || !step.assess) continue;
    const at = `steps.${step.id}.assess`;
    const { by, value, contract, price, buyers, sellers } = step.assess;
    if (step.of !== 'tax' || step.check !== 'tax-paid')
      faults.push(`${at}: only the tax bureau assesses, for "tax-paid"`);
    const choice = step.fields.find(({ id }) => id === by);
    if (choice?.kind !== 'choice' || !choice.options.some((option) => option.value === value))
      faults.push(`${at}.by: there is no choice "${by}" with "${value}"`);
    const filed = business.steps.find(({ id }) => id === contract);
    if (filed?.kind !== 'ask' || !filed.fields.some(({ kind }) => kind === 'filing-number'))
      faults.push(`${at}.contract: no step "${contract}" asks for a filed contract`);
    if (!fieldAt(business, price, 'fen')) faults.push(`${at}.price: there is no amount "${price}"`);
    for (const role of [buyers, sellers])
      if (role && !business.parties[role]) faults.push(`${at}: party "${role}" does not exist`);
    if (!business.steps.some(({ kind }) => kind === 'pay')) faults.push(`${at}: taxes nobody pays; declare a pay step`);
  }
  return faults;
}

/** Citizens who start the case or authorise by face: where a family agent could stand in. */
function inPerson(business: Business, role: string): boolean {
  const starts = role === business.applicant && business.startedBy.includes('citizen');
  return starts || business.parties[role]!.authorise === 'face';
}

function partyFaults(business: Business): string[] {
  const faults: string[] = [];
  const { parties, steps } = business;
  if (!parties[business.applicant]) faults.push(`applicant: party "${business.applicant}" does not exist`);
  else if (!['owners-of-unit', 'starter'].includes(parties[business.applicant]!.are))
    faults.push('applicant: must be the owners of the unit or whoever starts the case');
  if (business.startedBy.includes('institution-clerk') && parties[business.applicant]?.are !== 'starter')
    faults.push('applicant: an institution is not an owner; declare it as "starter"');
  const authorises = steps.some((step) => step.kind === 'authorise');
  for (const [role, party] of Object.entries(parties)) {
    if (party.authorise === 'none' && party.are !== 'starter')
      faults.push(`parties.${role}: nobody authorises for this party`);
    if (party.authorise === 'face' && !authorises)
      faults.push(`parties.${role}: authorises, but there is no authorise step`);
    if ((party.authorise === 'face' || party.authorise === 'institution') && party.agreesTo.length === 0)
      faults.push(`parties.${role}: does not say what it agrees to`);
    const entered = steps.some((step) => step.kind === 'form' && step.parties.includes(role));
    const mayEnter = party.are === 'entered' || party.are === 'notice-holders-or-entered';
    if (mayEnter && !entered) faults.push(`parties.${role}: no form step enters it`);
    if (party.are === 'named-institution' && !fieldAt(business, party.named, 'institution'))
      faults.push(`parties.${role}: no institution field "${party.named}" names it`);
    if (!mayEnter && (entered || party.shares))
      faults.push(`parties.${role}: comes from the register, it can't be entered`);
    if (!party.byAgent && !inPerson(business, role))
      faults.push(`parties.${role}: "byAgent" is about people who start or authorise; an institution has its clerks`);
    if (party.min > party.max) faults.push(`parties.${role}: min is above max`);
    if (party.enough === 'two-thirds-of-shares') {
      if (party.are !== 'owners-of-unit' || party.authorise !== 'face')
        faults.push(`parties.${role}: only owners who authorise by face can be enough by their shares`);
      if (!business.unit.warnedBy.includes('owned-by-shares'))
        faults.push(`parties.${role}: nobody is told that some owners are enough; add "owned-by-shares" to warnedBy`);
    }
    if (party.authorise === 'institution') {
      const review = steps.find((step) => step.kind === 'review');
      if (party.before === 'review' && review?.kind === 'review' && !review.automatic.includes('mortgagee-consent'))
        faults.push(`parties.${role}: its consent is never checked; add "mortgagee-consent" to the review`);
    }
  }
  for (const step of steps)
    if (step.kind === 'form')
      for (const role of step.parties)
        if (!parties[role]) faults.push(`steps.${step.id}: party "${role}" does not exist`);
  for (const step of steps)
    if (step.kind === 'form')
      for (const role of step.contacts)
        if (!parties[role] || parties[role]!.are === 'entered')
          faults.push(`steps.${step.id}: contacts of "${role}" can't be asked for`);
  return faults;
}

function fieldFaults(business: Business): string[] {
  const faults: string[] = [];
  for (const step of business.steps) {
    const fields = fieldsOf(step);
    const ids = fields.map((field) => field.id);
    for (const field of fields) {
      const at = `steps.${step.id}.${field.id}`;
      if (ids.indexOf(field.id) !== ids.lastIndexOf(field.id)) faults.push(`${at}: used twice`);
      if (field.when && !ids.includes(field.when.field))
        faults.push(`${at}: depends on "${field.when.field}", which does not exist`);
      const other = field.kind === 'date' ? field.after : field.kind === 'invoice-code' ? field.of : undefined;
      if (other && !ids.includes(other)) faults.push(`${at}: refers to "${other}", which does not exist`);
      if (field.kind === 'text' && field.examples.some((example) => example.length > field.maxLength))
        faults.push(`${at}: an example is longer than maxLength`);
      if ((field.kind === 'count' || field.kind === 'fen') && field.min > field.max)
        faults.push(`${at}: min is above max`);
    }
    if (step.kind === 'verify') {
      for (const kind of verifyFields(business))
        if (fields.filter((field) => field.kind === kind).length !== 1)
          faults.push(`steps.${step.id}: needs exactly one ${kind}`);
    }
  }
  return faults;
}

/** Kinds of fields that find the unit, each exactly once in the first step. */
export function verifyFields(business: Pick<Business, 'unit'>): Array<FieldDeclaration['kind']> {
  const { by, building } = business.unit;
  if (by !== 'building') return ['certificate-number', 'holder-name'];
  return building === 'first-case' ? ['acceptance-number', 'credit-code'] : ['survey-number', 'credit-code'];
}

function fieldNamed(business: Business, path: string | undefined): FieldDeclaration | undefined {
  const [stepId, field] = (path ?? '').split('.');
  const step = business.steps.find((candidate) => candidate.id === stepId);
  return step && fieldsOf(step).find((candidate) => candidate.id === field);
}

const fieldAt = (business: Business, path: string | undefined, kind: FieldDeclaration['kind']): boolean =>
  fieldNamed(business, path)?.kind === kind;

const escrowFields = {
  escrow: 'choice',
  amount: 'fen',
  payeeName: 'person-name',
  payeeBank: 'text',
  payeeAccount: 'bank-account',
} as const;

function escrowFaults(business: Business): string[] {
  const { escrow, parties } = business;
  if (!escrow) return [];
  const faults: string[] = [];
  if (business.steps.find(({ id }) => id === escrow.step)?.kind !== 'form')
    faults.push(`escrow.step: there is no form step "${escrow.step}"`);
  for (const [field, kind] of Object.entries({ ...escrowFields, ...(escrow.paysOff && { payOff: 'fen' as const }) }))
    if (!fieldAt(business, `${escrow.step}.${field}`, kind))
      faults.push(`escrow.step: no ${kind} field "${escrow.step}.${field}"`);
  if (!fieldAt(business, escrow.price, 'fen')) faults.push(`escrow.price: no fen field "${escrow.price}"`);
  for (const role of [escrow.depositor, escrow.receiver])
    if (parties[role]?.authorise !== 'face') faults.push(`escrow: party "${role}" does not agree to it by face`);
  if (!business.effects.some((effect) => effect.do === 'transfer-ownership'))
    faults.push('escrow: nothing is transferred for the money');
  return faults;
}

const termFields = { collateral: 'fen', secured: 'fen', debtStart: 'date', debtEnd: 'date' } as const;

function effectFaults(business: Business): string[] {
  const faults: string[] = [];
  const { unit } = business;
  if ((unit.by === 'registration-certificate') !== (unit.holds !== undefined))
    faults.push('unit.holds: says what a registration certificate proves, and only that');
  if ((unit.by === 'building') !== (unit.building !== undefined))
    faults.push('unit.building: says how a building is found, and only that');
  for (const { holder } of unit.keeps)
    if (!business.parties[holder]) faults.push(`unit.keeps: party "${holder}" does not exist`);
  business.effects.forEach((effect, index) => {
    const at = `effects.${index}`;
    const roles = Object.entries(effect).filter(([key]) =>
      ['from', 'to', 'holder', 'obligor', 'mortgagee', 'mortgagor'].includes(key),
    );
    for (const [key, role] of roles)
      if (!business.parties[role as string]) faults.push(`${at}.${key}: party "${role}" does not exist`);
    if ('terms' in effect && effect.terms !== undefined)
      for (const [field, kind] of Object.entries(termFields))
        if (!fieldAt(business, `${effect.terms}.${field}`, kind))
          faults.push(`${at}.terms: no ${kind} field "${effect.terms}.${field}"`);
    const debtor = 'terms' in effect ? fieldNamed(business, `${effect.terms}.debtor`) : undefined;
    if (debtor && !('printed' in debtor && debtor.printed))
      faults.push(`${at}.terms: the certificate names the debtor; declare the field as "printed"`);
    switch (effect.do) {
      case 'transfer-ownership':
        if (business.parties[effect.to] && !business.parties[effect.to]!.shares)
          faults.push(`${at}.to: must hold shares`);
        if (effect.copies && !fieldAt(business, effect.copies, 'count'))
          faults.push(`${at}.copies: no count field "${effect.copies}"`);
        break;
      case 'register-notice':
        if (effect.notice === 'presale-mortgage' && !effect.terms) faults.push(`${at}: a mortgage needs its terms`);
        break;
      case 'convert-mortgage':
        if (unit.holds !== 'presale-mortgage') faults.push(`${at}: is not based on a presale mortgage notice`);
        break;
      case 'discharge-mortgage':
        if (!effect.mortgagee && unit.holds !== 'mortgage') faults.push(`${at}: is not based on a mortgage`);
        break;
      case 'register-mortgage':
        if (effect.transferLimit && !fieldAt(business, effect.transferLimit, 'choice'))
          faults.push(`${at}.transferLimit: no choice field "${effect.transferLimit}"`);
        break;
    }
  });
  return faults;
}

/** Steps the applicant fills in before sending the case off. */
export type InputStep = Extract<StepDeclaration, { kind: 'verify' | 'form' | 'ask' | 'materials' }>;
export const isInput = (step: StepDeclaration): step is InputStep =>
  step.kind === 'verify' || step.kind === 'form' || step.kind === 'ask' || step.kind === 'materials';
export const fieldsOf = (step: StepDeclaration) => (isInput(step) ? step.fields : []);

export function stepOf<K extends StepKind>(
  business: Business,
  kind: K,
): Extract<StepDeclaration, { kind: K }> | undefined {
  return business.steps.find((step): step is Extract<StepDeclaration, { kind: K }> => step.kind === kind);
}

export type AskStep = Extract<InputStep, { kind: 'ask' }>;

/** Whether the bureau is to assess, by what was chosen in this step. */
export const isAssessed = ({ assess }: AskStep, data: Record<string, unknown> | undefined): boolean =>
  assess !== undefined && data?.[assess.by] === assess.value;

/** The check that answers the step as it is filled in. */
export const checkOfStep = (step: AskStep, data: Record<string, unknown> | undefined): AutomaticCheck =>
  isAssessed(step, data) ? 'tax-assessed' : step.check;

/** The step in which taxes may be assessed. */
export const assessingStep = (business: Pick<Business, 'steps'>): AskStep | undefined =>
  business.steps.find((step): step is AskStep => step.kind === 'ask' && step.assess !== undefined);

function deepFreeze<T>(value: T): T {
  if (value && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
