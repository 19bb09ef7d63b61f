import type { Business } from './declaration';
import { inputSteps } from './step-schema';

/** A step whose content fits into the cells of a spreadsheet. */
export type SheetStep = Extract<ReturnType<typeof inputSteps>[number], { kind: 'form' | 'ask' }>;

/** Steps that can be filled in from a spreadsheet: no documents, and not the one that finds the unit. */
export const sheetSteps = (business: Business): SheetStep[] =>
  inputSteps(business).filter(
    (step): step is SheetStep => step.kind === 'ask' || (step.kind === 'form' && hasContent(step)),
  );

const hasContent = (step: Extract<SheetStep, { kind: 'form' }>): boolean =>
  step.fields.length + step.parties.length + step.contacts.length > 0;
