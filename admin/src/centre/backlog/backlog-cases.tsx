import {
  type BacklogItem,
  type BacklogView,
  caseStateIds,
  caseStates,
  type ReviewItem,
  routes,
  timeLeft,
} from '@zhucheng/shared';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { LoadFault } from '../../app/errors';
import { acceptance, elapsed } from '../../app/format';
import { useHotkeys } from '../../app/hotkeys';
import { useRead } from '../../app/query';
import { useRole } from '../../app/session';
import { EmptyHint, Key, PageHead, Pager, useCursor } from '../../app/ui';
import { allColumns, columnsOf } from '../review/queue-columns';
import { lefts } from './backlog-parts';

/** What the address asks for, and the same in words. */
function useFilter(board: BacklogView) {
  const [search] = useSearchParams();
  const get = (name: string) => search.get(name) ?? undefined;
  const state = caseStateIds.find((id) => id === get('state'));
  const left = lefts.find((id) => id === get('left'));
  const businessId = get('businessId');
  const claimedBy = get('claimedBy');
  const words = [
    state && caseStates[state].name,
    businessId && (board.cells.find((cell) => cell.businessId === businessId)?.businessName ?? businessId),
    left && timeLeft[left],
    claimedBy === 'none' && '没人领取',
    claimedBy &&
      claimedBy !== 'none' &&
      `${board.officers.find((officer) => officer.id === claimedBy)?.name ?? '这位审核员'}领取的`,
  ].filter(Boolean);
  return { query: { state, left, businessId, claimedBy }, words: words.join(' · ') || '全部在办件' };
}

/** The cases behind a number of the board, those whose time ends first on top. */
export function BacklogCases({ board }: { board: BacklogView }) {
  const { query, words } = useFilter(board);
  const navigate = useNavigate();
  const opens = useRole('officer', 'registrar', 'auditor');
  const [row, setRow] = useState(0);
  const key = JSON.stringify(query);
  const cursor = useCursor(key);
  const list = useRead(
    ['backlog-cases', key, cursor.cursor ?? ''],
    routes.backlog.cases,
    { query: { ...query, cursor: cursor.cursor, limit: 20 } },
    { every: 60_000, keep: true },
  );
  const items = list.data?.items ?? [];
  const active = Math.min(row, items.length - 1);
  const move = (by: number) => setRow(Math.max(0, Math.min(items.length - 1, active + by)));
  useHotkeys({
    j: () => move(1),
    arrowdown: () => move(1),
    k: () => move(-1),
    arrowup: () => move(-1),
    enter: () => opens && items[active] && navigate(`/review/${items[active].id}`),
  });
  const columns = columnsOf(allColumns).map((column) =>
    opens || column.key !== 'acceptanceNumber'
      ? column
      : {
          ...column,
          render: (_: unknown, item: ReviewItem) => (
            <span className="mono nowrap">{acceptance(item.acceptanceNumber)}</span>
          ),
        },
  );
  const waited = {
    key: 'stateSince',
    title: '在此状态',
    width: 110,
    render: (_: unknown, item: BacklogItem) => <span className="nowrap">{elapsed(item.stateSince)}</span>,
  };
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="page">
      <PageHead
        title={words}
        hint={
          <>
            先到期的在前。<Key>J</Key> <Key>K</Key> 上下移动
            {opens && (
              <>
                ，<Key>Enter</Key> 打开
              </>
            )}
          </>
        }
      >
        <Link to="/backlog">
          <Button data-testid="backlog-back">返回看板</Button>
        </Link>
      </PageHead>
      <section className="panel">
        <Table<BacklogItem>
          data-testid="backlog-table"
          className="work-table"
          rowKey="id"
          size="medium"
          columns={[...(columns as TableColumnsType<BacklogItem>), waited]}
          dataSource={items}
          pagination={false}
          loading={list.isPending || list.isPlaceholderData}
          scroll={{ x: 1000 }}
          onRow={(item, index) => ({
            'aria-selected': index === active,
            className: index === active ? 'row-active' : '',
            onClick: () => setRow(index ?? 0),
            onDoubleClick: () => opens && navigate(`/review/${item.id}`),
          })}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title="现在没有这样的办件">
                <Link to="/backlog">返回看板</Link>
              </EmptyHint>
            ),
          }}
        />
        <Pager at={cursor} next={list.data?.next ?? null} busy={list.isPlaceholderData} />
      </section>
    </div>
  );
}
