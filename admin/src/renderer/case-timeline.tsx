import { type CaseView, caseStates } from '@zhucheng/shared';
import { second } from '../app/format';

/** Everything that happened, newest first, in sentences. */
export function CaseTimeline({ entries }: { entries: CaseView['timeline'] }) {
  const newest = [...entries].sort((a, b) => b.at - a.at);
  return (
    <ol className="timeline" data-testid="timeline">
      {newest.map((entry) => (
        <li key={`${entry.at}-${entry.action}-${entry.by}`}>
          <span className={`timeline-dot tone-${caseStates[entry.state].tone}`} aria-hidden="true" />
          <div>
            <div className="timeline-line">
              <strong>{entry.name}</strong>
              <span className="soft">{entry.by}</span>
            </div>
            {entry.note && <div className="timeline-note">{entry.note}</div>}
            <time className="soft">
              {second(entry.at)} · {entry.stateName}
            </time>
          </div>
        </li>
      ))}
    </ol>
  );
}
