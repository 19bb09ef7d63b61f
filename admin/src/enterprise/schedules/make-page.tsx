import { LeftOutlined } from '@ant-design/icons';
import { batchLimit, routes, scheduleMinimum, type WorkItem } from '@zhucheng/shared';
import { Button, Select, Table } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { CommandFault, LoadFault } from '../../app/errors';
import { acceptance, minute } from '../../app/format';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand, useForget, useRead } from '../../app/query';
import { EmptyHint, Key, PageHead, Pager, UnitNumber, useCursor } from '../../app/ui';
import { PartyNames } from '../../renderer/party-names';
import { useDesk } from '../use-desk';
import { useTicks } from '../work/use-ticks';

/** Chooses the completed cases of a new schedule. */
export function Component() {
  const navigate = useNavigate();
  const forget = useForget();
  const desk = useDesk();
  const [businessId, setBusinessId] = useState<string>();
  const filterKey = businessId ?? '';
  const cursor = useCursor(filterKey);
  const ticks = useTicks<WorkItem>(filterKey);
  const list = useRead(
    ['work', 'completed', filterKey, cursor.cursor ?? ''],
    routes.enterprise.list,
    { query: { state: 'completed', businessId, cursor: cursor.cursor, limit: 100 } },
    { keep: true },
  );
  const items = list.data?.items ?? [];
  const make = useCommand(routes.enterprise.makeSchedule, (schedule) => {
    void forget('schedules');
    navigate(`/schedules/${schedule.id}`);
  });
  const many = ticks.items.length;
  const ready = many >= scheduleMinimum && many <= batchLimit;
  const go = (): void => {
    if (ready && !make.isPending) make.mutate({ body: { caseIds: ticks.ids } });
  };
  useConfirmKey(true, go);
  return (
    <div className="page">
      <Link className="back" to="/schedules">
        <LeftOutlined /> 登记结果明细表
      </Link>
      <PageHead title="制作明细表" hint={`勾选已办结的同一种业务，至少 ${scheduleMinimum} 件。`} />
      <section className="panel with-bar">
        <div className="toolbar">
          <Select<string>
            aria-label="业务"
            className="w-220"
            value={filterKey}
            onChange={(id) => setBusinessId(id || undefined)}
            options={[
              { value: '', label: '全部业务' },
              ...(desk.data?.businesses ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </div>
        {list.error && !list.data ? (
          <LoadFault error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Table
            data-testid="completed-table"
            className="work-table"
            rowKey="id"
            size="small"
            pagination={false}
            loading={list.isPending || list.isPlaceholderData}
            dataSource={items}
            scroll={{ x: 1000 }}
            // A schedule holds one kind of business.
            rowSelection={ticks.boxes(
              items,
              ({ acceptanceNumber }) => acceptanceNumber,
              (item) => ticks.items.some(({ businessName }) => businessName !== item.businessName),
            )}
            locale={{
              emptyText: list.isPending ? (
                <div className="empty-space" />
              ) : (
                <EmptyHint title="还没有已办结的办件">
                  登簿完成的办件会出现在这里。<Link to="/work">查看业务列表</Link>
                </EmptyHint>
              ),
            }}
            columns={[
              {
                title: '受理编号',
                width: 176,
                render: (_, item) => <span className="mono nowrap">{acceptance(item.acceptanceNumber)}</span>,
              },
              { title: '业务', dataIndex: 'businessName', width: 160 },
              { title: '坐落', dataIndex: 'location' },
              { title: '不动产单元号', width: 270, render: (_, item) => <UnitNumber value={item.unitNumber} /> },
              { title: '当事人', width: 160, render: (_, item) => <PartyNames parties={item.parties} /> },
              {
                title: '办结时间',
                width: 142,
                render: (_, item) => <span className="nowrap">{minute(item.updatedAt)}</span>,
              },
            ]}
          />
        )}
        <Pager at={cursor} next={list.data?.next ?? null} />
        <CommandFault error={make.error} />
        <div className="batch-bar">
          <span aria-live="polite">
            已勾选 <strong>{many}</strong> 件
            {many < scheduleMinimum && <span className="soft">，还要 {scheduleMinimum - many} 件</span>}
            {many > batchLimit && <span className="differs">，一张最多 {batchLimit} 件</span>}
          </span>
          <span className="grow" />
          <Button
            type="primary"
            size="large"
            disabled={!ready}
            loading={make.isPending}
            onClick={go}
            data-testid="schedule-make"
          >
            制作 <Key>Ctrl+Enter</Key>
          </Button>
        </div>
      </section>
    </div>
  );
}
