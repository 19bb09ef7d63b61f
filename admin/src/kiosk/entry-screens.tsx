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
      <Keypad onKey={(key) => value.length < 10 && onChange(value + key)} onBack={() => onChange(value.slice(0, -1))} />
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

export const Fault = ({ text }: { text: string | null }) => (
  <div className="kiosk-fault" role="alert" data-testid="kiosk-fault">
    {text}
  </div>
);
