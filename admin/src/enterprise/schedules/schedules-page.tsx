import { PlusOutlined } from '@ant-design/icons';
import { routes, scheduleMinimum } from '@zhucheng/shared';
import { Button, Table } from 'antd';
import { Link, useNavigate } from 'react-router';
import { LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useHotkeys } from '../../app/hotkeys';
import { useRead } from '../../app/query';
import { EmptyHint, Key, PageHead, Pager, useCursor } from '../../app/ui';

/** Result schedules (登记结果明细表) of the institution, newest first. */
export function Component() {
  const navigate = useNavigate();
  const cursor = useCursor('schedules');
  const list = useRead(
    ['schedules', cursor.cursor ?? ''],
    routes.enterprise.schedules,
    { query: { cursor: cursor.cursor, limit: 20 } },
    { keep: true },
  );
  const make = (): void => void navigate('/schedules/new');
  useHotkeys({ n: make });
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="page">
      <PageHead
        title="登记结果明细表"
        hint={`把已办结的办件（至少 ${scheduleMinimum} 件）列成一张明细表，到服务网点打印登记证明时出示。`}
      >
        <Button type="primary" size="large" icon={<PlusOutlined />} onClick={make} data-testid="schedule-new">
          制作明细表 <Key>N</Key>
        </Button>
      </PageHead>
      <section className="panel">
        <Table
          data-testid="schedule-table"
          className="work-table"
          rowKey="id"
          size="medium"
          pagination={false}
          loading={list.isPending}
          dataSource={list.data?.items ?? []}
          onRow={(item) => ({ onDoubleClick: () => navigate(`/schedules/${item.id}`) })}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title="还没有明细表">
                办结满 {scheduleMinimum} 件后，<Link to="/schedules/new">制作第一张</Link>。
              </EmptyHint>
            ),
          }}
          columns={[
            {
              title: '编号',
              width: 220,
              render: (_, item) => (
                <Link className="mono nowrap" to={`/schedules/${item.id}`}>
                  {item.number}
                </Link>
              ),
            },
            { title: '业务', dataIndex: 'businessName' },
            { title: '件数', dataIndex: 'cases', width: 100 },
            { title: '制作人', dataIndex: 'by', width: 120 },
            { title: '制作时间', width: 180, render: (_, item) => minute(item.createdAt) },
          ]}
        />
        <Pager at={cursor} next={list.data?.next ?? null} />
      </section>
    </div>
  );
}
