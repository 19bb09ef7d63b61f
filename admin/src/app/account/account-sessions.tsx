import { routes } from '@zhucheng/shared';
import { App, Button, Table } from 'antd';
import { CommandFault, LoadFault } from '../errors';
import { minute } from '../format';
import { useCommand, useForget, useRead } from '../query';
import { Panel } from '../ui';

/** Where this account is signed in, and the way out of each. */
export function SessionsPanel() {
  const list = useRead(['own-sessions'], routes.account.sessions, {});
  const forget = useForget();
  const { message } = App.useApp();
  const refresh = (said: string) => () => {
    message.success(said);
    void forget('own-sessions');
  };
  const end = useCommand(routes.account.endSession, refresh('已让那台设备退出。'));
  const endOthers = useCommand(routes.account.endSessions, refresh('其他地方已全部退出。'));
  const items = list.data?.items ?? [];
  return (
    <Panel
      title="登录着的设备"
      extra={
        <Button
          disabled={items.length < 2}
          loading={endOthers.isPending}
          onClick={() => endOthers.mutate({ body: { keepThis: true } })}
          data-testid="sessions-end-others"
        >
          退出其他所有设备
        </Button>
      }
    >
      <p className="soft">有不认识的，请让它退出，并马上修改密码。30 分钟没有操作会自动退出。</p>
      {list.error && !list.data && <LoadFault error={list.error} onRetry={() => void list.refetch()} />}
      <CommandFault error={end.error ?? endOthers.error} />
      <Table
        data-testid="sessions-table"
        className="work-table"
        rowKey="id"
        size="small"
        pagination={false}
        loading={list.isPending}
        dataSource={items}
        columns={[
          {
            title: '设备',
            render: (_, item) => (
              <>
                {item.device} {item.current && <span className="soft">（本机）</span>}
              </>
            ),
          },
          { title: '网络地址', width: 160, render: (_, item) => <span className="mono">{item.address ?? '—'}</span> },
          {
            title: '登录时间',
            width: 170,
            render: (_, item) => <span className="nowrap">{minute(item.startedAt)}</span>,
          },
          { title: '最近使用', width: 170, render: (_, item) => <span className="nowrap">{minute(item.seenAt)}</span> },
          {
            title: '',
            width: 100,
            render: (_, item) =>
              !item.current && (
                <Button
                  size="small"
                  type="link"
                  onClick={() => end.mutate({ params: { id: item.id } })}
                  data-testid="session-end"
                >
                  退出
                </Button>
              ),
          },
        ]}
      />
    </Panel>
  );
}
