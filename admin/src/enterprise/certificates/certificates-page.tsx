import { routes } from '@zhucheng/shared';
import { Table } from 'antd';
import { LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useRead } from '../../app/query';
import { EmptyHint, PageHead, Pager, useCursor, Verdict } from '../../app/ui';
import { OpenCertificate } from './open-certificate';

/** Electronic certificates (电子证照) of the institution. */
export function Component() {
  const cursor = useCursor('certificates');
  const list = useRead(
    ['certificates', cursor.cursor ?? ''],
    routes.enterprise.certificates,
    { query: { cursor: cursor.cursor, limit: 20 } },
    { keep: true },
  );
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="page">
      <PageHead title="电子证照" hint="登记在本机构名下的不动产权证书和登记证明，与纸质证书同等有效。" />
      <section className="panel">
        <Table
          data-testid="certificate-table"
          className="work-table"
          rowKey="id"
          size="small"
          pagination={false}
          loading={list.isPending || list.isPlaceholderData}
          dataSource={list.data?.items ?? []}
          scroll={{ x: 960 }}
          rowClassName={(item) => (item.state === 'valid' ? '' : 'row-closed')}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title="还没有电子证照">办件登簿后，证书和登记证明会出现在这里。</EmptyHint>
            ),
          }}
          columns={[
            { title: '证号', dataIndex: 'number', width: 300 },
            { title: '种类', dataIndex: 'kindName', width: 150 },
            { title: '坐落', dataIndex: 'location' },
            {
              title: '状态',
              width: 100,
              render: (_, item) => (
                <Verdict good={item.state === 'valid'}>{item.state === 'valid' ? '有效' : '已注销'}</Verdict>
              ),
            },
            {
              title: '登簿时间',
              width: 150,
              render: (_, item) => <span className="nowrap">{minute(item.issuedAt)}</span>,
            },
            {
              title: '文件',
              width: 132,
              render: (_, item) => <OpenCertificate id={item.id} number={item.number} />,
            },
          ]}
        />
        <Pager at={cursor} next={list.data?.next ?? null} />
      </section>
    </div>
  );
}
