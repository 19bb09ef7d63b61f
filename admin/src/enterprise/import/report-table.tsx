import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import type { SheetItem, SheetPreview, SheetStep } from '@zhucheng/shared';
import { Segmented, Table } from 'antd';
import { useMemo, useState } from 'react';
import { acceptance } from '../../app/format';
import { EmptyHint } from '../../app/ui';
import { summaryOf } from './summary';

type Shown = 'all' | 'good' | 'faulty';
const PAGE = 50;

/** 5、7–9 */
export function rowsText(rows: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]!;
    while (rows[i + 1] === rows[i]! + 1) i++;
    parts.push(rows[i] === from ? String(from) : `${from}–${rows[i]}`);
  }
  return parts.join('、');
}

/** What each row will do, or why it cannot; what is wrong comes first. */
export function ReportTable({ step, report }: { step: SheetStep; report: SheetPreview }) {
  const [shown, setShown] = useState<Shown>(report.faulty > 0 ? 'faulty' : 'all');
  const [page, setPage] = useState(1);
  const items = useMemo(
    () => report.items.filter(({ data }) => shown === 'all' || (data !== null) === (shown === 'good')),
    [report, shown],
  );
  const hidden = useMemo(() => new Set(report.hiddenRows), [report]);
  return (
    <>
      <div className="toolbar">
        <Segmented<Shown>
          aria-label="显示哪些行"
          value={shown}
          onChange={(next) => {
            setShown(next);
            setPage(1);
          }}
          options={[
            { value: 'faulty', label: `有问题 ${report.faulty}` },
            { value: 'good', label: `可以提交 ${report.good}` },
            { value: 'all', label: `全部 ${report.items.length}` },
          ]}
          data-testid="import-filter"
        />
      </div>
      <Table<SheetItem>
        className="work-table report-table"
        rowKey={(item) => item.rows[0]!}
        size="small"
        scroll={{ x: 1000 }}
        dataSource={items}
        pagination={
          items.length > PAGE
            ? { current: page, onChange: setPage, pageSize: PAGE, showSizeChanger: false, showQuickJumper: true }
            : false
        }
        onRow={(item) => ({ 'data-testid': 'import-row', 'data-good': item.data !== null }) as object}
        locale={{ emptyText: <EmptyHint title={shown === 'faulty' ? '没有有问题的行' : '没有这一类的行'} /> }}
        columns={[
          {
            title: '行号',
            width: 96,
            render: (_, { rows }) => (
              <>
                <span className="mono">{rowsText(rows)}</span>
                {rows.some((row) => hidden.has(row)) && <small className="block incomplete">隐藏行</small>}
              </>
            ),
          },
          { title: '办件', width: 320, render: (_, item) => <About item={item} /> },
          {
            title: '结果',
            width: 130,
            render: (_, { data, replaces }) =>
              data ? (
                <span className="row-done">
                  <CheckCircleFilled /> 可以提交
                  {replaces && <small className="block incomplete">将替换已填内容</small>}
                </span>
              ) : (
                <span className="row-failed">
                  <CloseCircleFilled /> 有问题
                </span>
              ),
          },
          {
            title: '内容或问题',
            render: (_, item) => (item.data ? <Summary step={step} item={item} /> : <Faults item={item} />),
          },
        ]}
      />
    </>
  );
}

function About({ item }: { item: SheetItem }) {
  return (
    <>
      {item.about || <span className="soft">没有写是哪一件</span>}
      <span className="soft block">
        {item.acceptanceNumber && <span className="mono">{acceptance(item.acceptanceNumber)} </span>}
        {item.people}
      </span>
    </>
  );
}

function Faults({ item }: { item: SheetItem }) {
  return (
    <ul className="report-faults">
      {item.faults.map(({ row, column, message }) => (
        <li key={`${row} ${column} ${message}`}>
          <strong>
            {item.rows.length > 1 && `第 ${row} 行`} {column}
          </strong>{' '}
          {message}
        </li>
      ))}
    </ul>
  );
}

const Summary = ({ step, item }: { step: SheetStep; item: SheetItem }) => (
  <span className="report-summary">
    {summaryOf(step, item).map((part) => (
      <span key={part}>{part}</span>
    ))}
  </span>
);
