import { type FileView, routes } from '@zhucheng/shared';
import { useEffect, useState } from 'react';
import { call } from '@/core/api';
import { Failure } from '@/core/failure';

/** Files seen since the program was opened, so that a step left and opened again need not ask for each. */
const seen = new Map<string, FileView>();

export const remember = (files: readonly FileView[]): void => {
  for (const file of files) seen.set(file.id, file);
};

/** Stands in for a file the server no longer has, so that it can be removed and sent again. */
const lost = (id: string): FileView => ({
  id,
  name: '找不到的文件',
  kind: 'pdf',
  size: 0,
  state: 'refused',
  problem: '文件已经不在了，请删除后重新上传。',
  uploadedAt: 0,
});

async function look(id: string): Promise<void> {
  try {
    remember([await call(routes.files.state, { params: { id } })]);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'NOT_FOUND') throw error;
    seen.set(id, lost(id));
  }
}

/** The files behind these ids; undefined while they are being asked for. */
export function useFiles(ids: readonly string[] | undefined) {
  const [, setRound] = useState(0);
  const [error, setError] = useState<unknown>();
  const key = ids?.join(' ');
  const load = async () => {
    setError(undefined);
    try {
      await Promise.all((ids ?? []).filter((id) => !seen.has(id)).map(look));
    } catch (failure) {
      setError(failure);
    }
    setRound((round) => round + 1);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids, not the list that holds them
  useEffect(() => {
    if (ids?.some((id) => !seen.has(id))) void load();
  }, [key]);
  const files = ids?.every((id) => seen.has(id)) ? ids.map((id) => seen.get(id)!) : undefined;
  return { files, error, reload: load };
}

/** Why these files cannot be handed in yet; undefined when they can. */
export function problemOf(ids: readonly string[]): string | undefined {
  const refused = ids.map((id) => seen.get(id)).find((file) => file?.state === 'refused');
  return refused && `“${refused.name}”不能用，请删除后重新上传。`;
}
