import {
  type BusinessInput,
  BusinessRegistry,
  businesses,
  checkOfStep,
  DeclarationError,
  defineBusiness,
  earlierBusinesses,
} from '../../src';
import { toyBusiness } from '../../src/testing';

const toy = (): BusinessInput => structuredClone(toyBusiness) as unknown as BusinessInput;
const faultsOf = (change: (input: BusinessInput) => void): string[] => {
  const input = toy();
  change(input);
  try {
    defineBusiness(input);
  } catch (error) {
    if (error instanceof DeclarationError) return error.faults;
    throw error;
  }
  return [];
};

describe('defineBusiness', () => {
  it('accepts every declaration in force, and a declaration defined twice is equal', () => {
    for (const business of businesses)
      expect(defineBusiness(structuredClone(business) as unknown as BusinessInput)).toEqual(business);
  });

  it('freezes what it returns, so that no code can bend a running declaration', () => {
    expect(() => {
      (toyBusiness as { name: string }).name = 'other';
    }).toThrow(TypeError);
  });

  it.each<[string, (input: BusinessInput) => void, string]>([
    ['an unknown field', (input) => Object.assign(input, { colour: 'red' }), 'colour'],
    [
      'an example that does not fit its field',
      (input) => {
        const [field] = (input.steps[1] as { fields: Array<Record<string, unknown>> }).fields.slice(1);
        Object.assign(field!, { maxLength: 3, examples: ['四个字了'] });
      },
      'an example is longer than maxLength',
    ],
    [
      'supervised money without its terms, of a party that agrees to nothing, for nothing',
      (input) =>
        Object.assign(input, {
          escrow: { step: 'note', depositor: 'owner', receiver: 'nobody', price: 'note.words', paysOff: true },
        }),
      'no fen field "note.payOff"',
    ],
    [
      'supervised money of nobody',
      (input) =>
        Object.assign(input, { escrow: { step: 'note', depositor: 'owner', receiver: 'nobody', price: 'note.words' } }),
      'party "nobody" does not agree to it by face',
    ],
    [
      'supervised money for which nothing is transferred',
      (input) =>
        Object.assign(input, { escrow: { step: 'note', depositor: 'owner', receiver: 'owner', price: 'note.words' } }),
      'nothing is transferred for the money',
    ],
    ['no verify step', (input) => void input.steps.shift(), 'first step must verify'],
    ['an unreachable step', (input) => void input.steps.push(input.steps.splice(1, 1)[0]!), 'unreachable'],
    [
      'a party that nobody authorises',
      (input) => Object.assign(input.parties.owner!, { authorise: 'none' }),
      'nobody authorises',
    ],
    ['a party that authorises without a step for it', (input) => void input.steps.splice(2, 1), 'no authorise step'],
    [
      'a party that does not say what it agrees to',
      (input) => Object.assign(input.parties.owner!, { agreesTo: [] }),
      'does not say what it agrees to',
    ],
    [
      'an institution that is to come in person',
      (input) =>
        Object.assign(input.parties, {
          bank: {
            name: '银行',
            are: 'mortgagees',
            authorise: 'institution',
            agreesTo: ['同意。'],
            byAgent: false,
          },
        }),
      'byAgent',
    ],
    ['a fee nobody pays', (input) => Object.assign(input, { fee: { matter: 'transfer' } }), 'a fee nobody pays'],
    ['a step used twice', (input) => void input.steps.splice(1, 0, structuredClone(input.steps[1]!)), 'used twice'],
    ['an applicant that does not exist', (input) => Object.assign(input, { applicant: 'nobody' }), 'does not exist'],
    ['no review', (input) => void input.steps.pop(), 'nothing reviews'],
    [
      'a field that depends on nothing',
      (input) =>
        Object.assign((input.steps[1] as { fields: object[] }).fields[1]!, { when: { field: 'absent', equals: 'x' } }),
      'depends on "absent"',
    ],
    [
      'an effect for parties that do not exist',
      (input) => Object.assign(input, { effects: [{ do: 'transfer-ownership', from: 'a', to: 'b' }] }),
      'party "a" does not exist',
    ],
    [
      'a commitment to what nobody is told of',
      (input) => Object.assign(input.unit, { commitments: [{ when: 'mortgage-free', text: '我知道。' }] }),
      'nobody is told of "mortgage-free"',
    ],
    [
      'a commitment of a party that nobody asks',
      (input) =>
        Object.assign(input.unit, {
          warnedBy: ['objection'],
          commitments: [{ when: 'objection', by: ['nobody'], text: '我知道。' }],
        }),
      'party "nobody" is asked by nobody',
    ],
    [
      'owners whose shares are enough without a word to the others',
      (input) => Object.assign(input.parties.owner!, { enough: 'two-thirds-of-shares' }),
      'add "owned-by-shares" to warnedBy',
    ],
    [
      'a reduced fee that nobody verifies',
      (input) => Object.assign(input, { fee: { matter: 'none', reducedFor: 'small-enterprise' } }),
      'belongs to the check "payer-size"',
    ],
    [
      'a fee counted once for a field that does not exist',
      (input) => Object.assign(input, { fee: { matter: 'none', onceFor: 'contract.number' } }),
      'fee.onceFor: there is no text field',
    ],
  ])('refuses %s', (_, change, fault) => {
    expect(faultsOf(change).join('\n')).toContain(fault);
  });

  it('keeps every earlier version, and asks for a commitment wherever an objection does not stop a registration', () => {
    const registry = new BusinessRegistry([...businesses, ...earlierBusinesses]);
    for (const { id, version } of businesses)
      for (let earlier = 1; earlier <= version; earlier++) expect(registry.at(id, earlier)?.version).toBe(earlier);
    for (const { unit, effects } of businesses)
      if (effects.length > 0 && unit.warnedBy.includes('objection'))
        expect(unit.commitments.map(({ when }) => when)).toContain('objection');
    for (const { unit, effects } of businesses)
      if (effects.some((effect) => effect.do === 'transfer-ownership') && unit.warnedBy.includes('mortgage-free'))
        if (!effects.some((effect) => effect.do === 'discharge-mortgage'))
          expect(unit.commitments.map(({ when }) => when)).toContain('mortgage-free');
  });

  it('has taxes assessed only by a choice, a filed contract, a price and roles that exist; earlier versions type the number', () => {
    const assessing = businesses.filter(({ steps }) => steps.some((step) => step.kind === 'ask' && step.assess));
    expect(assessing.map(({ id }) => id)).toEqual(['second-hand-transfer', 'transfer-with-mortgage']);
    for (const business of assessing) {
      const before = earlierBusinesses.find(
        ({ id, version }) => id === business.id && version === business.version - 1,
      )!;
      const [now, then] = [business, before].map(({ steps }) => steps.find(({ id }) => id === 'deed-tax')!);
      if (now?.kind !== 'ask' || then?.kind !== 'ask') throw new Error('no ask step');
      expect(then.assess).toBeUndefined();
      expect(then.fields.map(({ kind, when }) => [kind, when])).toEqual([['tax-certificate-number', undefined]]);
      expect(checkOfStep(now, { how: 'typed' })).toBe('tax-paid');
      expect(checkOfStep(now, { how: 'assess' })).toBe('tax-assessed');
      const input = structuredClone(business) as unknown as BusinessInput;
      const step = input.steps.find(({ id }) => id === 'deed-tax')!;
      if (step.kind !== 'ask') throw new Error('no ask step');
      Object.assign(step.assess!, {
        by: 'other',
        contract: 'deed-tax',
        price: 'transaction.payment',
        sellers: 'nobody',
      });
      const faults = (() => {
        try {
          defineBusiness(input);
        } catch (error) {
          return (error as DeclarationError).faults.filter((fault) => fault.includes('assess'));
        }
        return [];
      })();
      expect(faults).toHaveLength(4);
    }
  });

  it('names every fault, not only the first', () => {
    const faults = faultsOf((input) => {
      Object.assign(input, { applicant: 'nobody', fee: { matter: 'transfer' } });
    });
    expect(faults.length).toBeGreaterThanOrEqual(2);
  });
});
