import { QRCode } from 'antd';
import { Fault } from './entry-screens';
import { Frame } from './frame';
import type { FaceProof } from './proofs';
import { useProof } from './use-proof';
import { OtherWay, type WaitingProps, WaitingState } from './waiting';

const terms = [
  ['只用来核对本人', '确认您就是这个取件码的主人，不作别的用途。'],
  ['在您自己的手机上刷', '您的姓名和身份证号会发给支付宝，由它比对。自助机不拍照。'],
  ['不保存人脸照片', '我们只收到“通过”或“没有通过”。'],
  ['不同意也能打印', '点“换一种方式”用身份证，或到窗口，不影响办理。'],
] as const;

/** A face is asked for only after its own consent. */
export function ConsentScreen(props: {
  busy: boolean;
  fault: string | null;
  onAgree: () => void;
  onBack: () => void;
  onLeave: () => void;
}) {
  const { busy, fault, onAgree, onBack, onLeave } = props;
  return (
    <Frame step={2} title="刷脸前，请您单独同意" onLeave={onLeave}>
      <ul className="kiosk-terms" data-testid="kiosk-terms">
        {terms.map(([name, text]) => (
          <li key={name}>
            <strong>{name}</strong>
            <span>{text}</span>
          </li>
        ))}
      </ul>
      <Fault text={fault} />
      <button type="button" className="kiosk-main" disabled={busy} onClick={onAgree} data-testid="kiosk-face-agree">
        {busy ? '请稍候…' : '我同意，开始刷脸'}
      </button>
      <OtherWay onBack={onBack} />
    </Frame>
  );
}

/** The address of the check as a QR code, for the phone of the person; goes on by itself once it has passed. */
export function FaceScreen({ proof, onOpened, onEnded, onBack, onLeave }: WaitingProps & { proof: FaceProof }) {
  const state = useProof(proof, onOpened, onEnded);
  return (
    <Frame step={2} title="请用手机支付宝扫码刷脸" onLeave={onLeave}>
      <div className="kiosk-face">
        <ol className="kiosk-proof-steps">
          <li>打开手机支付宝，点“扫一扫”</li>
          <li>对准二维码，按手机提示刷脸</li>
          <li>刷完看这里，会自动进入下一步</li>
        </ol>
        <div className="kiosk-qr" role="img" aria-label="支付宝刷脸二维码" data-testid="kiosk-face-qr">
          <QRCode
            value={proof.url}
            type="svg"
            errorLevel="L"
            bordered={false}
            color="#0d2f3d"
            bgColor="#ffffff"
            style={{ width: '100%', height: 'auto', aspectRatio: 1 }}
          />
        </div>
        <WaitingState
          {...state}
          waiting="正在等您刷脸"
          done="刷脸通过，正在打开…"
          end="，到时二维码失效"
          onBack={onBack}
        />
      </div>
    </Frame>
  );
}
