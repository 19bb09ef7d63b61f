import { useReachBottom } from '@tarojs/taro';
import { authorisationStates, routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useParam } from '@/core/param';
import { usePages } from '@/core/use-pages';
import { useRefresh } from '@/core/use-refresh';
import { day } from '@/core/when';
import { Button, Card, Cell, Empty, Failed, Gate, Page, Skeleton, Tag } from '@/ui';
import { Authorisation } from './authorisation';

const kinds = { none: 'plain', waiting: 'wait', window: 'wait', passed: 'ok', refused: 'stop' } as const;

function List() {
  const list = usePages((cursor) => call(routes.authorisations.list, { query: { cursor } }));
  useRefresh(list.reload);
  useReachBottom(() => void list.loadMore());
  const { items } = list;
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
      {items && items.length > 0 && (
        <Card flush>
          {items.map((item, index) => (
            <Cell
              key={item.id}
              id={`authorise-${index}`}
              icon="face"
              title={`${item.businessName}（您是${item.roleName}）`}
              note={`${item.location}\n${item.applicant} 发起${item.deadlineAt && item.state === 'waiting' ? `，${day(item.deadlineAt)}前` : ''}`}
              value={<Tag kind={kinds[item.state]}>{authorisationStates[item.state]}</Tag>}
              onTap={() => go('/packages/authorise/index', { id: item.id })}
            />
          ))}
        </Card>
      )}
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
    <Gate title="我的授权" realName>
      {id ? <Authorisation key={id} id={id} /> : <List />}
    </Gate>
  );
}
