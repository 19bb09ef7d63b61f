import { type FileView, routes } from '@zhucheng/shared';
import { useEffect, useRef, useState } from 'react';
import { call } from '@/core/api';
import { fresh } from '@/core/command-keys';
import { Failure, sentence } from '@/core/failure';
import type { Chosen } from '@/core/platform/types';
import { uploadFile } from '@/core/upload';
import { usePoll } from '@/core/use-poll';

/** A file on its way: still going, or stopped with the reason. */
export interface Sending {
  key: string;
  chosen: Chosen;
  percent: number;
  problem?: string;
  /** Whether sending the same file again can help. */
  again?: boolean;
}

/** Sends files one after the other – a phone's line is no faster for two at once – and follows the security check. */
export function useUploads(value: readonly FileView[], onChange: (files: FileView[]) => void) {
  const [sending, setSending] = useState<Sending[]>([]);
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  const queue = useRef<Promise<void>>(Promise.resolve());
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);

  /** The newest list. Changes within one render start from it, not from the state of the last render. */
  const change = (files: FileView[]) => {
    latest.current.value = files;
    latest.current.onChange(files);
  };
  const patch = (key: string, part: Partial<Sending>) =>
    setSending((all) => all.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const drop = (key: string) => setSending((all) => all.filter((each) => each.key !== key));

  async function send({ key, chosen }: Sending): Promise<void> {
    if (!alive.current) return;
    try {
      const file = await uploadFile(chosen, key, (percent) => patch(key, { percent }));
      if (!alive.current) return;
      drop(key);
      change([...latest.current.value.filter(({ id }) => id !== file.id), file]);
    } catch (error) {
      const again = !(error instanceof Failure) || error.unanswered || error.status === 409 || error.status >= 429;
      patch(key, { problem: sentence(error), again });
    }
  }
  const enqueue = (item: Sending) => {
    queue.current = queue.current.then(() => send(item));
  };

  const waiting = value.some(({ state }) => state === 'scanning');
  usePoll(
    async () => {
      for (const { id } of latest.current.value.filter(({ state }) => state === 'scanning')) {
        const now = await call(routes.files.state, { params: { id } });
        if (now.state !== 'scanning') change(latest.current.value.map((file) => (file.id === id ? now : file)));
      }
    },
    waiting,
    '',
    { first: 1_000, most: 10_000 },
  );

  return {
    sending,
    add(chosen: readonly Chosen[]) {
      const items = chosen.map((each) => ({ key: fresh(), chosen: each, percent: 0 }));
      setSending((all) => [...all, ...items]);
      for (const item of items) enqueue(item);
    },
    retry(item: Sending) {
      const cleared = { ...item, percent: 0 };
      delete cleared.problem;
      setSending((all) => all.map((each) => (each.key === item.key ? cleared : each)));
      enqueue(cleared);
    },
    drop,
    remove(file: FileView) {
      change(latest.current.value.filter(({ id }) => id !== file.id));
      // A file of a saved step stays on the server until the step is saved without it.
      call(routes.files.remove, { params: { id: file.id } }).catch(() => undefined);
    },
  };
}
