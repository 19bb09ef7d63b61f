import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyState, type SandboxState } from './state';

type Saved = Partial<SandboxState> & { notices?: SandboxState['callbacks'] };

/** The peers' memory, saved to one JSON file so that a restart keeps it. */
export class Store {
  state: SandboxState;
  private readonly file: string;
  private timer?: NodeJS.Timeout;

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    this.file = join(dataDir, 'sandbox-state.json');
    const { notices, ...saved }: Saved = existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) : {};
    const empty = emptyState();
    // A department that came later is missing in an older memory, and its callbacks have the name of then.
    this.state = {
      ...empty,
      callbacks: notices ?? {},
      ...saved,
      departments: { ...empty.departments, ...saved.departments },
      faults: { ...empty.faults, ...saved.faults },
    };
  }

  /** Saves soon; many changes in a row make one write. */
  touch(): void {
    this.timer ??= setTimeout(() => this.save(), 200);
  }

  save(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    writeFileSync(`${this.file}~`, JSON.stringify(this.state), { mode: 0o600 });
    renameSync(`${this.file}~`, this.file);
  }

  next(): number {
    this.state.sequence += 1;
    this.touch();
    return this.state.sequence;
  }
}
