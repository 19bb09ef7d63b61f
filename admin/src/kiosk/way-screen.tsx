import { Fault } from './entry-screens';
import { Frame } from './frame';
import { CardIcon, FaceIcon, OfficeIcon } from './icons';

/** After the code: how to show whose it is. */
export function WayScreen(props: {
  reader: boolean;
  busy: boolean;
  fault: string | null;
  onCard: () => void;
  onFace: () => void;
  onClerk: () => void;
  onBack: () => void;
  onLeave: () => void;
}) {
  const { reader, busy, fault, onCard, onFace, onClerk, onBack, onLeave } = props;
  const ways = [
    ...(reader ? [{ id: 'card', icon: <CardIcon />, name: '身份证', text: '放在机器的读卡区', onPick: onCard }] : []),
    { id: 'face', icon: <FaceIcon />, name: '刷脸', text: '用自己的手机支付宝扫码', onPick: onFace },
    { id: 'clerk', icon: <OfficeIcon />, name: '单位取件', text: '由单位经办人在电脑上同意', onPick: onClerk },
  ];
  return (
    <Frame step={2} title="请选择怎样核对本人" onLeave={onLeave}>
      <p className="kiosk-hint">任选一种，打印的证书一样。</p>
      <Fault text={fault} />
      <div className="kiosk-ways" data-ways={ways.length}>
        {ways.map(({ id, icon, name, text, onPick }) => (
          <button
            key={id}
            type="button"
            className="kiosk-way"
            disabled={busy}
            onClick={onPick}
            data-testid={`kiosk-way-${id}`}
          >
            {icon}
            <strong>{name}</strong>
            <span>{text}</span>
          </button>
        ))}
      </div>
      <p className="kiosk-hint" data-testid="kiosk-window">
        都不方便？请带证件到窗口，工作人员帮您办。
      </p>
      <button type="button" className="kiosk-quiet" onClick={onBack} data-testid="kiosk-way-back">
        返回
      </button>
    </Frame>
  );
}
