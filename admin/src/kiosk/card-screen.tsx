import { Frame } from './frame';
import { CardOnReader } from './icons';
import type { Proof } from './proofs';
import { useProof } from './use-proof';
import { type WaitingProps, WaitingState } from './waiting';

/** The identity card on the reader beside the screen; goes on by itself once it has been read. */
export function CardScreen({ proof, onOpened, onEnded, onBack, onLeave }: WaitingProps & { proof: Proof }) {
  const state = useProof(proof, onOpened, onEnded);
  return (
    <Frame step={2} title="请把身份证放在读卡区" onLeave={onLeave}>
      <div className="kiosk-card" data-testid="kiosk-card">
        <CardOnReader />
        <p>
          用取件人<b>本人</b>的身份证，平放，先不要拿开。
        </p>
      </div>
      <WaitingState
        {...state}
        waiting="正在等您的身份证"
        done="读到了，正在核对…"
        end="，读到后自动进入下一步"
        onBack={onBack}
      />
    </Frame>
  );
}
