import { routes } from '@zhucheng/shared';
import { Table } from 'antd';
import { useSearchParams } from 'react-router';
import { asApiError } from '../../app/api';
import { CommandFault, LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useRead } from '../../app/query';
import { SearchBox } from '../../app/search-box';
import { EmptyHint, PageHead, Pager, useCursor, Verdict } from '../../app/ui';
import { OpenCertificate } from './open-certificate';

/** Electronic certificates (电子证照) of the institution. */
export function Component() {
  const [search, setSearch] = useSearchParams();
  const number = search.get('number') ?? undefined;
  const cursor = useCursor(number ?? '');
  const list = useRead(
    ['certificates', number ?? '', cursor.cursor ?? ''],
    routes.enterprise.certificates,
    { query: { number, cursor: cursor.cursor, limit: 20 } },
    { keep: true },
  );
  const unreadable = list.error && asApiError(list.error).code === 'INVALID_INPUT' ? list.error : null;
  if (list.error && !list.data && !unreadable)
    return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="page">
      <PageHead title="电子证照" hint="登记在本机构名下的不动产权证书和登记证明，与纸质证书同等有效。" />
      <section className="panel">
        <div className="toolbar">
          <SearchBox
            text={number}
            aria-label="证号、受理编号或单元号"
            className="w-320"
            placeholder="证号、受理编号或单元号"
            maxLength={60}
            status={unreadable ? 'error' : ''}
            onLook={(text) => setSearch(text ? { number: text } : {})}
            data-testid="certificate-search"
          />
        </div>
        <CommandFault error={unreadable} />
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
              <EmptyHint title={number ? '没有找到这本证照' : '还没有电子证照'}>
                {number ? '请核对号码；登记在别人名下的证照不在这里。' : '办件登簿后，证书和登记证明会出现在这里。'}
              </EmptyHint>
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
              render: (_, item) => <OpenCertificate {...item} />,
            },
          ]}
        />
        <Pager at={cursor} next={list.data?.next ?? null} />
      </section>
    </div>
  );
}
