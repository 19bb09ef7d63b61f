import {
  type BusinessInput,
  businesses,
  DeclarationError,
  defineBusiness,
  inputStep,
  printedRoles,
  printedTexts,
} from '@zhucheng/shared';

const registering = (kind: string) => businesses.find(({ effects }) => effects.some((effect) => effect.do === kind))!;
const mortgage = businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === 'register-mortgage')!;
const contract = mortgage.steps.find((step) => step.kind === 'form')!;

test('of a sale the buyers are printed, of a mortgage both sides, of a discharge nobody', () => {
  expect([...printedRoles(registering('transfer-ownership'))]).toEqual(['buyer']);
  expect(printedRoles(mortgage).size).toBe(2);
  expect(printedRoles({ effects: [{ do: 'discharge-mortgage' }] }).size).toBe(0);
});

test('a name that is typed is found at its place', () => {
  const sale = registering('transfer-ownership');
  const step = sale.steps.find((one) => one.kind === 'form' && one.parties.includes('buyer'))!;
  const members = ['陈海波', '王𠮷'].map((name) => ({ name, idNumber: '', phone: '' }));
  const texts = printedTexts(sale, inputStep(sale, step.id)!, { parties: { buyer: { members } } });
  expect(texts.map(({ path, text }) => [path, text])).toEqual([
    ['parties.buyer.members.0.name', '陈海波'],
    ['parties.buyer.members.1.name', '王𠮷'],
  ]);
});

test('so is the debtor whom a mortgage contract names', () => {
  const texts = printedTexts(mortgage, inputStep(mortgage, contract.id)!, { debtor: '王𪸩' });
  expect(texts).toEqual([{ path: 'debtor', name: '债务人', text: '王𪸩' }]);
});

test('a declaration whose certificate prints a debtor without saying so does not load', () => {
  const silent = structuredClone(mortgage) as unknown as BusinessInput;
  for (const step of silent.steps)
    for (const field of 'fields' in step ? (step.fields ?? []) : []) if ('printed' in field) delete field.printed;
  expect(() => defineBusiness(silent)).toThrow(DeclarationError);
  expect(() => defineBusiness(silent)).toThrow('declare the field as "printed"');
});
