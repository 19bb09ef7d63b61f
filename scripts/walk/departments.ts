import type { Move } from '@zhucheng/shared/testing';
import type { Playground } from './client';

type Mode = Extract<Move, { do: 'department' }>['mode'];
type Size = Extract<Move, { do: 'payer-size' }>['answer'];

const modeOf = { now: 'now', later: 'later', rejected: 'wrong', silent: 'garbage' } as const;

/** How the sandbox's departments answer, and back to how they were. */
export class Departments {
  private readonly modes = new Map<string, Mode>();
  /** The market supervision bureau was told what to say of somebody. */
  sizeAsked = false;

  /** The supervising bank was told to lock less. */
  locks = false;

  constructor(private readonly playground: Playground) {}

  keepsWaiting(department: string): boolean {
    return this.modes.get(department) === 'later';
  }

  async answer(department: string, mode: Mode): Promise<void> {
    this.modes.set(department, mode);
    await this.playground.send('PUT', `/departments/${department}`, { mode: modeOf[mode], delayMs: 0 });
  }

  /** It answers at once from now on, also what it has kept waiting. */
  async release(department: string): Promise<void> {
    await this.playground.send('PUT', `/departments/${department}`, { mode: 'now' });
    await this.releaseTickets(department);
  }

  /** What the bureau answers about an enterprise from now on; large unless told. */
  async payerSize(creditCode: string, answer: Size): Promise<void> {
    const late = answer === 'later' || answer === 'silent';
    const mode = late ? modeOf[answer] : 'now';
    await this.playground.send('PUT', '/departments/market', { mode, delayMs: 0 });
    this.sizeAsked = true;
    if (late) return;
    await this.playground.send('PUT', `/market/enterprises/${creditCode}`, { size: answer });
    await this.releaseTickets('market');
  }

  /** The supervising bank locks one fen less than it is told. */
  async locksLess(less: boolean): Promise<void> {
    this.locks = less;
    await this.playground.send('PUT', '/faults', { escrowLocksLessFen: less ? 1 : 0 });
  }

  async restore(): Promise<void> {
    for (const [department, mode] of this.modes)
      if (mode !== 'now') await this.playground.send('PUT', `/departments/${department}`, { mode: 'now' });
  }

  private async releaseTickets(department: string): Promise<void> {
    const { tickets } = await this.playground.send<{ tickets: Array<{ ticket: string; department: string }> }>(
      'GET',
      '/tickets',
    );
    for (const one of tickets)
      if (one.department === department) await this.playground.send('POST', `/tickets/${one.ticket}/release`, {});
  }
}
