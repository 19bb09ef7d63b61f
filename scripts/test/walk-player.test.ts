import type { CaseState, CaseView } from '@zhucheng/shared';
import type { Move } from '@zhucheng/shared/testing';
import { Playground } from '../walk/client';
import type { PlayerTools } from '../walk/moves';
import { HttpPlayer } from '../walk/player';

const tools = { playground: new Playground('http://127.0.0.1:9') } as unknown as PlayerTools;

/** A platform that was faster: it is in this state when the player asks. */
class Overtaken extends HttpPlayer {
  constructor(private readonly state: CaseState) {
    super(tools);
    this.caseId = 'case';
  }

  override async view(): Promise<CaseView> {
    return { state: this.state } as CaseView;
  }

  protected override async perform(): Promise<undefined> {
    return undefined;
  }
}

const played = (move: Move, expected: CaseState, state: CaseState) => new Overtaken(state).play(move, expected);

test.each<CaseState>(['submitted', 'reviewing', 'awaiting-payment'])(
  'the bureau answers, and the case may be %s before anybody asks',
  async (state) => {
    expect(await played({ do: 'payer-size', answer: 'large' }, 'submitted', state)).toEqual({ state: 'submitted' });
  },
);

test('a case that went back, or ended, did not run ahead', async () => {
  expect(await played({ do: 'payer-size', answer: 'large' }, 'submitted', 'authorising')).toEqual({
    state: 'authorising',
  });
  expect(await played({ do: 'payer-size', answer: 'large' }, 'submitted', 'withdrawn')).toEqual({ state: 'withdrawn' });
  expect(await played({ do: 'claim' }, 'reviewing', 'awaiting-payment')).toEqual({ state: 'awaiting-payment' });
});
