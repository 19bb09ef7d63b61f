import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Adapters } from '../../adapters';
import { type Anchor, readNumber } from '../../platform/audit/anchor-line';
import { AuditAnchors } from '../../platform/audit/anchors';
import { GiveUp, Outbox } from '../../platform/outbox/outbox';

const topic = 'audit.anchor-keep';
const laterMs = 60_000;
/** How long an anchor may be on its way to the second place. */
const patienceMs = 60 * laterMs;
const pageSize = 500;

type Kept = { number: number; line: string };

/** Sends anchors of the action log to the second place, if one is configured, and compares the log with both. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AnchorPlaces {
  @Inject() anchors!: AuditAnchors;
  @Inject() outbox!: Outbox;
  @Inject('adapters') adapters!: Adapters;

  @Init()
  start(): void {
    if (!this.adapters.anchorKeeper) return;
    this.anchors.forward((tx, { number, line }) => tx.enqueue(topic, null, { number, line }));
    this.outbox.on<Kept>(topic, (task) => this.send(task.payload));
  }

  async check() {
    const places = [this.view('file', await this.anchors.checkFile())];
    if (!this.adapters.anchorKeeper) return places;
    const lines = await this.kept();
    if (lines) places.push(this.view('keeper', await this.anchors.check(lines, { from: 'any', patienceMs })));
    else places.push({ place: 'keeper', reached: false, count: 0, newest: null, faults: [] });
    return places;
  }

  private async send(anchor: Kept) {
    const answer = await this.adapters.anchorKeeper!.keep(anchor);
    if (answer.status === 'rejected') throw new GiveUp(answer.reason);
    return answer.status === 'accepted' ? undefined : { againAfterMs: laterMs };
  }

  /** Null if the second place does not answer. */
  private async kept(): Promise<string[] | null> {
    const lines: string[] = [];
    for (let after = 0; ; ) {
      const answer = await this.adapters.anchorKeeper!.kept(after);
      if (answer.status !== 'accepted') return null;
      const page = answer.data.lines;
      lines.push(...page);
      const last = readNumber(page.at(-1));
      if (page.length < pageSize || last <= after) return lines;
      after = last;
    }
  }

  private view(place: 'file' | 'keeper', found: Awaited<ReturnType<AuditAnchors['check']>>) {
    const { newest, count, faults } = found;
    return { place, reached: true, count, newest: newest && pointOf(newest), faults };
  }
}

const pointOf = ({ number, seq, at }: Anchor) => ({ number, seq, at });
