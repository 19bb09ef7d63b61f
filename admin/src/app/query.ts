import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RouteReply } from '@zhucheng/shared';
import { useRef } from 'react';
import { ApiError, type Call, call } from './api';
import { useSession } from './session';

const settled = (error: unknown): boolean => error instanceof ApiError && !error.unsettled;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, retry: (times, error) => times < 2 && !settled(error) },
    mutations: { retry: false },
  },
});

/** Reads a route; `name` starts the cache key, e.g. `['case', id]`. Waits while the session is over. */
export function useRead<D>(
  name: readonly unknown[],
  definition: D,
  input: Call<D>,
  more: { enabled?: boolean; every?: number; keep?: boolean } = {},
) {
  const live = useSession()?.expired !== true;
  return useQuery<RouteReply<D>>({
    queryKey: name,
    queryFn: ({ signal }) => call(definition, { ...input, signal }),
    enabled: live && more.enabled !== false,
    refetchInterval: more.every ?? false,
    ...(more.keep ? { placeholderData: (previous: RouteReply<D> | undefined) => previous as never } : {}),
  });
}

/**
 * A command. Clicking again with the same content after an unsettled failure sends the same idempotency key, so that
 * the server does it once; any other content, or a settled answer, starts a new key.
 */
export function useCommand<D>(definition: D, done?: (reply: RouteReply<D>) => unknown) {
  const pending = useRef<{ content: string; key: string } | null>(null);
  return useMutation<RouteReply<D>, Error, Call<D>>({
    mutationFn: async (input) => {
      const content = JSON.stringify([input.params, input.query, input.body]);
      if (pending.current?.content !== content) pending.current = { content, key: crypto.randomUUID() };
      try {
        const reply = await call(definition, { ...input, key: pending.current.key });
        pending.current = null;
        return reply;
      } catch (error) {
        if (settled(error)) pending.current = null;
        throw error;
      }
    },
    onSuccess: (reply) => done?.(reply),
  });
}

/** Marks cached answers as stale; `names` are the first elements of their keys. */
export function useForget() {
  const client = useQueryClient();
  return (...names: string[]) => Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name] })));
}
