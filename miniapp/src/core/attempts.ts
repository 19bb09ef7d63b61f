import { forget, read, write } from './storage';

/** A face check or a payment under way, so that a killed app picks it up. */
export interface Attempt {
  id: string;
  expiresAt: number;
  /** Address to open, or to show as QR. */
  url?: string;
}

export const attemptsOf = (kind: 'face' | 'pay') => ({
  load(owner: string): Attempt | undefined {
    const known = read<Attempt>(`${kind}:${owner}`);
    return known && known.expiresAt > Date.now() ? known : undefined;
  },
  save: (owner: string, attempt: Attempt): void => write(`${kind}:${owner}`, attempt),
  drop: (owner: string): void => forget(`${kind}:${owner}`),
});
