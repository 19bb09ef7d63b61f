import { EraseIcon } from './icons';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Large keys for a code. */
export function Keypad({ onKey, onBack }: { onKey: (key: string) => void; onBack: () => void }) {
  const key = (value: string) => (
    <button key={value} type="button" className="kiosk-key" onClick={() => onKey(value)}>
      {value}
    </button>
  );
  return (
    <div className="kiosk-keys">
      {digits.map(key)}
      <span />
      {key('0')}
      <button type="button" className="kiosk-key" onClick={onBack} aria-label="删除一位">
        <EraseIcon />
      </button>
    </div>
  );
}
