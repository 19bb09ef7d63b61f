import { routes } from '@zhucheng/shared';
import { Table } from 'antd';
import { LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useRead } from '../../app/query';
import { EmptyHint, Pager, useCursor } from '../../app/ui';

/** Who handed over how many cases to whom. */
export function HandoversTable() {
  const cursor = useCursor('handovers');
  const list = useRead(
    ['handovers', cursor.cursor ?? ''],
    routes.institutions.handovers,
    { query: { cursor: cursor.cursor, limit: 20 } },
    { keep: true },
  );
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <Table
        data-testid="handover-table"
        className="work-table"
        rowKey="id"
        size="medium"
        pagination={false}
        loading={list.isPending}
        dataSource={list.data?.items ?? []}
        locale={{
          emptyText: list.isPending ? (
            <div className="empty-space" />
          ) : (
            <EmptyHint title="还没有交接记录">办理离职时交接的在办件会记在这里。</EmptyHint>
          ),
        }}
        columns={[
          { title: '时间', width: 180, render: (_, item) => minute(item.at) },
          { title: '交出人', dataIndex: 'from' },
          { title: '接手人', dataIndex: 'to' },
          { title: '件数', width: 100, render: (_, item) => `${item.cases} 件` },
          { title: '操作人', dataIndex: 'by' },
        ]}
      />
      <Pager at={cursor} next={list.data?.next ?? null} />
    </>
  );
}
