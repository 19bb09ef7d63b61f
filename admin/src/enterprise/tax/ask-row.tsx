import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled, LoadingOutlined } from '@ant-design/icons';
import type { BatchView, WorkItem } from '@zhucheng/shared';
import { type ClipboardEvent, type KeyboardEvent, memo } from 'react';
import { Link } from 'react-router';
import { acceptance } from '../../app/format';
import type { AskStep } from '../../renderer/declarations';
import { type Faults, faultAt } from '../../renderer/faults';
import { PartyNames } from '../../renderer/party-names';
import type { Answer } from './use-answers';

interface Props {
  index: number;
  item: WorkItem;
  step: AskStep;
  cells: Record<string, string> | undefined;
  faults: Faults | undefined;
  result: BatchView['rows'][number] | undefined;
  answer: Answer | undefined;
  onChange(caseId: string, field: string, value: string): void;
  onPaste(event: ClipboardEvent, row: number, column: number): void;
}

/** Up, down and Enter go through a column, as in a spreadsheet. */
function goDown(event: KeyboardEvent<HTMLInputElement>): void {
  const by = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
  const { row, column } = event.currentTarget.dataset;
  const next = document.querySelector<HTMLInputElement>(
    `.ask-grid input[data-row="${Number(row) + by}"][data-column="${column}"]`,
  );
  event.preventDefault();
  next?.focus();
  next?.select();
}

const none: Faults = {};

export const AskRow = memo(function AskRow(props: Props) {
  const { index, item, step, cells, faults = none, result, answer, onChange, onPaste } = props;
  return (
    <tr data-testid="ask-row">
      <td className="number">{index + 1}</td>
      <th scope="row">
        <Link to={`/work/${item.id}`}>{item.location}</Link>
        <span className="soft block">
          <span className="mono">{acceptance(item.acceptanceNumber)}</span>{' '}
          {item.parties.length > 0 && <PartyNames parties={item.parties} />}
        </span>
      </th>
      {step.fields.map((field, column) => {
        const fault = faultAt(faults, field.id);
        return (
          <td key={field.id} className={fault ? 'cell bad' : 'cell'}>
            <input
              className="mono"
              aria-label={`第 ${index + 1} 行 ${field.name}`}
              aria-invalid={fault !== undefined}
              title={fault ?? field.hint}
              autoComplete="off"
              maxLength={100}
              value={cells?.[field.id] ?? ''}
              data-row={index}
              data-column={column}
              onChange={(event) => onChange(item.id, field.id, event.target.value)}
              onPaste={(event) => onPaste(event, index, column)}
              onKeyDown={goDown}
              data-testid={`ask-${index}-${field.id}`}
            />
            {fault && (
              <span className="field-fault" role="alert">
                {fault}
              </span>
            )}
          </td>
        );
      })}
      <td className="ask-result">
        <Result result={result} answer={answer} />
      </td>
    </tr>
  );
});

function Result({ result, answer }: Pick<Props, 'result' | 'answer'>) {
  if (answer?.status === 'done')
    return (
      <span className="row-done">
        <CheckCircleFilled /> {answer.message}
      </span>
    );
  if (answer?.status === 'waiting')
    return (
      <span className="row-waiting">
        <ClockCircleFilled /> {answer.message}
      </span>
    );
  if (answer || result?.state === 'failed')
    return (
      <span className="row-failed">
        <CloseCircleFilled /> {answer?.message ?? result?.message ?? '没有成功，请重试。'}
      </span>
    );
  if (result)
    return (
      <span className="row-waiting">
        <LoadingOutlined /> 正在送核
      </span>
    );
  return <span className="soft">—</span>;
}
