import { DownloadOutlined, FileExcelOutlined, ReloadOutlined } from '@ant-design/icons';
import {
  type CaseState,
  caseStateIds,
  caseStates,
  type Readiness,
  readinessIds,
  readinessNames,
  routes,
  type WorkItem,
} from '@zhucheng/shared';
import { App, Button, type InputRef, Select, Table } from 'antd';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { asApiError } from '../../app/api';
import { LoadFault } from '../../app/errors';
import { download } from '../../app/files';
import { day } from '../../app/format';
import { toKeys, useHotkeys } from '../../app/hotkeys';
import { useRead } from '../../app/query';
import { useRemembered } from '../../app/remembered';
import { SearchBox } from '../../app/search-box';
import { EmptyHint, Key, PageHead, Pager, useCursor } from '../../app/ui';
import { ColumnChoice } from '../../renderer/column-choice';
import { askSteps, declarationOf } from '../../renderer/declarations';
import { useVisit, visitOf } from '../appointments/use-visit';
import { useDesk } from '../use-desk';
import { ActDialog } from './act-dialog';
import { type BatchAction, fits } from './batch-actions';
import { useTicks } from './use-ticks';
import { columnNames, columnsOf, firstColumns, type WorkColumn } from './work-columns';
import { useFilters } from './work-filters';

const LIMIT = 50;
const batchActions: Array<{ id: BatchAction; name: string; key: string }> = [
  { id: 'send', name: '发起授权', key: 'S' },
  { id: 'remind', name: '提醒授权', key: 'R' },
  { id: 'submit', name: '提交', key: 'T' },
  { id: 'withdraw', name: '撤回', key: 'W' },
];

