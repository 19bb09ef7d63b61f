import { creditCode, residentId } from '@zhucheng/shared';
import { useState } from 'react';
import { Frame } from './frame';
import { Keypad } from './keypad';

const grouped = (value: string, sizes: readonly number[]): string => {
  const parts: string[] = [];
  let at = 0;
  for (const size of sizes) {
    parts.push(value.slice(at, at + size));
    at += size;
  }
  return parts.filter(Boolean).join(' ');
};

interface EntryProps {
  value: string;
  onChange: (value: string) => void;
  onNext: () => void;
  onLeave: () => void;
  fault: string | null;
  busy: boolean;
}

/** First the pickup code, ten digits. */
export function CodeScreen({ value, onChange, onNext, onLeave, fault, busy }: EntryProps) {
  return (
    <Frame step={1} title="请输入取件码" onLeave={onLeave}>
      <p className="kiosk-hint">取件码是 10 位数字，在手机“我的预约”或电子证照里可以看到。</p>
      <output className="kiosk-entry" aria-label="已输入的取件码" data-testid="kiosk-code">
        {grouped(value, [3, 3, 4]) || '　'}
      </output>
      <Fault text={fault} />
      <Keypad
        extra="none"
        onKey={(key) => value.length < 10 && onChange(value + key)}
        onBack={() => onChange(value.slice(0, -1))}
      />
      <button
        type="button"
        className="kiosk-main"
        disabled={value.length !== 10 || busy}
        onClick={onNext}
        data-testid="kiosk-code-next"
      >
        下一步
      </button>
    </Frame>
  );
}

/** Then the full number of the document, a person's or an institution's. */
export function IdScreen(props: EntryProps & { onBack: () => void }) {
  const { value, onChange, onNext, onBack, onLeave, fault, busy } = props;
  const [credit, setCredit] = useState(false);
  const problem = credit ? creditCode.problem(value) : residentId.problem(value);
  const wrong = value.length === 18 ? problem : null;
  return (
    <Frame step={2} title={credit ? '请输入单位的统一社会信用代码' : '请输入身份证号'} onLeave={onLeave}>
      <p className="kiosk-hint">{credit ? '预约单位的代码，18 位。' : '预约人或权利人本人的身份证号，18 位。'}</p>
      <output className="kiosk-entry" aria-label="已输入的证件号" data-testid="kiosk-id">
        {grouped(value, [6, 8, 4]) || '　'}
      </output>
      <Fault text={fault ?? wrong} />
      <Keypad
        extra={credit ? 'credit' : 'x'}
        onKey={(key) => value.length < 18 && onChange(value + key)}
        onBack={() => onChange(value.slice(0, -1))}
      />
      <button
        type="button"
        className="kiosk-main"
        disabled={problem !== null || busy}
        onClick={onNext}
        data-testid="kiosk-id-next"
      >
        {busy ? '正在核对，请稍候…' : '下一步'}
      </button>
      <div className="kiosk-row">
        <button
          type="button"
          className="kiosk-quiet"
          onClick={() => {
            setCredit(!credit);
            onChange('');
          }}
        >
          {credit ? '我是个人，输入身份证号' : '我是单位经办人，输入信用代码'}
        </button>
        <button type="button" className="kiosk-quiet" onClick={onBack} data-testid="kiosk-id-back">
          返回
        </button>
      </div>
    </Frame>
  );
}

export const Fault = ({ text }: { text: string | null }) => (
  <div className="kiosk-fault" role="alert" data-testid="kiosk-fault">
    {text}
  </div>
);
