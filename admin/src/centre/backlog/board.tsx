import { type BacklogCell, caseStateIds, caseStates, type TimeLeft, timeLeft } from '@zhucheng/shared';
import { Link } from 'react-router';
import { Panel } from '../../app/ui';
import { address, lefts, Mark } from './backlog-parts';

interface Row {
  key: string;
  state: BacklogCell['state'];
  businessId: string;
  businessName: string;
  counts: Record<TimeLeft, number>;
  total: number;
  unclaimed: number;
}

function rowsOf(cells: BacklogCell[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { state, businessId, businessName, left, count, unclaimed } of cells) {
    const key = `${state} ${businessId}`;
    const counts = { overdue: 0, today: 0, soon: 0, later: 0, none: 0 };
    const row = rows.get(key) ?? { key, state, businessId, businessName, counts, total: 0, unclaimed: 0 };
    row.counts[left] += count;
    row.total += count;
    row.unclaimed += unclaimed;
    rows.set(key, row);
  }
  return [...rows.values()].sort(
    (a, b) => caseStateIds.indexOf(a.state) - caseStateIds.indexOf(b.state) || b.total - a.total,
  );
}

interface Props {
  title: string;
  cells: BacklogCell[];
  more: Record<string, string>;
  empty: string;
}

/** State and business by time left: a number that opens its list, and a bar of how it is made up. */
export function Board({ title, cells, more, empty }: Props) {
  const rows = rowsOf(cells);
  const most = Math.max(1, ...rows.map((row) => row.total));
  return (
    <Panel title={title} extra={`共 ${rows.reduce((sum, row) => sum + row.total, 0)} 件`} flush testId="backlog-board">
      {rows.length === 0 ? (
        <p className="pad soft">{empty}</p>
      ) : (
        <table className="parties board">
          <thead>
            <tr>
              <th scope="col">状态</th>
              <th scope="col">业务</th>
              <th scope="col" className="board-bar">
                构成
              </th>
              {lefts.map((left) => (
                <th scope="col" key={left}>
                  <Mark left={left} /> {timeLeft[left]}
                </th>
              ))}
              <th scope="col">合计</th>
              <th scope="col">没人领取</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <BoardRow key={row.key} row={row} most={most} more={more} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function BoardRow({ row, most, more }: { row: Row; most: number; more: Record<string, string> }) {
  const { state, businessId, businessName, counts, total, unclaimed } = row;
  const filter = { ...more, state, businessId };
  const name = `${caseStates[state].name}，${businessName}`;
  return (
    <tr>
      <th scope="row">{caseStates[state].name}</th>
      <td>{businessName}</td>
      <td className="board-bar">
        <span className="bar-track" style={{ width: `${(100 * total) / most}%` }} aria-hidden="true">
          {lefts
            .filter((left) => counts[left] > 0)
            .map((left) => (
              <span key={left} className={`bar-part left-${left}`} style={{ flexGrow: counts[left] }} />
            ))}
        </span>
      </td>
      {lefts.map((left) => (
        <td key={left}>
          {counts[left] > 0 ? (
            <Link to={address({ ...filter, left })} aria-label={`${name}，${timeLeft[left]} ${counts[left]} 件`}>
              {counts[left]}
            </Link>
          ) : (
            <span className="soft">0</span>
          )}
        </td>
      ))}
      <td>
        <Link to={address(filter)} aria-label={`${name}，共 ${total} 件`}>
          <strong>{total}</strong>
        </Link>
      </td>
      <td>
        {unclaimed > 0 ? (
          <Link to={address({ ...filter, claimedBy: 'none' })} aria-label={`${name}，没人领取 ${unclaimed} 件`}>
            {unclaimed}
          </Link>
        ) : (
          <span className="soft">{state === 'reviewing' ? 0 : '—'}</span>
        )}
      </td>
    </tr>
  );
}
