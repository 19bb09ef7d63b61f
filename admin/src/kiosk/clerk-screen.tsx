import { Frame } from './frame';
import type { ClerkProof } from './proofs';
import { useProof } from './use-proof';
import { type WaitingProps, WaitingState } from './waiting';

/** For institutions: a number to compare with the clerk's own screen; goes on by itself once the clerk has agreed. */
export function ClerkScreen({ proof, onOpened, onEnded, onBack, onLeave }: WaitingProps & { proof: ClerkProof }) {
  const state = useProof(proof, onOpened, onEnded);
  return (
    <Frame step={2} title="请单位经办人在电脑上同意" onLeave={onLeave}>
      <div className="kiosk-clerk">
        <div className="kiosk-number">
          <span>核对号</span>
          <output data-testid="kiosk-clerk-number">{proof.number}</output>
        </div>
        <ol className="kiosk-proof-steps">
          <li>单位经办人登录登记平台的机构工作台</li>
          <li>核对页面上的数字和这里一样</li>
          <li>点“同意取件”，这里自动进入下一步</li>
        </ol>
      </div>
      <WaitingState
        {...state}
        waiting="正在等单位经办人同意"
        done="已同意，正在打开…"
        end="，到时失效；没有人值守请到窗口"
        onBack={onBack}
      />
    </Frame>
  );
}
