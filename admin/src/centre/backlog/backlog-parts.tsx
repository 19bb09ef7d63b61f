import { type TimeLeft, timeLeft } from '@zhucheng/shared';

export const lefts = Object.keys(timeLeft) as TimeLeft[];

/** The address of the list behind a number. */
export function address(filter: Record<string, string>): string {
  return `/backlog?${new URLSearchParams({ list: '1', ...filter })}`;
}

/** A shape for each length of time, so that colour is never the only sign. */
export const Mark = ({ left }: { left: TimeLeft }) => (
  <span className={`left-mark left-${left}`} aria-hidden="true">
    {{ overdue: '‼', today: '!', soon: '◔', later: '○', none: '—' }[left]}
  </span>
);
