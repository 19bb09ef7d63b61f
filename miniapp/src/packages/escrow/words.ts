import {
  type EscrowState,
  type EscrowView,
  endedEscrowStates,
  escrowStates,
  troubledEscrowStates,
} from '@zhucheng/shared';
import { moment } from '@/core/when';
import type { Moment } from '@/ui';

/** Colour of a state; the words say it all. */
export function tagOf(state: EscrowState): 'plain' | 'ok' | 'wait' | 'stop' {
  if (troubledEscrowStates.includes(state)) return 'stop';
  if (state === 'returned') return 'plain';
  return state === 'locked' || state === 'released' ? 'ok' : 'wait';
}

const way: readonly EscrowState[] = ['agreed', 'awaiting-deposit', 'deposited', 'locked', 'releasing', 'released'];
const wayBack: readonly EscrowState[] = ['returning', 'returned'];

/** What is still to come if all goes well. */
function ahead(state: EscrowState): readonly EscrowState[] {
  if (endedEscrowStates.includes(state) || troubledEscrowStates.includes(state)) return [];
  const list = wayBack.includes(state) ? wayBack : way;
  return list.slice(list.indexOf(state) + 1);
}

/** What happened, what is happening, what is to come; what belongs to one state stands together. */
export function momentsOf({ timeline, state }: EscrowView): Moment[] {
  const grouped: Array<{ state: EscrowState; at: number; notes: string[] }> = [];
  for (const event of timeline) {
    const last = grouped.at(-1);
    const notes = event.note ? [event.note] : [];
    if (last?.state === event.state) last.notes.push(...notes);
    else grouped.push({ state: event.state, at: event.at, notes });
  }
  const ended = endedEscrowStates.includes(state);
  const happened = grouped.map((one, index): Moment => {
    const now = index === grouped.length - 1 && !ended;
    const stopped = now && troubledEscrowStates.includes(one.state);
    return {
      title: escrowStates[one.state],
      state: stopped ? 'stopped' : now ? 'now' : 'done',
      time: moment(one.at),
      note: one.notes.join('') || undefined,
    };
  });
  return [...happened, ...ahead(state).map((one): Moment => ({ title: escrowStates[one], state: 'next' }))];
}
