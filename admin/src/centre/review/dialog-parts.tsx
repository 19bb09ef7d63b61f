import type { ReviewCase } from '@zhucheng/shared';
import { useEffect, useRef } from 'react';
import { acceptance } from '../../app/format';
import { session } from '../../app/session';

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

/** Ctrl or ⌘ with Enter confirms an open dialog, also from inside a text area. */
export function useConfirmKey(open: boolean, confirm: () => void): void {
  const latest = useRef(confirm);
  latest.current = confirm;
  useEffect(() => {
    if (!open) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat || session.get()?.expired) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [open]);
}
