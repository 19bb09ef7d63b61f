import { type Business, businesses, type CaseView, routes } from '@zhucheng/shared';
import type { Move } from '@zhucheng/shared/testing';
import type { Actor } from '../../walk/cast';
import type { PlayerTools } from '../../walk/moves';
import { patiently } from '../../walk/patience';
import { HttpPlayer } from '../../walk/player';
import { happyPath, type Scene } from '../../walk/scene';
import { stepValues } from '../../walk/values';
import type { Ground } from './desk';
import type { Platform } from './platform';

export const loanBusiness = businesses.find(({ fee }) => fee.onceFor)!;
const [contractStep, contractField] = loanBusiness.fee.onceFor!.split('.') as [string, string];

/** Plays one mortgage of a loan, up to where the fee is asked for. */
export class Loan extends HttpPlayer {
  constructor(
    tools: PlayerTools,
    private readonly set: { scene: Scene; contract: string },
  ) {
    super(tools);
  }

  override async prepare(business: Business): Promise<void> {
    this.business = business;
    this.scene = this.set.scene;
  }

  protected override async fill(move: Extract<Move, { do: 'fill' }>): Promise<undefined> {
    const { business, applicant } = this;
    const { sellers, buyers } = this.scene;
    const { cast, playground } = this.tools;
    const view = await this.view();
    const bank = cast.otherBank();
    const data = await stepValues({
      business,
      step: move.step,
      view,
      buyers,
      sellers,
      playground,
      applicant,
      bank,
      turn: 1,
    });
    const params = { id: this.caseId, step: move.step };
    const { version } = await applicant.call(routes.cases.stepData, { params });
    const body = { version, data: move.step === contractStep ? { ...data, [contractField]: this.set.contract } : data };
    await applicant.call(routes.cases.fill, { params, body });
  }

  /** Returns the case as it is after the officer has approved it; `written`: between filling in and sending. */
  async approved(written?: () => Promise<void>): Promise<CaseView> {
    await this.prepare(loanBusiness);
    for (const { move, state } of happyPath(loanBusiness).steps) {
      if (move.do === 'pay') break;
      if (move.do === 'send') await written?.();
      const played = await this.play(move, state);
      if ('refused' in played) throw new Error(`${move.do} was refused: ${played.refused}`);
    }
    return this.view();
  }

  async paid(): Promise<CaseView> {
    await this.pay();
    return this.view();
  }

  leave() {
    return this.applicant.call(routes.cases.withdraw, { params: { id: this.caseId }, body: { reason: '不再办理' } });
  }

  reached(...states: string[]): Promise<CaseView> {
    return until(
      () => this.view(),
      ({ state }) => states.includes(state),
    );
  }
}

/** Asks until the answer is right. */
export function until<T>(ask: () => Promise<T>, right: (value: T) => boolean): Promise<T> {
  let value: T;
  return patiently(
    async () => {
      value = await ask();
      return right(value) ? value : undefined;
    },
    () => `still ${JSON.stringify(value).slice(0, 800)}`,
  );
}

let parcel = 0;

/** Homes and garages of the owner, all on one parcel of their own. */
export async function estateOf({ cast }: Platform, ground: Ground, owner: Actor, count: number): Promise<Scene[]> {
  const feature = `GB7${String(++parcel).padStart(4, '0')}`;
  const scenes: Scene[] = [];
  for (let i = 1; i <= count; i++) {
    const unitNumber = `450502001001${feature}F0001${String(i).padStart(4, '0')}`;
    const [unitId] = await ground.units(1, { unitNumber, use: i === 1 ? 'dwelling' : 'parking' });
    const number = await ground.own([unitId!], owner);
    scenes.push({
      applicant: await cast.officer('bank1'),
      starter: 'bank1',
      sellers: [owner],
      buyers: [],
      unitId: unitId!,
      certificate: { number: number[0]!, holder: owner.name },
      verify: { certificateNumber: number[0]!, rightHolder: owner.name },
    });
  }
  return scenes;
}

export const loanOn = ({ cast, playground }: Platform, scene: Scene, contract: string): Loan =>
  new Loan({ cast, playground, settle: async () => undefined }, { scene, contract });
