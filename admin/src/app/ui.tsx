import { CheckCircleFilled, ClockCircleOutlined, FieldTimeOutlined, WarningFilled } from '@ant-design/icons';
import { type CaseState, caseStates, unitNumber } from '@zhucheng/shared';
import { Button, Skeleton, Tooltip } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { deadline, minute, tone } from './format';

/** Name and purpose of a page, with its main control on the right. */
export function PageHead({ title, hint, children }: { title: ReactNode; hint?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    if (typeof title === 'string') document.title = `${title} · 珠城e登`;
  }, [title]);
  return (
    <div className="page-head">
      <div>
        <h1>{title}</h1>
        {hint && <p>{hint}</p>}
      </div>
      {children && <div className="page-head-actions">{children}</div>}
    </div>
  );
}

/** A line of a list of facts; give the list the class `facts`. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A titled block of a page. */
export function Panel(props: {
  title: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  testId?: string;
}) {
  return (
    <section className="panel" data-testid={props.testId}>
      <header className="panel-head">
        <h2>{props.title}</h2>
        {props.extra && <div className="panel-extra">{props.extra}</div>}
      </header>
      <div className={props.flush ? 'panel-body flush' : 'panel-body'}>{props.children}</div>
    </section>
  );
}

export function StateTag({ state, name }: { state: CaseState; name?: string }) {
  return <span className={`state-tag tone-${tone(state)}`}>{name ?? caseStates[state].name}</span>;
}

/** A key to press, shown beside what it does. */
export const Key = ({ children }: { children: string }) => (
  <span className="key" aria-hidden="true">
    {children}
  </span>
);

const urgencyIcon = {
  none: null,
  normal: <FieldTimeOutlined />,
  soon: <ClockCircleOutlined />,
  today: <WarningFilled />,
  over: <WarningFilled />,
};

export function DeadlineText({ at, withDate = true }: { at: number | null; withDate?: boolean }) {
  const { text, urgency } = deadline(at);
  return (
    <span className={`deadline deadline-${urgency}`}>
      <span className="deadline-words">
        {urgencyIcon[urgency]} {text}
      </span>
      {at !== null && withDate && <span className="deadline-date">{minute(at)}</span>}
    </span>
  );
}

/** 450502 001001 GB00001 F00010001 */
export const UnitNumber = ({ value }: { value: string }) => (
  <span className="mono nowrap" title={value}>
    {unitNumber.group(value)}
  </span>
);

/** The pearl above the waves, drawn in lines: the picture of every quiet or failed page. */
export const Pearl = ({ width }: { width: number }) => (
  <svg width={width} height={(width * 2) / 3} viewBox="0 0 72 48" aria-hidden="true">
    <circle cx="36" cy="16" r="9" fill="#fff" stroke="#9cc4d4" strokeWidth="2" />
    <path d="M6 32c5 0 5 4 10 4s5-4 10-4 5 4 10 4 5-4 10-4 5 4 10 4 5-4 10-4" className="empty-wave" />
    <path d="M16 42c4 0 4 3 8 3s4-3 8-3 4 3 8 3 4-3 8-3 4 3 8 3" className="empty-wave faint" />
  </svg>
);

/** Nothing here, and what to do about it. */
export function EmptyHint({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty-hint" role="status">
      <Pearl width={72} />
      <strong>{title}</strong>
      {children && <div>{children}</div>}
    </div>
  );
}

export function PageSkeleton() {
  return (
    <div className="page" role="status" aria-busy="true" aria-label="正在载入">
      <Skeleton active title={{ width: 220 }} paragraph={{ rows: 2, width: ['60%', '40%'] }} />
      <div className="panel skeleton-panel">
        <Skeleton active paragraph={{ rows: 8 }} />
      </div>
    </div>
  );
}

/** Forward and back through pages of a cursor. */
export function useCursor(filterKey: string) {
  const [stack, setStack] = useState<{ key: string; cursors: string[] }>({ key: filterKey, cursors: [] });
  const cursors = stack.key === filterKey ? stack.cursors : [];
  return {
    cursor: cursors.at(-1),
    pageNumber: cursors.length + 1,
    forward: (next: string) => setStack({ key: filterKey, cursors: [...cursors, next] }),
    back: () => setStack({ key: filterKey, cursors: cursors.slice(0, -1) }),
  };
}

export function Pager({ at, next, busy }: { at: ReturnType<typeof useCursor>; next: string | null; busy?: boolean }) {
  if (at.pageNumber === 1 && !next) return null;
  return (
    <nav className="pager" aria-label="翻页">
      <Button disabled={at.pageNumber === 1 || busy} onClick={at.back} data-testid="page-back">
        上一页
      </Button>
      <span>第 {at.pageNumber} 页</span>
      <Button disabled={!next || busy} onClick={() => next && at.forward(next)} data-testid="page-forward">
        下一页
      </Button>
    </nav>
  );
}

/** Intact or broken, said with an icon and words. */
export function Verdict({ good, children, hint }: { good: boolean; children: ReactNode; hint?: string }) {
  return (
    <Tooltip title={hint}>
      <span className={good ? 'verdict good' : 'verdict bad'}>
        {good ? <CheckCircleFilled /> : <WarningFilled />} {children}
      </span>
    </Tooltip>
  );
}
