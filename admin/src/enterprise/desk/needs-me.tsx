import { type CaseState, routes, type WorkItem } from '@zhucheng/shared';
import { Skeleton } from 'antd';
import { Link } from 'react-router';
import { acceptance } from '../../app/format';
import { useRead } from '../../app/query';
import { DeadlineText, EmptyHint, Panel } from '../../app/ui';

const MOST = 100;
const SHOWN = 8;

const useCases = (state: CaseState) =>
  useRead(['work', 'desk', state], routes.enterprise.list, { query: { state, limit: MOST } }, { every: 60_000 });

const soonest = (a: WorkItem, b: WorkItem): number =>
  (a.deadlineAt ?? Number.MAX_SAFE_INTEGER) - (b.deadlineAt ?? Number.MAX_SAFE_INTEGER);

interface Counts {
  consents: number;
  correction: number;
  /** Unread messages to the institution. */
  messages: number;
}

/** What stands still until a clerk acts: corrections first, then what only needs to be sent or submitted. */
export function NeedsMe({ consents, correction, messages }: Counts) {
  const filling = useCases('verified');
  const authorising = useCases('authorising');
  const correcting = useCases('correction');
  const busy = filling.isPending || authorising.isPending || correcting.isPending;
  // A case without actions for this clerk is a colleague's.
  const all = (query: typeof filling): WorkItem[] =>
    (query.data?.items ?? []).filter(({ actions }) => actions.length > 0);
  const submit = all(authorising).filter((item) => item.actions.includes('submit'));
  const send = all(filling).filter((item) => item.actions.includes('send'));
  const fill = all(filling).filter((item) => !item.actions.includes('send'));
  const lines: Array<{ item: WorkItem; what: string }> = [
    ...all(correcting).map((item) => ({ item, what: '按补正通知修改' })),
    ...submit.map((item) => ({ item, what: '各方已授权，可以提交' })),
    ...send.map((item) => ({ item, what: '已填写完整，可以发起授权' })),
    ...fill.sort(soonest).map((item) => ({
      item,
      what: item.missing.length ? `还缺：${item.missing.join('、')}` : '继续填写',
    })),
  ];
  const nothing = !busy && lines.length === 0 && consents === 0 && messages === 0;
  return (
    <Panel
      title="等我处理"
      extra={correction > 0 ? `${correction} 件待补正` : <Link to="/work?state=verified">填写中的</Link>}
      flush
      testId="desk-needs"
    >
      {busy && (
        <div className="pad">
          <Skeleton active title={false} paragraph={{ rows: 5 }} />
        </div>
      )}
      {consents > 0 && (
        <Link className="needs-consents" to="/consents">
          <strong>{consents} 件</strong>需要本机构同意或不同意
        </Link>
      )}
      {messages > 0 && (
        <Link className="needs-consents" to="/messages" data-testid="needs-messages">
          <strong>{messages} 条</strong>通知没有看过
        </Link>
      )}
      {nothing && <EmptyHint title="没有等您处理的办件">从左边选一项业务开始办理。</EmptyHint>}
      <ul className="case-lines">
        {lines.slice(0, SHOWN).map(({ item, what }) => (
          <li key={item.id}>
            <Link to={`/work/${item.id}`}>
              <span className="case-line-main">
                <strong>{item.location}</strong>
                <span className="soft">
                  {item.businessName} · <span className="mono">{acceptance(item.acceptanceNumber)}</span>
                </span>
              </span>
              <span className="case-line-side">
                <span className="needs-what">{what}</span>
                <DeadlineText at={item.deadlineAt} withDate={false} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {lines.length > SHOWN && (
        <p className="pad soft">
          还有 {lines.length - SHOWN} 件，<Link to="/work">到业务列表查看</Link>
        </p>
      )}
    </Panel>
  );
}
