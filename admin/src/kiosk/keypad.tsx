import { EraseIcon } from './icons';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const letters = [...'ABCDEFGHJKLMNPQRTUWXY'];

/** Large keys; `x` adds the check letter of resident IDs, `credit` the letters of credit codes. */
export function Keypad(props: { extra: 'none' | 'x' | 'credit'; onKey: (key: string) => void; onBack: () => void }) {
  const { extra, onKey, onBack } = props;
  const key = (value: string) => (
    <button key={value} type="button" className="kiosk-key" onClick={() => onKey(value)}>
      {value}
    </button>
  );
  return (
    <div>
      {extra === 'credit' && <div className="kiosk-letters">{letters.map(key)}</div>}
      <div className="kiosk-keys">
        {digits.map(key)}
        {extra === 'x' ? key('X') : <span />}
        {key('0')}
        <button type="button" className="kiosk-key" onClick={onBack} aria-label="删除一位">
          <EraseIcon />
        </button>
      </div>
    </div>
  );
}
