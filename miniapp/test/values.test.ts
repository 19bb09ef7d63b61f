import { type Business, businesses, dataOf, type InputStep, inputSteps, stepSchema } from '@zhucheng/shared';
import { isSilent, partsOf } from '../src/renderer/values';

/** The first step of any business that fits, with its business. */
function find(fits: (step: InputStep, business: Business) => boolean): { business: Business; step: InputStep } {
  for (const business of businesses)
    for (const step of inputSteps(business)) if (fits(step, business)) return { business, step };
  throw new Error('no business has such a step');
}

describe('what a step asks for and sends', () => {
  it('asks for one material at a time and sends the ids of the files', () => {
    const { business, step } = find((one) => one.kind === 'materials');
    const items = step.kind === 'materials' ? step.items : [];
    expect(partsOf(step)).toHaveLength(items.length);
    const files = Object.fromEntries(
      items.filter((item) => item.required).map((item) => [item.id, ['01JD0000000000000000000000']]),
    );
    const data = dataOf(business, step, { files: { ...files, left: [] } });
    expect(data).toEqual({ files });
    expect(stepSchema(business, step).safeParse(data).success).toBe(true);
  });

  it('asks one question a page in large type, and passes over those that do not apply', () => {
    const { step } = find((one) => one.fields.some((field) => field.when));
    const parts = partsOf(step, true);
    expect(parts.every((part) => part.kind !== 'fields' || part.fields.length === 1)).toBe(true);
    const conditional = step.fields.find((field) => field.when)!;
    const part = parts.find((one) => one.kind === 'fields' && one.fields[0] === conditional)!;
    expect(isSilent(part, {})).toBe(true);
    expect(isSilent(part, { [conditional.when!.field]: conditional.when!.equals })).toBe(false);
  });
});
