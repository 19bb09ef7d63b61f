import { useReachBottom } from '@tarojs/taro';
import { authorisationStates, type RouteReply, routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useParam } from '@/core/param';
import { usePages } from '@/core/use-pages';
import { useRefresh } from '@/core/use-refresh';
import { day } from '@/core/when';
import { Button, Card, Cell, Empty, Failed, Gate, Page, Skeleton, Tag } from '@/ui';
import { Authorisation } from './authorisation';

const kinds = { none: 'plain', waiting: 'wait', window: 'wait', passed: 'ok', refused: 'stop', told: 'plain' } as const;

type AuthorisationItem = RouteReply<typeof routes.authorisations.list>['items'][number];
const waits = (item: AuthorisationItem) => item.state === 'waiting' || item.state === 'window';

/** Who asks, for what, until when: the three things to know before opening one. */
const Items = ({
  title,
  items,
  at,
}: {
  title?: string;
  items: AuthorisationItem[];
  at(item: AuthorisationItem): number;
}) => (
  <Card title={title} flush>
    {items.map((item) => (
      <Cell
        key={item.id}
        id={`authorise-${at(item)}`}
        icon={item.state === 'passed' ? 'check-green' : 'face'}
        title={item.businessName}
        note={[
          `${item.applicant} 请您授权，您是${item.roleName}`,
          item.location,
          waits(item) && item.deadlineAt ? `请在 ${day(item.deadlineAt)}前办` : `${day(item.askedAt)}发起`,
        ].join('\n')}
        mark={<Tag kind={kinds[item.state]}>{authorisationStates[item.state]}</Tag>}
        onTap={() => go('/packages/authorise/index', { id: item.id })}
      />
    ))}
  </Card>
);

function List() {
  const list = usePages((cursor) => call(routes.authorisations.list, { query: { cursor } }));
  useRefresh(list.reload);
  useReachBottom(() => void list.loadMore());
  const { items } = list;
  const asked = (items ?? []).filter(waits);
  const settled = (items ?? []).filter((item) => !waits(item));
  const nth = (item: AuthorisationItem) => (items ?? []).indexOf(item);
  return (
    <Page title="我的授权">
      <Failed error={list.error} onRetry={list.reload} />
      {!items && !list.error && <Skeleton rows={4} />}
      {items?.length === 0 && (
        <Empty
          icon="face"
          title="没有等您确认的业务"
          note="别人发起业务、需要您同意时，会出现在这里，也会发消息提醒您。"
        />
      )}
      {asked.length > 0 && <Items title="等您授权" items={asked} at={nth} />}
      {settled.length > 0 && <Items title={asked.length > 0 ? '已办过的' : undefined} items={settled} at={nth} />}
      {list.more && (
        <Button kind="quiet" busy={list.loading} onTap={list.loadMore}>
          看更早的
        </Button>
      )}
    </Page>
  );
}

export default function AuthorisePage() {
  const id = useParam('id');
  return (
    <Gate title="我的授权" needs={routes.authorisations.list}>
      {id ? <Authorisation key={id} id={id} /> : <List />}
    </Gate>
  );
}
