import { type Business, batchLimit, type ConvertibleItem, routes } from '@zhucheng/shared';
import { Alert, Button, Checkbox, Modal, Table } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { CommandFault, LoadFault } from '../../app/errors';
import { yuan } from '../../app/format';
import { useConfirmKey, useHotkeys } from '../../app/hotkeys';
import { useCommand, useForget, useRead } from '../../app/query';
import { EmptyHint, Key, PageHead, Pager, PageSkeleton, UnitNumber, useCursor, Verdict } from '../../app/ui';
import { convertsNotices, known } from '../../renderer/declarations';
import { rememberBatch } from '../batch/batch-memory';
import { useDesk } from '../use-desk';
import { useTicks } from '../work/use-ticks';

/** Mortgage notices of this bank that can become mortgages (可转换清单). */
export function Component() {
  const desk = useDesk();
  const [search, setSearch] = useSearchParams();
  const registered = search.has('registered');
  const cursor = useCursor(`convertible ${registered}`);
  const ticks = useTicks<ConvertibleItem & { id: string }>('convertible');
  const [checking, setChecking] = useState(false);
  const business = known(desk.data?.businesses ?? []).find(convertsNotices);
  const list = useRead(
    ['convertible', registered, cursor.cursor ?? ''],
    routes.enterprise.convertible,
    { query: { cursor: cursor.cursor, limit: 50, ...(registered && { registered: 'true' as const }) } },
    { keep: true },
  );
  const many = ticks.items.length;
  const may = business !== undefined && many > 0 && many <= batchLimit;
  useHotkeys({ n: may ? () => setChecking(true) : undefined });
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  if (!desk.data) return <PageSkeleton />;
  const items = (list.data?.items ?? []).map((item) => ({ ...item, id: item.noticeId }));
  const ready = items.filter((item) => item.ready).length;
  return (
    <div className="page">
      <PageHead title="可转换清单" hint="本行仍有效的抵押权预告登记。购房人取得产权后即可转为抵押权登记，顺位不变。" />
      <section className="panel with-bar">
        <div className="toolbar">
          <Checkbox
            checked={registered}
            onChange={({ target }) => setSearch(target.checked ? { registered: '1' } : {})}
            data-testid="convertible-registered"
          >
            隐藏还没有办首次登记的
          </Checkbox>
        </div>
        <Table
          data-testid="convertible-table"
          className="work-table"
          rowKey="id"
          size="small"
          pagination={false}
          loading={list.isPending || list.isPlaceholderData}
          dataSource={items}
          scroll={{ x: 1180 }}
          rowClassName={(item) => (item.ready ? '' : 'row-closed')}
          rowSelection={ticks.boxes(
            items,
            ({ certificateNumber }) => certificateNumber,
            ({ ready }) => !ready,
          )}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title="没有可以转换的预告登记">
                {registered
                  ? '开发企业办完首次登记、购房人取得产权后，可以在这里转换。'
                  : '本行办理的抵押权预告登记会出现在这里，直到转为抵押权或失效。'}
              </EmptyHint>
            ),
          }}
          columns={[
            {
              title: '能否转换',
              width: 220,
              render: (_, item) => (
                <>
                  <Verdict good={item.ready}>{item.ready ? '可以转换' : '暂不能转'}</Verdict>
                  {item.reason && <small className="block soft">{item.reason}</small>}
                </>
              ),
            },
            { title: '登记证明号', dataIndex: 'certificateNumber', width: 280 },
            {
              title: '坐落',
              render: (_, item) => (
                <>
                  {item.location}
                  <small className="block soft">
                    <UnitNumber value={item.unitNumber} />
                  </small>
                </>
              ),
            },
            { title: '抵押人', width: 140, render: (_, item) => item.obligors.join('、') },
            {
              title: '债权数额',
              width: 140,
              align: 'right',
              render: (_, item) => (
                <span className="mono nowrap">{item.securedFen === null ? '—' : yuan(item.securedFen)}</span>
              ),
            },
            {
              title: '债务届满日',
              width: 116,
              render: (_, item) => <span className="nowrap">{item.debtEnd ?? '—'}</span>,
            },
            {
              title: '预告有效至',
              width: 116,
              render: (_, item) => <span className="nowrap">{item.effectiveUntil ?? '—'}</span>,
            },
          ]}
        />
        <Pager at={cursor} next={list.data?.next ?? null} />
        <div className="batch-bar">
          <span aria-live="polite">
            已选 <strong>{many}</strong> 件{many === 0 && <span className="soft">，本页 {ready} 件可以转换</span>}
            {many > batchLimit && <span className="differs">，一次最多 {batchLimit} 件</span>}
          </span>
          <span className="grow" />
          <Button
            size="large"
            disabled={ready === 0}
            onClick={() =>
              ticks.put(
                items,
                items.filter((item) => item.ready).map((item) => item.id),
              )
            }
          >
            勾选本页可转换的（{ready}）
          </Button>
          <Button
            type="primary"
            size="large"
            disabled={!may}
            onClick={() => setChecking(true)}
            data-testid="convertible-next"
          >
            成批立案 <Key>N</Key>
          </Button>
        </div>
      </section>
      {checking && business && <Check business={business} items={ticks.items} onClose={() => setChecking(false)} />}
    </div>
  );
}

function Check({ business, items, onClose }: { business: Business; items: ConvertibleItem[]; onClose: () => void }) {
  const navigate = useNavigate();
  const forget = useForget();
  const body = { businessId: business.id, noticeIds: items.map((item) => item.noticeId) };
  const command = useCommand(routes.enterprise.open, (batch) => {
    rememberBatch(batch.id, { kind: 'open', body });
    void forget('work', 'desk');
    navigate(`/batches/${batch.id}`);
  });
  const go = (): void => {
    if (!command.isPending) command.mutate({ body });
  };
  useConfirmKey(true, go);
  const sum = items.reduce((all, item) => all + (item.securedFen ?? 0), 0);
  return (
    <Modal
      open
      title="核对后成批立案"
      width={820}
      onCancel={onClose}
      onOk={go}
      okText={`确认立案 ${items.length} 件（Ctrl+Enter）`}
      okButtonProps={{ 'data-testid': 'convertible-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <p className="check-line">
        将为 <strong className="big">{items.length}</strong> 件预告登记各立一件“{business.name}”，债权数额合计{' '}
        <strong>{yuan(sum)}</strong>。
      </p>
      <Table
        rowKey="noticeId"
        size="small"
        virtual
        pagination={false}
        scroll={{ x: 720, y: Math.min(300, items.length * 62) }}
        dataSource={items}
        columns={[
          { title: '登记证明号', dataIndex: 'certificateNumber', width: 280 },
          { title: '坐落', dataIndex: 'location', width: 260 },
          { title: '抵押人', width: 160, render: (_, item) => item.obligors.join('、') },
        ]}
      />
      <Alert
        className="fault"
        type="info"
        showIcon
        title="债权数额和期限以原预告登记为准；立案后核对数据、缴费即可登簿。"
      />
      <CommandFault error={command.error} />
      <p className="soft">
        立案后可在<Link to="/work">业务列表</Link>成批提交。
      </p>
    </Modal>
  );
}
