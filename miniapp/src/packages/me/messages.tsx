import { useReachBottom } from '@tarojs/taro';
import { routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { usePages } from '@/core/use-pages';
import { useRefresh } from '@/core/use-refresh';
import { moment } from '@/core/when';
import { Button, Card, Cell, Empty, Failed, Gate, Page, Skeleton, Tag } from '@/ui';

function Messages() {
  const list = usePages((cursor) => call(routes.messages.list, { query: { cursor } }));
  const [opened, setOpened] = useState<Record<string, boolean>>({});
  useRefresh(list.reload);
  useReachBottom(() => void list.loadMore());
  const { items } = list;
  const open = (id: string, read: boolean, caseId: string | null) => {
    if (!read) void call(routes.messages.read, { params: { id } }).catch(() => undefined);
    setOpened({ ...opened, [id]: true });
    if (caseId) go('/packages/case/index', { id: caseId });
  };
  return (
    <Page title="消息">
      <Failed error={list.error} onRetry={list.reload} />
      {!items && !list.error && <Skeleton rows={5} />}
      {items?.length === 0 && <Empty icon="bell" title="还没有消息" note="办理有进展时，会在这里告诉您。" />}
      {items && items.length > 0 && (
        <Card flush>
          {items.map((one, index) => {
            const read = one.read || opened[one.id] === true;
            return (
              <Cell
                key={one.id}
                id={`message-${index}`}
                icon={read ? 'letter' : 'bell'}
                title={one.title}
                note={`${one.body}\n${moment(one.at)}`}
                value={read ? undefined : <Tag kind="wait">未读</Tag>}
                onTap={() => open(one.id, read, one.caseId)}
              />
            );
          })}
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

export default function MessagesPage() {
  return (
    <Gate title="消息" needs={routes.messages.list}>
      <Messages />
    </Gate>
  );
}
