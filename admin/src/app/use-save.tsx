import { type Difference, merged, type RouteReply, type SavedMeanwhile } from '@zhucheng/shared';
import { type ReactNode, useRef, useState } from 'react';
import { ApiError, type Call } from './api';
import { useCommand } from './query';
import { SaveConflict } from './save-conflict';

/** What is saved, line by line: its key in the body, its name, and its value in words. */
export type Described = ReadonlyArray<readonly [key: string, label: string, text: (value: never) => string]>;

type Body = Record<string, unknown>;

/** The lines in which two contents differ. */
export const differencesOf = (described: Described, mine: object, theirs: object): Difference[] =>
  described.flatMap(([path, label, text]) => {
    const [left, right] = [mine, theirs]
      .map((content) => (content as Body)[path])
      .map((value) => (value === undefined || value === null ? '' : text(value as never))) as [string, string];
    return left === right ? [] : [{ path, label, mine: left, theirs: right }];
  });

/** The body again, with the version of what is saved now. */
const rebased = (body: Body, { version }: SavedMeanwhile): Body => ({ ...body, version });

/**
 * The save of something that colleagues save, too. `conflict` is to be shown where it is not null: both contents, and the
 * choice with which it is saved again.
 */
export function useSave<D>(
  definition: D,
  described: Described,
  done: (reply: RouteReply<D>) => unknown,
  rebase: (body: Body, saved: SavedMeanwhile) => Body = rebased,
) {
  const command = useCommand(definition, done);
  const sent = useRef<Call<D> | null>(null);
  const [settling, setSettling] = useState(0);
  const save = (input: Call<D>, options?: Parameters<typeof command.mutate>[1]): void => {
    sent.current = input;
    command.mutate(input, options);
  };
  const saved = command.error instanceof ApiError ? command.error.saved : undefined;
  let conflict: ReactNode = null;
  if (saved?.values && sent.current) {
    const { values } = saved;
    const { body, key: _, ...rest } = sent.current as unknown as { body: Body; key?: string };
    conflict = (
      <SaveConflict
        key={settling}
        saved={saved}
        differences={differencesOf(described, body, values)}
        go="按选好的保存"
        busy={command.isPending}
        onSettle={(sides) => {
          setSettling(settling + 1);
          save({ ...rest, body: rebase(merged(body, values, sides), saved) } as unknown as Call<D>);
        }}
      />
    );
  }
  return {
    save,
    busy: command.isPending,
    conflict,
    error: conflict ? null : command.error,
    reset: command.reset,
  };
}
