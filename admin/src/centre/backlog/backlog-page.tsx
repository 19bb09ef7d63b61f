import { ReloadOutlined } from '@ant-design/icons';
import { type BacklogCell, type BacklogView, type CaseState, routes, type TimeLeft, timeLeft } from '@zhucheng/shared';
import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { LoadFault } from '../../app/errors';
import { acceptance, elapsed, minute } from '../../app/format';
import { useRead } from '../../app/query';
import { useRole } from '../../app/session';
import { DeadlineText, EmptyHint, PageHead, PageSkeleton, Panel, StateTag } from '../../app/ui';
import { BacklogCases } from './backlog-cases';
import { address, lefts, Mark } from './backlog-parts';
import { Board } from './board';
import './backlog.css';

const ours: CaseState[] = ['submitted', 'reviewing', 'registering', 'suspended'];
const hints: Record<TimeLeft, string> = {
  overdue: '先办这些',
  today: '今天下班前办完',
  soon: '排进这两天',
  later: '不着急',
  none: '等条件恢复',
};
const sum = (cells: BacklogCell[], pick: (cell: BacklogCell) => number = (cell) => cell.count) =>
  cells.reduce((total, cell) => total + pick(cell), 0);

/** Deadlines and backlog (时限与积压): how many open cases, how much time is left, who has them. */
export function Component() {
  const [search] = useSearchParams();
  const [business, setBusiness] = useState('');
  const board = useRead(['backlog'], routes.backlog.overview, {}, { every: 60_000, keep: true });
  if (board.error && !board.data) return <LoadFault error={board.error} onRetry={() => void board.refetch()} />;
  if (!board.data) return <PageSkeleton />;
  if (search.has('list')) return <BacklogCases board={board.data} />;
  const view = board.data;
  const businesses = new Map(view.cells.map((cell) => [cell.businessId, cell.businessName]));
  const cells = view.cells.filter((cell) => !business || cell.businessId === business);
  const toDo = cells.filter((cell) => ours.includes(cell.state));
  const waiting = cells.filter((cell) => !ours.includes(cell.state));
  const more: Record<string, string> = business ? { businessId: business } : {};
  return (
    <div className="page">
      <PageHead
        title="时限与积压"
        hint={`${view.scope === 'all' ? '全中心的在办件' : '您领取的和没有人领取的在办件'}，${minute(view.at)} 统计，每分钟更新。点数字看办件。`}
      >
        <Select
          aria-label="业务"
          className="w-260"
          value={business}
          onChange={setBusiness}
          options={[{ value: '', label: '全部业务' }, ...[...businesses].map(([value, label]) => ({ value, label }))]}
          data-testid="backlog-business"
        />
        <Button icon={<ReloadOutlined />} onClick={() => void board.refetch()} loading={board.isRefetching}>
          刷新
        </Button>
      </PageHead>
      <nav className="counts" aria-label="按剩余时间">
        {lefts.map((left) => (
          <Link
            key={left}
            className={`count left-${left}`}
            to={address({ left, ...more })}
            data-testid={`left-${left}`}
          >
            <span className="count-label">
              <Mark left={left} /> {timeLeft[left]}
            </span>
            <strong className="count-value">{sum(cells.filter((cell) => cell.left === left))}</strong>
            <span className="count-hint">{hints[left]}</span>
          </Link>
        ))}
      </nav>
      {cells.length === 0 ? (
        <Panel title="在办件">
          <EmptyHint title="没有积压">群众提交申请后，数字会出现在这里。</EmptyHint>
        </Panel>
      ) : (
        <>
          <Board title="等登记中心办" cells={toDo} more={more} empty="中心手上没有要办的件。" />
          <Board title="等申请人" cells={waiting} more={more} empty="没有在等申请人的件。" />
        </>
      )}
      <div className="columns-2 backlog-below">
        <Panel
          title="没有人领取、最先到期"
          extra={<Link to={address({ state: 'reviewing', claimedBy: 'none' })}>全部</Link>}
          flush
        >
          <Unclaimed items={view.unclaimed} />
        </Panel>
        <Panel title={view.scope === 'all' ? '每人手上的件' : '我手上的件'} flush>
          <Officers officers={view.officers} />
        </Panel>
      </div>
    </div>
  );
}

function Unclaimed({ items }: { items: BacklogView['unclaimed'] }) {
  if (items.length === 0) return <EmptyHint title="都有人领取了">新的办件通过系统审核后会出现在这里。</EmptyHint>;
  return (
    <ul className="case-lines">
      {items.map((item) => (
        <li key={item.id}>
          <CaseLine id={item.id}>
            <span className="case-line-main">
              <strong>{item.location}</strong>
              <span className="soft">
                {item.businessName} · <span className="mono">{acceptance(item.acceptanceNumber)}</span> · 已等{' '}
                {elapsed(item.stateSince)}
              </span>
            </span>
            <span className="case-line-side">
              <DeadlineText at={item.deadlineAt} withDate={false} />
              <StateTag state={item.state} name={item.stateName} />
            </span>
          </CaseLine>
        </li>
      ))}
    </ul>
  );
}

/** An administrator sees the board, but does not open cases. */
function CaseLine({ id, children }: { id: string; children: ReactNode }) {
  const opens = useRole('officer', 'registrar', 'auditor');
  return opens ? <Link to={`/review/${id}`}>{children}</Link> : <div className="case-line-still">{children}</div>;
}

function Officers({ officers }: { officers: BacklogView['officers'] }) {
  if (officers.length === 0) return <EmptyHint title="没有人领取办件">领取后，每个人的数量会出现在这里。</EmptyHint>;
  const most = Math.max(...officers.map((officer) => officer.open));
  return (
    <table className="parties officers" data-testid="officers">
      <thead>
        <tr>
          <th scope="col">审核员</th>
          <th scope="col" aria-label="数量比较" />
          <th scope="col">在办</th>
          <th scope="col">已超期</th>
          <th scope="col">今天</th>
          <th scope="col">1–2 个工作日</th>
        </tr>
      </thead>
      <tbody>
        {officers.map(({ id, name, mine, open, overdue, today, soon }) => (
          <tr key={id}>
            <th scope="row">{mine ? `${name}（我）` : name}</th>
            <td className="officer-bar">
              <span className="bar" style={{ width: `${(100 * open) / most}%` }} aria-hidden="true" />
            </td>
            <td>
              <Link to={address({ state: 'reviewing', claimedBy: id })}>{open}</Link>
            </td>
            {(
              [
                ['overdue', overdue],
                ['today', today],
                ['soon', soon],
              ] as const
            ).map(([left, n]) => (
              <td key={left}>
                {n > 0 ? (
                  <Link to={address({ state: 'reviewing', claimedBy: id, left })}>
                    <Mark left={left} /> {n}
                  </Link>
                ) : (
                  <span className="soft">0</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
