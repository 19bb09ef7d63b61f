import fc from 'fast-check';
import {
  allowedActions,
  type CaseActor,
  type CaseFacts,
  type CaseState,
  caseStateIds,
  decide,
  isOpen,
  transitions,
} from '../../src';
import { secondHandTransfer } from '../../src/business/second-hand-transfer';
import { toyBusiness, walkPaths } from '../../src/testing';

const actors: CaseActor[] = ['applicant', 'party', 'payer', 'institution', 'officer', 'registrar', 'system'];
const facts = fc.record<CaseFacts>({
  state: fc.constantFrom(...caseStateIds),
  everSubmitted: fc.boolean(),
  correctionUsed: fc.boolean(),
  feeFen: fc.constantFrom(null, 0, 8_000),
  feeFollows: fc.boolean(),
  stepsComplete: fc.boolean(),
  authorised: fc.boolean(),
  claimed: fc.boolean(),
});
const business = fc.constantFrom(secondHandTransfer, toyBusiness);

describe('state transitions', () => {
  it('leave no closed case, except for the hand-over of accounts', () => {
    fc.assert(
      fc.property(
        business,
        facts,
        fc.constantFrom(...transitions.map((transition) => transition.action)),
        (declared, given, action) => {
          const decision = decide(declared, given, action, actors);
          if (isOpen(given.state) || action === 'hand-over') return;
          expect(decision.allowed).toBe(false);
        },
      ),
    );
  });

  it('never let anybody but the system record, and only a registering case', () => {
    fc.assert(
      fc.property(business, facts, fc.subarray(actors), (declared, given, as) => {
        const decision = decide(declared, given, 'record', as);
        expect(decision.allowed).toBe(given.state === 'registering' && as.includes('system'));
      }),
    );
  });

  it('never submit without every authorisation, never send incomplete steps', () => {
    fc.assert(
      fc.property(business, facts, (declared, given) => {
        if (!given.authorised) expect(decide(declared, given, 'submit', actors).allowed).toBe(false);
        if (!given.stepsComplete) expect(decide(declared, given, 'send', actors).allowed).toBe(false);
      }),
    );
  });

  it('list as allowed exactly what would be decided so', () => {
    fc.assert(
      fc.property(business, facts, fc.subarray(actors), (declared, given, as) => {
        for (const { action, enabled, reason } of allowedActions(declared, given, as)) {
          expect(decide(declared, given, action, as).allowed).toBe(enabled);
          expect(enabled).toBe(reason === undefined);
        }
      }),
    );
  });

  it('skip payment when nothing is due', () => {
    const given: CaseFacts = {
      state: 'reviewing',
      everSubmitted: true,
      correctionUsed: false,
      feeFen: 0,
      feeFollows: false,
      stepsComplete: true,
      authorised: true,
      claimed: true,
    };
    expect(decide(secondHandTransfer, given, 'approve', ['officer'])).toEqual({ allowed: true, to: 'registering' });
    expect(decide(secondHandTransfer, { ...given, feeFollows: true }, 'approve', ['officer'])).toEqual({
      allowed: true,
      to: 'awaiting-payment',
    });
    expect(decide(secondHandTransfer, { ...given, feeFen: 8_000 }, 'approve', ['officer'])).toEqual({
      allowed: true,
      to: 'awaiting-payment',
    });
  });
});

describe('generated paths', () => {
  it('reach every state that cases of the declaration can be in', () => {
    const reached = new Set(walkPaths(secondHandTransfer).flatMap((path) => path.steps.map((step) => step.state)));
    const passing: CaseState[] = ['draft', 'registering'];
    for (const state of caseStateIds) if (!passing.includes(state)) expect(reached).toContain(state);
  });

  it('use every action that people can take', () => {
    const used = new Set(
      walkPaths(secondHandTransfer).flatMap((path) => path.steps.map((step) => step.move.do as string)),
    );
    for (const action of [
      'send',
      'recall',
      'authorise',
      'refuse',
      'window',
      'submit',
      'consent',
      'refuse-consent',
      'claim',
      'approve',
      'request-correction',
      'reject',
      'pay',
      'withdraw',
      'lapse',
      'seize',
      'lift',
      'hand-over',
    ])
      expect(used).toContain(action);
  });
});
