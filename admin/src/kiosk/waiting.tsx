import type { KioskFault } from './device';
import { Fault } from './entry-screens';
import type { OpenedVisit } from './proofs';
import type { Waiting } from './use-proof';

/** What every screen that waits for a proof can lead to. */
export interface WaitingProps {
  onOpened: (visit: OpenedVisit) => void;
  onEnded: (fault: KioskFault) => void;
  onBack: () => void;
  onLeave: () => void;
}

const minutes = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** That it is being waited, for how long yet, and the way out. */
export function WaitingState(props: Waiting & { waiting: string; done: string; end: string; onBack: () => void }) {
  const { left, passed, trouble, waiting, done, end, onBack } = props;
  return (
    <div className="kiosk-proof-now">
      <p className="kiosk-proof-state" role="status" data-testid="kiosk-proof-state">
        <span className="kiosk-dot" aria-hidden="true" />
        {passed ? done : waiting}
      </p>
      <p className="kiosk-hint">
        还剩{' '}
        <b className="kiosk-left" role="timer" data-testid="kiosk-proof-left">
          {minutes(left)}
        </b>
        {end}
      </p>
      <Fault text={trouble} />
      <OtherWay onBack={onBack} />
    </div>
  );
}

export const OtherWay = ({ onBack }: { onBack: () => void }) => (
  <button type="button" className="kiosk-quiet" onClick={onBack} data-testid="kiosk-other-way">
    换一种方式
  </button>
);
