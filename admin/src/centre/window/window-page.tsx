import { routes } from '@zhucheng/shared';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { LoadFault } from '../../app/errors';
import { acceptance } from '../../app/format';
import { useRead } from '../../app/query';
import { EmptyHint, PageHead, Pager, Panel, useCursor } from '../../app/ui';
import { IdentityPanel } from './identity-panel';
import { WindowConfirmDialog, type WindowTarget } from './window-confirm-dialog';

/** People who chose to be identified at the counter (窗口核验): for an account, or for one authorisation. */
export function Component() {
  const cursor = useCursor('window');
  const [target, setTarget] = useState<WindowTarget | null>(null);
  const queue = useRead(
    ['window', cursor.cursor ?? ''],
    routes.review.windowQueue,
    { query: { cursor: cursor.cursor, limit: 20 } },
    { every: 30_000, keep: true },
  );
  if (queue.error && !queue.data) return <LoadFault error={queue.error} onRetry={() => void queue.refetch()} />;
  return (
    <div className="page">
      <PageHead title="窗口核验" hint="不便刷脸、选择到窗口的人，核对身份证原件后在这里确认。" />
      <IdentityPanel />
      <Panel title="等待授权的当事人" flush>
        <Table
          data-testid="window-table"
          className="work-table"
          rowKey={(item) => item.party.id}
          size="medium"
          pagination={false}
          loading={queue.isPending}
          dataSource={queue.data?.items ?? []}
          locale={{
            emptyText: queue.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title="没有等待窗口核验的人">当事人在手机上选择“到窗口核验”后，会出现在这里。</EmptyHint>
            ),
          }}
          columns={[
            { title: '姓名', render: (_, item) => <strong>{item.party.name}</strong> },
            { title: '角色', render: (_, item) => item.party.roleName },
            { title: '证件号', render: (_, item) => <span className="mono">{item.party.idNumberMasked}</span> },
            { title: '业务', dataIndex: 'businessName' },
            {
              title: '受理编号',
              render: (_, item) => (
                <Link className="mono nowrap" to={`/review/${item.caseId}`}>
                  {acceptance(item.acceptanceNumber)}
                </Link>
              ),
            },
            {
              title: '操作',
              width: 110,
              render: (_, item) => (
                <Button type="primary" onClick={() => setTarget(item)} data-testid="window-confirm">
                  核验
                </Button>
              ),
            },
          ]}
        />
        <Pager at={cursor} next={queue.data?.next ?? null} />
      </Panel>
      <WindowConfirmDialog target={target} onClose={() => setTarget(null)} />
    </div>
  );
}
