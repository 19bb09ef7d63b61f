import { type Business, batchLimit, departments, routes, type WorkItem } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { type ClipboardEvent, useCallback, useEffect, useMemo, useState } from 'react';
import { CommandFault } from '../../app/errors';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand, useForget } from '../../app/query';
import { Key } from '../../app/ui';
import type { AskStep } from '../../renderer/declarations';
import type { Faults } from '../../renderer/faults';
import { rememberBatch } from '../batch/batch-memory';
import { useBatch } from '../batch/use-batch';
import { AskRow } from './ask-row';
import { block, type Cells, check, isEmpty, paste } from './grid-cells';
import { useAnswers } from './use-answers';

interface Props {
  business: Business;
  step: AskStep;
  items: WorkItem[];
  onSent(ids: string[]): void;
}

const SECOND_LOOK_MS = 5_000;

/** A grid of numbers, a row for each case; a block copied from a spreadsheet goes in at the cell it is pasted into. */
export function AskGrid({ business, step, items, onSent }: Props) {
  const { message } = App.useApp();
  const forget = useForget();
  const [cells, setCells] = useState<Cells>({});
  const [faults, setFaults] = useState<Record<string, Faults>>({});
  const [batchId, setBatchId] = useState<string | null>(null);
  const batch = useBatch(batchId);
  const { answers, busy, run } = useAnswers(step.id);
  const ids = useMemo(() => items.map((item) => item.id), [items]);
  const fill = useCommand(routes.enterprise.fill);
  const versions = useMemo(
    () => new Map(items.map((item) => [item.id, item.versions[step.id] ?? 0])),
    [items, step.id],
  );
  const filled = ids.filter((id) => !isEmpty(cells[id]));
  const running = fill.isPending || (batchId !== null && batch.data?.finished !== true);

  const send = (): void => {
    if (running) return;
    if (filled.length === 0) return void message.info('请先填写至少一行。');
    if (filled.length > batchLimit) return void message.info(`一次最多 ${batchLimit} 件，请分批办理。`);
    const checked = filled.map((caseId) => ({ caseId, ...check(business, step, cells[caseId]!) }));
    setFaults(Object.fromEntries(checked.map(({ caseId, faults: found }) => [caseId, found])));
    const wrong = checked.filter((row) => Object.keys(row.faults).length > 0);
    if (wrong.length > 0) return void message.error(`有 ${wrong.length} 行需要修改，请看标红的格子。`);
    const body = {
      step: step.id,
      rows: checked.map(({ caseId, data }) => ({
        caseId,
        version: answers[caseId]?.version ?? versions.get(caseId) ?? 0,
        data,
      })),
    };
    fill.mutate(
      { body },
      {
        onSuccess: (started) => {
          rememberBatch(started.id, { kind: 'fill', body });
          setBatchId(started.id);
          onSent(filled);
        },
      },
    );
  };
  useConfirmKey(true, send);

  const finished = batch.data?.finished === true;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each batch, when it is finished
  useEffect(() => {
    if (!finished || !batch.data) return;
    const done = batch.data.rows.filter((row) => row.state === 'done').map((row) => row.caseId);
    void run(
      done.filter((id) => id !== null),
      'read',
    );
    void forget('desk');
  }, [finished, batchId]);
  const waiting = Object.entries(answers)
    .filter(([, answer]) => answer.status === 'waiting')
    .map(([id]) => id);
  // Most answers come within seconds; later ones are fetched with the button.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each batch, a little after its first answers
  useEffect(() => {
    if (waiting.length === 0 || busy) return;
    const timer = setTimeout(() => void run(waiting, 'read'), SECOND_LOOK_MS);
    return () => clearTimeout(timer);
  }, [busy, batchId]);

  // Stable callbacks: with memoised rows, a key press draws only its own row again.
  const put = useCallback((id: string, field: string, value: string): void => {
    setCells((before) => ({ ...before, [id]: { ...before[id], [field]: value } }));
    setFaults((before) => (before[id] ? { ...before, [id]: {} } : before));
  }, []);
  const onPaste = useCallback(
    (event: ClipboardEvent, row: number, column: number): void => {
      const rows = block(event.clipboardData.getData('text'));
      if (rows.length === 1 && rows[0]!.length === 1) return;
      event.preventDefault();
      setCells((before) => paste(before, rows, ids, step.fields, { row, column }));
      setFaults({});
      message.success(`已粘贴 ${Math.min(rows.length, ids.length - row)} 行。`);
    },
    [ids, step, message],
  );
  const results = useMemo(() => new Map(batch.data?.rows.map((row) => [row.caseId, row])), [batch.data]);
  return (
    <section className="panel with-bar" data-testid="ask-grid">
      <p className="grid-hint">
        {step.intro} 从表格复制时，列的顺序是：{step.fields.map((field) => field.name).join('、')}。
      </p>
      <div className="grid-scroll">
        <table className="ask-grid">
          <caption className="sr-only">{step.name}</caption>
          <thead>
            <tr>
              <th scope="col" className="number">
                序
              </th>
              <th scope="col">办件</th>
              {step.fields.map((field) => (
                <th key={field.id} scope="col" title={field.hint}>
                  {field.name}
                </th>
              ))}
              <th scope="col">结果</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item, row) => (
              <AskRow
                key={item.id}
                index={row}
                item={item}
                step={step}
                cells={cells[item.id]}
                faults={faults[item.id]}
                result={results.get(item.id)}
                answer={answers[item.id]}
                onChange={put}
                onPaste={onPaste}
              />
            ))}
          </tbody>
        </table>
      </div>
      <CommandFault error={fill.error ?? batch.error} />
      <div className="batch-bar">
        <span aria-live="polite">
          共 {items.length} 件，已填 <strong>{filled.length}</strong> 行
          {batch.data && ` · 已送 ${batch.data.done + batch.data.failed} / ${batch.data.total}`}
          {batch.data && batch.data.failed > 0 && <span className="differs">，{batch.data.failed} 行未成功</span>}
        </span>
        <span className="grow" />
        {waiting.length > 0 && (
          <Button size="large" loading={busy} onClick={() => void run(waiting, 'refresh')} data-testid="ask-refresh">
            刷新 {waiting.length} 件的核验结果
          </Button>
        )}
        <Button
          type="primary"
          size="large"
          loading={running}
          disabled={filled.length === 0}
          onClick={send}
          data-testid="ask-send"
        >
          送{departments[step.of]}核验 {filled.length} 件 <Key>Ctrl+Enter</Key>
        </Button>
      </div>
    </section>
  );
}
