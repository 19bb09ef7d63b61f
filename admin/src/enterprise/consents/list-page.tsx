import { routes } from '@zhucheng/shared';
import { Table } from 'antd';
import { Link, useNavigate } from 'react-router';
import { LoadFault } from '../../app/errors';
import { elapsed, minute } from '../../app/format';
import { useRead } from '../../app/query';
import { DeadlineText, EmptyHint, PageHead, Pager, useCursor } from '../../app/ui';
import { consentStates } from './consent-states';

/** Cases that need the institution's word, e.g. a mortgagee's consent to a transfer. */
export function Component() {
  const navigate = useNavigate();
  const cursor = useCursor('consents');
  const list = useRead(
    ['consents', cursor.cursor ?? ''],
    routes.consents.list,
    { query: { cursor: cursor.cursor, limit: 20 } },
    { every: 60_000, keep: true },
  );
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="page">
      <PageHead title="待同意办件" hint="需要本机构表态的办件。看清内容后同意或不同意，申请人会立即收到结果。" />
      <section className="panel">
        <Table
          data-testid="consent-table"
          className="work-table"
          rowKey="id"
          size="medium"
          pagination={false}
          loading={list.isPending}
          dataSource={list.data?.items ?? []}
          onRow={(item) => ({ onDoubleClick: () => navigate(`/consents/${item.id}`), 'data-testid': 'consent-row' })}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title="没有需要本机构表态的办件">有人转让抵押给本机构的房屋时，会出现在这里。</EmptyHint>
            ),
          }}
          columns={[
            {
              title: '坐落',
              render: (_, item) => <Link to={`/consents/${item.id}`}>{item.location}</Link>,
            },
            { title: '业务', dataIndex: 'businessName', width: 150 },
            { title: '本机构是', dataIndex: 'roleName', width: 100 },
            { title: '申请人', dataIndex: 'applicant', width: 110 },
            {
              title: '发来时间',
              width: 150,
              render: (_, item) => (
                <span className="stack">
                  <span>{minute(item.askedAt)}</span>
                  <small className="soft">已等 {elapsed(item.askedAt)}</small>
                </span>
              ),
            },
            { title: '办理期限', width: 150, render: (_, item) => <DeadlineText at={item.deadlineAt} /> },
            {
              title: '状态',
              width: 100,
              render: (_, item) => <span className={`consent-${item.state}`}>{consentStates[item.state]}</span>,
            },
          ]}
        />
        <Pager at={cursor} next={list.data?.next ?? null} />
      </section>
    </div>
  );
}
