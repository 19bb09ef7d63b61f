import { routes } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { asApiError } from '../../app/api';
import { LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { EmptyHint, PageHead, Pager, PageSkeleton, useCursor } from '../../app/ui';

/** What the institution is told (机构通知), newest first. */
export function Component() {
  const { message } = App.useApp();
  const cursor = useCursor('messages');
  const forget = useForget();
  const list = useRead(
    ['institution-messages', cursor.cursor ?? ''],
    routes.institutionMessages.list,
    { query: { cursor: cursor.cursor, limit: 20 } },
    { every: 60_000, keep: true },
  );
  const read = useCommand(routes.institutionMessages.read, () => void forget('institution-messages'));
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <PageSkeleton />;
  const { items, next } = list.data;
  return (
    <div className="page">
      <PageHead title="通知" hint="登记中心发给本机构的通知，同事之间共同处理。" />
      <section className="panel">
        {items.length === 0 && <EmptyHint title="没有通知">抵押给本机构的不动产转移登记后，会在这里通知您。</EmptyHint>}
        <ul className="institution-messages" data-testid="institution-messages">
          {items.map((item) => (
            <li key={item.id} data-testid="institution-message" data-read={item.read}>
              <div className="institution-message-text">
                <strong>{item.title}</strong>
                <p>{item.body}</p>
                <small className="soft">{minute(item.at)}</small>
              </div>
              {item.read ? (
                <span className="soft nowrap">已读</span>
              ) : (
                <Button
                  size="large"
                  loading={read.isPending && read.variables?.params.id === item.id}
                  onClick={() =>
                    read.mutate(
                      { params: { id: item.id } },
                      { onError: (error) => message.error(asApiError(error).message) },
                    )
                  }
                  data-testid="institution-message-read"
                >
                  标为已读
                </Button>
              )}
            </li>
          ))}
        </ul>
        <Pager at={cursor} next={next} />
      </section>
    </div>
  );
}
