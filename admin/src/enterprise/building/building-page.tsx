import { LeftOutlined, ReloadOutlined } from '@ant-design/icons';
import { type BuildingTable, type Business, batchLimit } from '@zhucheng/shared';
import { Button, Checkbox, Input, type InputRef } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useHotkeys } from '../../app/hotkeys';
import { useRemembered } from '../../app/remembered';
import { EmptyHint, Key, PageHead } from '../../app/ui';
import { BuildingGrid } from './building-grid';
import { applicableOf, type Filters, shown } from './building-model';
import { Legend } from './legend';
import { OpenCheck } from './open-check';

interface Props {
  business: Business;
  /** Survey number and credit code that opened the table; sent again with the chosen units. */
  verify: Record<string, unknown>;
  table: BuildingTable;
  onBack(): void;
  onReload(): void;
  reloading: boolean;
}

/** Chooses units on the building table (楼盘表) and, after a look at the choice, opens their cases in one batch. */
export function BuildingPage({ business, verify, table, onBack, onReload, reloading }: Props) {
  const searchBox = useRef<InputRef>(null);
  const [onlyApplicable, setOnlyApplicable] = useRemembered('building.applicable', false);
  const [standings, setStandings] = useState<Filters['standings']>([]);
  const [search, setSearch] = useState('');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [checking, setChecking] = useState(false);
  const units = useMemo(
    () => shown(table.units, { onlyApplicable, standings, search }),
    [table, onlyApplicable, standings, search],
  );
  const chosen = useMemo(() => table.units.filter((unit) => unit.applicable && ticked.has(unit.id)), [table, ticked]);
  const selected = useMemo(() => new Set(chosen.map((unit) => unit.id)), [chosen]);
  const may = applicableOf(units);
  const tooMany = chosen.length > batchLimit;
  useHotkeys(
    {
      '/': () => searchBox.current?.focus(),
      n: chosen.length > 0 && !tooMany ? () => setChecking(true) : undefined,
    },
    !checking,
  );

  if (checking)
    return (
      <OpenCheck business={business} verify={verify} table={table} units={chosen} onBack={() => setChecking(false)} />
    );
  const filtered = onlyApplicable || standings.length > 0 || search !== '';
  return (
    <div className="page building-page">
      <Button className="back" type="link" icon={<LeftOutlined />} onClick={onBack}>
        重新校验
      </Button>
      <PageHead
        title={table.estate}
        hint={
          <>
            {business.name} · 楼盘表 · 权籍调查编号 <span className="mono">{table.surveyNumber}</span> ·{' '}
            {table.developer}
          </>
        }
      >
        <Button icon={<ReloadOutlined />} onClick={onReload} loading={reloading}>
          刷新
        </Button>
      </PageHead>
      <section className="panel building-panel">
        <search className="toolbar">
          <Input
            ref={searchBox}
            className="w-160"
            allowClear
            aria-label="房号或不动产单元号"
            placeholder="房号、单元号  /"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            data-testid="building-search"
          />
          <Checkbox
            checked={onlyApplicable}
            onChange={(event) => setOnlyApplicable(event.target.checked)}
            data-testid="building-applicable"
          >
            隐藏不可办理
          </Checkbox>
          <span className="grow" />
          <span className="soft keys-hint">
            方向键移动 · <Key>空格</Key> 勾选 · <Key>F</Key> 整层 · <Key>Ctrl+A</Key> 全部
          </span>
          <Button
            disabled={may.length === 0}
            onClick={() => setTicked(new Set([...selected, ...may.map((unit) => unit.id)]))}
            data-testid="building-all"
          >
            勾选全部可办理（{may.length}）
          </Button>
        </search>
        <Legend units={table.units} chosen={standings} onChange={setStandings} />
        {units.length > 0 ? (
          <BuildingGrid units={units} selected={selected} onSelect={setTicked} />
        ) : (
          <EmptyHint title={filtered ? '没有符合条件的单元' : '楼盘表上还没有单元'}>
            {filtered ? (
              <Button
                onClick={() => {
                  setOnlyApplicable(false);
                  setStandings([]);
                  setSearch('');
                }}
              >
                查看全部单元
              </Button>
            ) : (
              '完成权籍调查后，单元会出现在这里。'
            )}
          </EmptyHint>
        )}
        <section className="batch-bar" aria-label="已选单元">
          <span aria-live="polite" data-testid="building-chosen">
            已选 <strong>{chosen.length}</strong> 套
            {tooMany && <span className="differs">，一次最多 {batchLimit} 套，请分批办理</span>}
            {chosen.length === 0 && <span className="soft">，在上面勾选要办理的单元</span>}
          </span>
          <span className="grow" />
          {chosen.length > 0 && (
            <Button type="text" onClick={() => setTicked(new Set())}>
              全部取消
            </Button>
          )}
          <Button
            type="primary"
            size="large"
            disabled={chosen.length === 0 || tooMany}
            onClick={() => setChecking(true)}
            data-testid="building-next"
          >
            成批立案 <Key>N</Key>
          </Button>
        </section>
      </section>
    </div>
  );
}
