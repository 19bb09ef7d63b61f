import { useQuery } from '@tanstack/react-query';
import { type BatchView, routes } from '@zhucheng/shared';
import { call } from '../../app/api';
import { useSession } from '../../app/session';

const EVERY_MS = 1_000;

/** A batch, read every second until it is finished. */
export function useBatch(id: string | null) {
  const live = useSession()?.expired !== true;
  return useQuery<BatchView>({
    queryKey: ['batch', id],
    queryFn: ({ signal }) => call(routes.enterprise.batch, { params: { id: id! }, signal }),
    enabled: live && id !== null,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.finished ? false : EVERY_MS),
  });
}
