import { capitalAmount, fenOfText, formatFen, parseYuan, textOfFen } from '@zhucheng/shared';
import { Input } from 'antd';
import { useState } from 'react';

interface Props {
  id: string;
  value: unknown;
  status?: 'error' | undefined;
  onChange(value: number | string | undefined): void;
  onLeave(): void;
}

/** An amount typed in yuan, kept in fen; the capital amount (大写金额) is read back while typing. */
export function FenInput({ id, value, status, onChange, onLeave }: Props) {
  const [text, setText] = useState(() => textOfFen(value, 'read'));
  const fen = parseYuan(text);
  return (
    <>
      <Input
        id={id}
        className="mono"
        inputMode="decimal"
        suffix="元"
        value={text}
        {...(status ? { status } : {})}
        aria-describedby={`${id}-capital ${id}-hint ${id}-fault`}
        onChange={(event) => {
          setText(event.target.value);
          onChange(fenOfText(event.target.value));
        }}
        onBlur={() => {
          if (fen !== null) setText(formatFen(fen));
          onLeave();
        }}
      />
      <p className="capital" id={`${id}-capital`} aria-live="polite">
        {fen !== null && fen > 0 ? (
          <>大写：{capitalAmount(fen)}</>
        ) : text.trim() ? (
          '请填数字，最多两位小数，例如 888,000.00'
        ) : (
          ' '
        )}
      </p>
    </>
  );
}
