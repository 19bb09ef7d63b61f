import { QRCode } from 'antd';
import type { KioskFault } from './device';
import { Fault } from './entry-screens';
import { Frame } from './frame';
import { CardIcon, FaceIcon } from './icons';
import './kiosk-face.css';
import { type FaceAttempt, type FaceVisit, useFace } from './use-face';

/** The ways out of every screen of the face check. */
interface Ways {
  onId: () => void;
  onBack: () => void;
  onLeave: () => void;
}

const WaysOut = ({ onId, onBack }: Omit<Ways, 'onLeave'>) => (
  <div className="kiosk-ways-out">
    <button type="button" className="kiosk-quiet" onClick={onId} data-testid="kiosk-face-id">
      改用证件号
    </button>
    <button type="button" className="kiosk-quiet" onClick={onBack} data-testid="kiosk-face-back">
      返回
    </button>
  </div>
);

/** After the code: by the number of the document, or by face. */
export function WayScreen({ onId, onFace, onBack, onLeave }: Ways & { onFace: () => void }) {
  return (
    <Frame step={2} title="请选择怎样核对本人" onLeave={onLeave}>
      <p className="kiosk-hint">两种方式任选一种，打印的证书一样。</p>
      <div className="kiosk-ways">
        <button type="button" className="kiosk-way" onClick={onId} data-testid="kiosk-way-id">
          <CardIcon />
          <strong>用证件号</strong>
          <span>输入身份证号；单位输入信用代码</span>
        </button>
        <button type="button" className="kiosk-way" onClick={onFace} data-testid="kiosk-way-face">
          <FaceIcon />
          <strong>刷脸</strong>
          <span>用自己的手机支付宝扫码，不用输号码</span>
        </button>
      </div>
      <button type="button" className="kiosk-quiet" onClick={onBack} data-testid="kiosk-way-back">
        返回
      </button>
    </Frame>
  );
}

const terms = [
  ['只用来核对本人', '确认您就是这个取件码的主人，不作别的用途。'],
  ['在您自己的手机上刷', '您的姓名和身份证号会发给支付宝，由它比对。自助机不拍照。'],
  ['不保存人脸照片', '我们只收到“通过”或“没有通过”。'],
  ['不同意也能打印', '点“改用证件号”，不影响办理。'],
] as const;

/** A face is asked for only after its own consent. */
export function ConsentScreen(props: Ways & { busy: boolean; fault: string | null; onAgree: () => void }) {
  const { busy, fault, onAgree, onId, onBack, onLeave } = props;
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
      <WaysOut onId={onId} onBack={onBack} />
    </Frame>
  );
}

const minutes = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** The address of the check as a QR code, for the phone of the person; goes on by itself once it has passed. */
export function FaceScreen(
  props: Ways & {
    attempt: FaceAttempt;
    onOpened: (visit: FaceVisit) => void;
    onEnded: (fault: KioskFault) => void;
  },
) {
  const { attempt, onOpened, onEnded, onId, onBack, onLeave } = props;
  const { left, passed, trouble } = useFace(attempt, onOpened, onEnded);
  return (
    <Frame step={2} title="请用手机支付宝扫码刷脸" onLeave={onLeave}>
      <div className="kiosk-face">
        <ol className="kiosk-face-steps">
          <li>打开手机支付宝，点“扫一扫”</li>
          <li>对准二维码，按手机提示刷脸</li>
          <li>刷完看这里，会自动进入下一步</li>
        </ol>
        <div className="kiosk-qr" role="img" aria-label="支付宝刷脸二维码" data-testid="kiosk-face-qr">
          <QRCode
            value={attempt.url}
            type="svg"
            errorLevel="L"
            bordered={false}
            color="#0d2f3d"
            bgColor="#ffffff"
            style={{ width: '100%', height: 'auto', aspectRatio: 1 }}
          />
        </div>
        <div className="kiosk-face-now">
          <p className="kiosk-face-state" role="status" data-testid="kiosk-face-state">
            <span className="kiosk-dot" aria-hidden="true" />
            {passed ? '刷脸通过，正在打开…' : '正在等您刷脸'}
          </p>
          <p className="kiosk-hint">
            还剩{' '}
            <b className="kiosk-left" role="timer" data-testid="kiosk-face-left">
              {minutes(left)}
            </b>
            ，到时二维码失效
          </p>
          <Fault text={trouble} />
          <WaysOut onId={onId} onBack={onBack} />
        </div>
      </div>
    </Frame>
  );
}
