import { useQuery } from '@tanstack/react-query';
import { routes, type WorkItem } from '@zhucheng/shared';
import { call } from '../../app/api';
import { useSession } from '../../app/session';

const PAGE = 100;
/** Pages read at most: together the cases that one batch takes. */
const PAGES = 5;

/** Cases of a business that can still be filled in, up to a batch of them. */
export function useWaiting(businessId: string | undefined) {
  const live = useSession()?.expired !== true;
  return useQuery<WorkItem[]>({
    queryKey: ['work', 'waiting', businessId],
    enabled: live && businessId !== undefined,
    queryFn: async ({ signal }) => {
      const found: WorkItem[] = [];
      for (const state of ['correction', 'verified'] as const) {
        let cursor: string | undefined;
        for (let turn = 0; turn < PAGES; turn++) {
          const query = { businessId: businessId!, state, cursor, limit: PAGE };
          const page = await call(routes.enterprise.list, { query, signal });
          found.push(...page.items);
          if (!page.next) break;
          cursor = page.next;
        }
      }
      return found.filter((item) => item.actions.includes('fill'));
    },
  });
}