/** All cases of the institution: what each still lacks, who has authorised, and what can be done with many at once. */
export function Component() {
  const navigate = useNavigate();
  const { message } = App.useApp();
  const searchBox = useRef<InputRef>(null);
  const desk = useDesk();
  const [filters, choose, clear] = useFilters();
  const [columns, setColumns] = useRemembered<WorkColumn[]>('work.columns', firstColumns);
  const [row, setRow] = useState(0);
  const [acting, setActing] = useState<BatchAction | null>(null);
  const filterKey = JSON.stringify(filters);
  const cursor = useCursor(filterKey);
  const ticks = useTicks<WorkItem>(filterKey);
  const list = useRead(
    ['work', filterKey, cursor.cursor ?? ''],
    routes.enterprise.find,
    { body: { ...filters, cursor: cursor.cursor, limit: LIMIT } },
    { every: 60_000, keep: true },
  );
  const items = list.data?.items ?? [];
  const active = Math.min(row, items.length - 1);
  const move = (by: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, active + by));
    setRow(next);
    document.querySelectorAll('[data-testid=work-row]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  const tickActive = (): void => {
    const item = items[active];
    if (!item) return;
    const now = ticks.ids.filter((id) => items.some((each) => each.id === id));
    ticks.put(items, now.includes(item.id) ? now.filter((id) => id !== item.id) : [...now, item.id]);
  };
  const act = (id: BatchAction) => () => (ticks.items.length > 0 ? setActing(id) : message.info('请先勾选办件。'));
  useHotkeys({
    j: () => move(1),
    arrowdown: () => move(1),
    k: () => move(-1),
    arrowup: () => move(-1),
    x: tickActive,
    ' ': tickActive,
    enter: () => items[active] && navigate(`/work/${items[active].id}`),
    '/': () => searchBox.current?.focus(),
    s: act('send'),
    r: act('remind'),
    t: act('submit'),
    w: act('withdraw'),
  });
  const exportList = (): void => {
    download(routes.sheets.workList.path, `业务列表-${day(Date.now())}.xlsx`, filters).catch((error) =>
      message.error(asApiError(error).message),
    );
  };
  // A case may be of a business that can no longer be started.
  const businesses = desk.data?.businesses ?? [];
  const asks = ticks.items.filter((item) => {
    const business = declarationOf(item.businessId);
    return business && askSteps(business).some((step) => item.missing.includes(step.name));
  });
  const visit = useVisit();
  const wanted = visitOf(ticks.items);
  const filtered = Boolean(filters.businessId || filters.state || filters.readiness || filters.text);
  return (
    <div className="page">
      <PageHead
        title="业务列表"
        hint={
          <>
            <Key>J</Key> <Key>K</Key> 上下移动，<Key>X</Key> 勾选，<Key>Enter</Key> 打开，<Key>/</Key> 搜索
          </>
        }
      >
        <Link to="/desk">
          <Button type="primary" size="large" tabIndex={-1}>
            办理新业务
          </Button>
        </Link>
      </PageHead>
      <section className="panel with-bar">
        <search className="toolbar">
          <Select<string>
            aria-label="业务"
            className="w-220"
            value={filters.businessId ?? ''}
            onChange={(businessId) => {
              choose({ businessId: businessId || undefined });
              toKeys();
            }}
            options={[
              { value: '', label: '全部业务' },
              ...businesses.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            data-testid="work-business"
          />
          <Select<CaseState | ''>
            aria-label="状态"
            className="w-160"
            value={filters.state ?? ''}
            onChange={(state) => {
              choose({ state: state || undefined });
              toKeys();
            }}
            options={[
              { value: '', label: '全部状态' },
              ...caseStateIds.filter((id) => id !== 'draft').map((id) => ({ value: id, label: caseStates[id].name })),
            ]}
            data-testid="work-state"
          />
          <Select<Readiness | ''>
            aria-label="办理进度"
            className="w-160"
            value={filters.readiness ?? ''}
            onChange={(readiness) => {
              choose({ readiness: readiness || undefined });
              toKeys();
            }}
            options={[
              { value: '', label: '全部进度' },
              ...readinessIds.map((id) => ({ value: id, label: readinessNames[id] })),
            ]}
            data-testid="work-readiness"
          />
          <SearchBox
            ref={searchBox}
            text={filters.text}
            aria-label="受理编号、单元号、当事人或坐落"
            className="w-260"
            placeholder="受理编号、单元号、姓名或坐落"
            maxLength={60}
            onLook={(text) => choose({ text: text || undefined })}
            data-testid="work-search"
          />
          {filtered && (
            <Button type="link" onClick={() => clear()}>
              清除筛选
            </Button>
          )}
          <span className="grow" />
          <Link to={filters.businessId ? `/import?business=${encodeURIComponent(filters.businessId)}` : '/import'}>
            <Button icon={<FileExcelOutlined />} tabIndex={-1} data-testid="work-import">
              从表格填写
            </Button>
          </Link>
          <Button icon={<ReloadOutlined />} onClick={() => void list.refetch()} loading={list.isRefetching}>
            刷新
          </Button>
          <Button icon={<DownloadOutlined />} onClick={exportList} data-testid="work-export">
            导出
          </Button>
          <ColumnChoice names={columnNames} fixed="acceptanceNumber" shown={columns} onChange={setColumns} />
        </search>
        {list.error && !list.data ? (
          <LoadFault error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Table
            data-testid="work-table"
            className="work-table"
            rowKey="id"
            size="small"
            columns={columnsOf(columns)}
            dataSource={items}
            pagination={false}
            loading={list.isPending || list.isPlaceholderData}
            scroll={{ x: 1000 }}
            rowSelection={ticks.boxes(items, ({ acceptanceNumber }) => acceptanceNumber)}
            onRow={(item, index) =>
              ({
                'data-testid': 'work-row',
                className: index === active ? 'row-active' : '',
                onClick: () => setRow(index ?? 0),
                onDoubleClick: () => navigate(`/work/${item.id}`),
              }) as object
            }
            locale={{
              emptyText: list.isPending ? (
                <div className="empty-space" />
              ) : filtered ? (
                <EmptyHint title="没有符合条件的办件">
                  换个条件，或 <Button onClick={() => clear()}>查看全部</Button>
                </EmptyHint>
              ) : (
                <EmptyHint title="还没有办件">
                  到<Link to="/desk">工作台</Link>选一项业务开始办理。
                </EmptyHint>
              ),
            }}
          />
        )}
        <Pager at={cursor} next={list.data?.next ?? null} busy={list.isPlaceholderData} />
        {ticks.items.length > 0 && (
          <section className="batch-bar" aria-label="对勾选的办件">
            <span aria-live="polite" data-testid="work-ticked">
              已勾选 <strong>{ticks.items.length}</strong> 件
            </span>
            <Button type="text" onClick={ticks.clear}>
              全部取消
            </Button>
            <span className="grow" />
            {asks.length > 0 && (
              <Button
                size="large"
                onClick={() => navigate('/tax', { state: { ids: asks.map((item) => item.id) } })}
                data-testid="work-ask"
              >
                批量填写核验信息 {asks.length} 件
              </Button>
            )}
            {wanted && (
              <Button size="large" onClick={() => visit(wanted)} data-testid="work-visit">
                预约到网点 {wanted.cases.length} 件
              </Button>
            )}
            {batchActions.map(({ id, name, key }) => {
              const able = ticks.items.filter((item) => fits(id, item)).length;
              return (
                <Button
                  key={id}
                  size="large"
                  type={id === 'send' || id === 'submit' ? 'primary' : 'default'}
                  danger={id === 'withdraw'}
                  disabled={able === 0}
                  onClick={act(id)}
                  data-testid={`work-${id}`}
                >
                  {name} {able} 件 <Key>{key}</Key>
                </Button>
              );
            })}
          </section>
        )}
      </section>
      {acting && <ActDialog action={acting} items={ticks.items} onClose={() => setActing(null)} />}
    </div>
  );
}
