import type { ReviewCase } from '@zhucheng/shared';
import { acceptance } from '../../app/format';

export interface DecisionProps {
  review: ReviewCase;
  open: boolean;
  onClose: () => void;
  onReload: () => void;
  onDone: (reply: ReviewCase) => void;
}

/** Which case this is about, at the top of every decision. */
export function CaseLine({ review }: { review: ReviewCase }) {
  const { case: view } = review;
  return (
    <p className="case-line-head">
      <strong>{view.unit.location}</strong>
      <span className="soft">
        {view.business.name} · <span className="mono">{acceptance(view.acceptanceNumber)}</span>
      </span>
    </p>
  );
}
