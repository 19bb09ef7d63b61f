import { type CaseState, caseStateIds, caseStates, routes } from '@zhucheng/shared';
import { Button, type InputRef, Select, Table } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { LoadFault } from '../../app/errors';
import { toKeys, useHotkeys } from '../../app/hotkeys';
import { useRead } from '../../app/query';
import { useRemembered } from '../../app/remembered';
import { SearchBox } from '../../app/search-box';
import { EmptyHint, Key, PageHead, Pager, useCursor } from '../../app/ui';
import { ColumnChoice } from '../../renderer/column-choice';
import { allDeclarations } from '../../renderer/declarations';
import { allColumns, type CaseColumn, columnNames, columnsOf } from './case-columns';
import { type Filters, useFilters } from './case-filters';

const LIMIT = 20;

/** Every case of the centre (办件检索), by whatever is printed on paper or told at the window. */
export function Component() {
  const navigate = useNavigate();
  const box = useRef<InputRef>(null);
  const [filters, setFilters, clear] = useFilters();
  const [columns, setColumns] = useRemembered<CaseColumn[]>('cases.columns', allColumns);
  const [row, setRow] = useState(0);
  const filterKey = JSON.stringify(filters);
  const cursor = useCursor(filterKey);
  const institutions = useRead(['case-institutions'], routes.caseSearch.institutions, {});
  const found = useRead(
    ['cases', filterKey, cursor.cursor ?? ''],
    routes.caseSearch.find,
    { body: { ...filters, cursor: cursor.cursor, limit: LIMIT } },
    { keep: true },
  );
  const items = found.data?.items ?? [];
  const active = Math.min(row, items.length - 1);
  const move = (by: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, active + by));
    setRow(next);
    document.querySelectorAll('[data-testid=case-row]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  useHotkeys({
    j: () => move(1),
    arrowdown: () => move(1),
    k: () => move(-1),
    arrowup: () => move(-1),
    enter: () => items[active] && navigate(`/review/${items[active].id}`),
    '/': () => box.current?.focus(),
  });

  const choose = (change: Filters): void => {
    setFilters(change);
    setRow(0);
    toKeys();
  };
  const filtered = Boolean(filters.state || filters.businessId || filters.institutionId || filters.text);
  const names = new Map((institutions.data?.items ?? []).map(({ id, name }) => [id, name]));
  return (
    <div className="page">
      <PageHead
        title="办件检索"
        hint={
          <>
            <Key>/</Key> 输入，<Key>J</Key> <Key>K</Key> 上下移动，<Key>Enter</Key> 打开
          </>
        }
      >
        <ColumnChoice names={columnNames} fixed="acceptanceNumber" shown={columns} onChange={setColumns} />
      </PageHead>
      <section className="panel">
        <search className="toolbar">
          <SearchBox
            ref={box}
            text={filters.text}
            className="w-520"
            size="large"
            aria-label="受理编号、单元号、当事人或坐落"
            placeholder="受理编号、单元号、姓名或名称、证件号、坐落开头"
            enterButton="查询"
            maxLength={100}
            onLook={(text) => choose({ text: text || undefined })}
            data-testid="case-search"
          />
          <Select<string>
            aria-label="业务"
            className="w-160"
            size="large"
            popupMatchSelectWidth={false}
            value={filters.businessId ?? ''}
            onChange={(businessId) => choose({ businessId: businessId || undefined })}
            options={[
              { value: '', label: '全部业务' },
              ...allDeclarations().map(({ id, name }) => ({ value: id, label: name })),
            ]}
            data-testid="case-business"
          />
          <Select<CaseState | ''>
            aria-label="状态"
            className="w-160"
            size="large"
            value={filters.state ?? ''}
            onChange={(state) => choose({ state: state || undefined })}
            options={[
              { value: '', label: '全部状态' },
              ...caseStateIds.filter((id) => id !== 'draft').map((id) => ({ value: id, label: caseStates[id].name })),
            ]}
            data-testid="case-state"
          />
          <Select<string>
            aria-label="申请机构"
            className="w-160"
            size="large"
            popupMatchSelectWidth={false}
            showSearch={{ optionFilterProp: 'label' }}
            value={filters.institutionId ?? ''}
            onChange={(institutionId) => choose({ institutionId: institutionId || undefined })}
            options={[{ value: '', label: '全部申请人' }, ...[...names].map(([value, label]) => ({ value, label }))]}
            data-testid="case-institution"
          />
          {filtered && (
            <Button type="link" onClick={clear} data-testid="case-clear">
              清除筛选
            </Button>
          )}
        </search>
        {found.error && !found.data ? (
          <LoadFault error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Table
            data-testid="case-table"
            className="work-table"
            rowKey="id"
            size="medium"
            columns={columnsOf(columns, names)}
            dataSource={items}
            pagination={false}
            loading={found.isPending || found.isPlaceholderData}
            scroll={{ x: 1100 }}
            onRow={(item, index) =>
              ({
                'data-testid': 'case-row',
                'aria-selected': index === active,
                className: index === active ? 'row-active' : '',
                onClick: () => setRow(index ?? 0),
                onDoubleClick: () => navigate(`/review/${item.id}`),
              }) as object
            }
            locale={{
              emptyText: found.isPending ? (
                <div className="empty-space" />
              ) : filtered ? (
                <EmptyHint title="没有查到办件">
                  受理编号、证件号要完整；姓名、名称要与证件一致；单元号、坐落可以只输入开头。也可以{' '}
                  <Button onClick={clear}>清除筛选</Button>
                </EmptyHint>
              ) : (
                <EmptyHint title="还没有办件">有人提出申请后，办件会出现在这里。</EmptyHint>
              ),
            }}
          />
        )}
        <Pager at={cursor} next={found.data?.next ?? null} busy={found.isPlaceholderData} />
      </section>
    </div>
  );
}
