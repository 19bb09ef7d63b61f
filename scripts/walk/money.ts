import { type EscrowState, type EscrowView, routes } from '@zhucheng/shared';
import type { Actor } from './cast';
import type { Playground } from './client';
import { patiently } from './patience';

/** Supervised money of one case: paid in by the buyer, read by both sides. */
export class CaseMoney {
  constructor(
    private readonly tools: { playground: Playground; settle(): Promise<void> },
    private readonly caseId: string,
    private readonly sides: { buyer: Actor; seller: Actor },
  ) {}

  private async seenBy({ client }: Actor): Promise<EscrowView | undefined> {
    await this.tools.settle();
    return (await client.call(routes.escrow.ofCase, { params: { id: this.caseId } })).items[0];
  }

  private async waitFor(side: Actor, is: EscrowState): Promise<EscrowView> {
    let last: EscrowView | undefined;
    return patiently(
      async () => {
        last = await this.seenBy(side);
        return last?.state === is ? last : undefined;
      },
      () => `the money is ${last?.state}, not ${is}`,
    );
  }

  /** Both sides read it. Returns what it says last. */
  async is(state: EscrowState): Promise<string | undefined> {
    const { buyer, seller } = this.sides;
    await this.waitFor(buyer, state);
    return (await this.waitFor(seller, state)).timeline.at(-1)?.note ?? undefined;
  }

  /** To the account that only buyers are shown. */
  async deposit(fen?: 'one-less'): Promise<string> {
    const { buyer, seller } = this.sides;
    const view = await this.waitFor(buyer, 'awaiting-deposit');
    if (!view.deposit) throw new Error('the buyer is not told where to pay in');
    if ((await this.seenBy(seller))?.deposit) throw new Error('the seller is told where to pay in');
    const missing = view.amountFen - view.depositedFen;
    const paid = fen ? missing - 1 : missing;
    await this.tools.playground.send('POST', `/escrows/${view.agreementNumber}/deposit`, { fen: paid });
    await patiently(
      async () => {
        const now = await this.seenBy(buyer);
        return now && now.depositedFen >= view.depositedFen + paid ? now : undefined;
      },
      () => 'the deposit did not arrive',
    );
    return `¥${(paid / 100).toFixed(2)}`;
  }
}
