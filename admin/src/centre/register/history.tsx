import type { UnitDetail } from '@zhucheng/shared';
import { Tooltip } from 'antd';
import { second } from '../../app/format';

const short = (hash: string): string => (hash.length > 16 ? `${hash.slice(0, 8)}…${hash.slice(-6)}` : hash);

function Hash({ label, value }: { label: string; value: string }) {
  return (
    <Tooltip title={<span className="hash-full">{value}</span>}>
      <span className="hash">
        {label} <span className="mono">{short(value)}</span>
      </span>
    </Tooltip>
  );
}

/** The chained entries of a unit, newest first; each shows its own hash and the one it was built on. */
export function History({ entries }: { entries: UnitDetail['history'] }) {
  const newest = [...entries].sort((a, b) => b.seq - a.seq);
  return (
    <ol className="history" data-testid="unit-history">
      {newest.map((entry) => (
        <li key={entry.seq}>
          <span className="history-seq">{entry.seq}</span>
          <div>
            <div className="timeline-line">
              <strong>{entry.kindName}</strong>
              <time className="soft">{second(entry.at)}</time>
            </div>
            <div>{entry.summary}</div>
            <div className="hashes">
              <Hash label="本条" value={entry.hash} />
              <Hash label="上一条" value={entry.prevHash} />
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}
