import { type FileView, fileLimitBytes, routes } from '@zhucheng/shared';
import { useEffect, useRef, useState } from 'react';
import { asApiError, call } from '../../app/api';
import { sendFile } from './send';

/** A file on its way: still going, or stopped with the reason. */
export interface Sending {
  key: string;
  file: File;
  percent: number;
  problem: string | null;
  /** Whether sending the same file again can help. */
  again: boolean;
}

const atOnce = 3;
const askEveryMs = 1_500;
const tooLarge = '文件超过 20 MB，请压缩或拆成几份。';

/** Sends a few files at a time and follows their security check. */
export function useUploads(value: readonly FileView[], onChange: (files: FileView[]) => void) {
  const [sending, setSending] = useState<Sending[]>([]);
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  const waiting = useRef<Sending[]>([]);
  const running = useRef(0);

  /** The newest list. Changes within one render start from it, not from the state of the last render. */
  const change = (files: FileView[]) => {
    latest.current.value = files;
    latest.current.onChange(files);
  };
  const patch = (key: string, part: Partial<Sending>) =>
    setSending((all) => all.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const drop = (key: string) => setSending((all) => all.filter((each) => each.key !== key));

  async function send({ key, file }: Sending): Promise<void> {
    try {
      const stored = await sendFile(file, key, (percent) => patch(key, { percent }));
      drop(key);
      change([...latest.current.value.filter(({ id }) => id !== stored.id), stored]);
    } catch (error) {
      const fault = asApiError(error);
      patch(key, {
        problem: fault.message,
        again: fault.unsettled || ['FILE_QUOTA', 'TOO_MANY_REQUESTS'].includes(fault.code),
      });
    }
  }
  function pump(): void {
    while (running.current < atOnce) {
      const next = waiting.current.shift();
      if (!next) return;
      running.current++;
      void send(next).finally(() => {
        running.current--;
        pump();
      });
    }
  }

  const scanning = value.some(({ state }) => state === 'scanning');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `change` always reaches the latest props
  useEffect(() => {
    if (!scanning) return undefined;
    const timer = setInterval(() => {
      for (const { id } of latest.current.value.filter(({ state }) => state === 'scanning'))
        call(routes.files.state, { params: { id } })
          .then((now) => {
            if (now.state !== 'scanning') change(latest.current.value.map((file) => (file.id === id ? now : file)));
          })
          .catch(() => undefined);
    }, askEveryMs);
    return () => clearInterval(timer);
  }, [scanning]);

  return {
    sending,
    add(files: readonly File[]) {
      const items = files.map((file) => {
        const large = file.size > fileLimitBytes;
        return { key: crypto.randomUUID(), file, percent: 0, problem: large ? tooLarge : null, again: false };
      });
      setSending((all) => [...all, ...items]);
      waiting.current.push(...items.filter(({ problem }) => !problem));
      pump();
    },
    retry(item: Sending) {
      patch(item.key, { percent: 0, problem: null });
      waiting.current.push(item);
      pump();
    },
    drop,
    remove(file: FileView) {
      change(latest.current.value.filter(({ id }) => id !== file.id));
      // A file of a saved form stays on the server until the form is saved without it.
      call(routes.files.remove, { params: { id: file.id } }).catch(() => undefined);
    },
  };
}
