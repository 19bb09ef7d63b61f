import { ReloadOutlined } from '@ant-design/icons';
import { acceptanceNumber, type CaseState, caseStateIds, caseStates, routes, typingRoom } from '@zhucheng/shared';
import { Button, Checkbox, type InputRef, Select, Table } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { LoadFault } from '../../app/errors';
import { useHotkeys } from '../../app/hotkeys';
import { useRead } from '../../app/query';
import { useRemembered } from '../../app/remembered';
import { SearchBox } from '../../app/search-box';
import { useRole } from '../../app/session';
import { EmptyHint, Key, PageHead, Pager, useCursor } from '../../app/ui';
import { useClaimNext } from './claim';
import { allColumns, ColumnChoice, columnsOf, type QueueColumn } from './queue-columns';
import { useFilters } from './queue-filters';

export function Component() {
  const officer = useRole('officer');
  const navigate = useNavigate();
  const searchBox = useRef<InputRef>(null);
  const [filters, choose, clear] = useFilters(officer);
  const [columns, setColumns] = useRemembered<QueueColumn[]>('queue.columns', allColumns);
  const [row, setRow] = useState(0);
  const filterKey = JSON.stringify(filters);
  const cursor = useCursor(filterKey);
  const { claimNext, busy } = useClaimNext();
  const queue = useRead(
    ['queue', filterKey, cursor.cursor ?? ''],
    routes.review.queue,
    {
      query: {
        state: filters.state,
        mine: filters.mine,
        acceptanceNumber: filters.number,
        cursor: cursor.cursor,
        limit: 20,
      },
    },
    { every: 60_000, keep: true },
  );
  const items = queue.data?.items ?? [];
  const active = Math.min(row, items.length - 1);

  const move = (by: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, active + by));
    setRow(next);
    document.querySelectorAll('[data-testid=queue-row]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  useHotkeys({
    n: officer ? claimNext : undefined,
    j: () => move(1),
    arrowdown: () => move(1),
    k: () => move(-1),
    arrowup: () => move(-1),
    enter: () => items[active] && navigate(`/review/${items[active].id}`),
    '/': () => searchBox.current?.focus(),
  });

  const filtered = Boolean(filters.state || filters.mine || filters.number);
  return (
    <div className="page">
      <PageHead
        title="审核队列"
        hint={
          <>
            <Key>J</Key> <Key>K</Key> 上下移动，<Key>Enter</Key> 打开，<Key>/</Key> 搜索
          </>
        }
      >
        {officer && (
          <Button type="primary" size="large" onClick={claimNext} loading={busy} data-testid="queue-claim-next">
            领取下一件 <Key>N</Key>
          </Button>
        )}
      </PageHead>
      <section className="panel">
        <search className="toolbar">
          <Select<CaseState | ''>
            aria-label="状态"
            className="w-160"
            value={filters.state ?? ''}
            onChange={(state) => choose({ state: state || undefined })}
            data-testid="queue-state"
            options={[
              { value: '', label: '全部状态' },
              ...caseStateIds.filter((id) => id !== 'draft').map((id) => ({ value: id, label: caseStates[id].name })),
            ]}
          />
          <SearchBox
            ref={searchBox}
            text={filters.number}
            aria-label="受理编号"
            className="w-260"
            placeholder="受理编号"
            maxLength={typingRoom(acceptanceNumber)}
            onLook={(value) => choose({ number: value.replace(/\s/g, '') || undefined })}
            data-testid="queue-search"
          />
          {officer && (
            <Checkbox
              checked={filters.mine === 'true'}
              onChange={(event) => choose({ mine: event.target.checked ? 'true' : undefined })}
              data-testid="queue-mine"
            >
              只看我领取的
            </Checkbox>
          )}
          {filtered && (
            <Button type="link" onClick={() => clear()}>
              清除筛选
            </Button>
          )}
          <span className="grow" />
          <Button icon={<ReloadOutlined />} onClick={() => void queue.refetch()} loading={queue.isRefetching}>
            刷新
          </Button>
          <ColumnChoice shown={columns} onChange={setColumns} />
        </search>
        {queue.error && !queue.data ? (
          <LoadFault error={queue.error} onRetry={() => void queue.refetch()} />
        ) : (
          <Table
            data-testid="queue-table"
            className="work-table"
            rowKey="id"
            size="medium"
            columns={columnsOf(columns)}
            dataSource={items}
            pagination={false}
            loading={queue.isPending || queue.isPlaceholderData}
            scroll={{ x: 900 }}
            onRow={(item, index) => ({
              'data-testid': 'queue-row',
              'aria-selected': index === active,
              className: index === active ? 'row-active' : '',
              onClick: () => setRow(index ?? 0),
              onDoubleClick: () => navigate(`/review/${item.id}`),
            })}
            locale={{
              emptyText: queue.isPending ? (
                <div className="empty-space" />
              ) : filtered ? (
                <EmptyHint title="没有符合条件的办件">
                  换个条件，或 <Button onClick={() => clear()}>查看全部</Button>
                </EmptyHint>
              ) : (
                <EmptyHint title="队列是空的">申请人提交并通过系统审核后，办件会出现在这里。</EmptyHint>
              ),
            }}
          />
        )}
        <Pager at={cursor} next={queue.data?.next ?? null} busy={queue.isPlaceholderData} />
      </section>
    </div>
  );
}
