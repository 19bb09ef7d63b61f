import { routes, type SavedMeanwhile, type TypedValues } from '@zhucheng/shared';
import { call } from '@/core/api';
import { saveDraft } from '@/core/drafts';
import { Failure } from '@/core/failure';

/** The content on the server after a conflict, shown beside what is typed. */
export interface Conflict {
  saved: SavedMeanwhile;
  theirs: TypedValues;
}

/** Saves under way, by step: a page that is opened again waits for them before it reads. */
const onTheWay = new Map<string, Promise<void>>();

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Sends what is typed in one step, one save after the other, each made from the one before. */
export class StepSaves {
  private wanted: TypedValues | undefined;
  private lastSent: TypedValues | undefined;
  private stopped = false;
  /** Version on the server that the typed content was made from. */
  version = 0;

  constructor(
    private readonly caseId: string,
    private readonly step: string,
    private readonly onConflict: (conflict: Conflict) => void,
  ) {}

  private get name(): string {
    return `${this.caseId}:${this.step}`;
  }
  private get params() {
    return { id: this.caseId, step: this.step };
  }

  /** Resolves when the saves of this page and of earlier ones have ended, whether or not they succeeded. */
  arrived(): Promise<void> {
    return onTheWay.get(this.name) ?? Promise.resolve();
  }

  read() {
    return call(routes.cases.stepData, { params: this.params });
  }

  /** Kept on this phone at once; sent with the next `flush`. */
  keep(values: TypedValues): void {
    this.wanted = values;
    saveDraft(this.caseId, this.step, values, { version: this.version });
  }

  /** Drops what waits to be sent, and waits for the save under way. */
  async hold(): Promise<void> {
    this.wanted = undefined;
    await this.arrived();
  }

  resume(): void {
    this.stopped = false;
  }

  flush(): Promise<void> {
    if (!this.wanted) return this.arrived();
    const sending = this.arrived()
      .then(() => this.send())
      .then(() => {
        if (onTheWay.get(this.name) === sending) onTheWay.delete(this.name);
      });
    onTheWay.set(this.name, sending);
    return sending;
  }

  private async send(): Promise<void> {
    while (this.wanted && !this.stopped) {
      const values = this.wanted;
      this.wanted = undefined;
      try {
        const body = { version: this.version, data: values };
        const reply = await call(routes.cases.saveDraft, { params: this.params, body });
        this.version = reply.version;
        this.lastSent = values;
        if (!this.wanted) saveDraft(this.caseId, this.step, values, { version: this.version, arrived: true });
      } catch (error) {
        // Kept on the phone anyway; the server gets the next one if this one is lost.
        if (!(error instanceof Failure && error.saved)) {
          this.lastSent = values;
          return;
        }
        if (!(await this.meet(error.saved).catch(() => true))) this.wanted ??= values;
      }
    }
  }

  /** Whether somebody else has saved; false if it was our own earlier save, whose answer was lost. */
  async meet(saved: SavedMeanwhile): Promise<boolean> {
    const now = saved.values ? { version: saved.version, data: saved.values } : await this.read();
    this.version = now.version;
    if (same(now.data, this.lastSent)) return false;
    this.stopped = true;
    this.onConflict({ saved: { ...saved, version: now.version }, theirs: now.data as TypedValues });
    return true;
  }
}
