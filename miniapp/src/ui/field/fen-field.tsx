import { capitalAmount, fenOfText, formatFen, parseYuan, textOfFen } from '@zhucheng/shared';
import { useState } from 'react';
import type { FieldProps } from './field';
import { TextField } from './text-field';

interface Props extends FieldProps {
  /** Fen; text that is no amount stays as typed. */
  value: unknown;
  onChange(value: number | string | undefined): void;
}

/** An amount in yuan, with its capital form while typing. */
export function FenField({ value, onChange, ...field }: Props) {
  const [text, setText] = useState(() => textOfFen(value, 'typed'));
  const fen = parseYuan(text);
  const current = value === undefined ? '' : fenOfText(text) === value ? text : textOfFen(value, 'typed');
  const typed = (next: string) => {
    setText(next);
    onChange(fenOfText(next));
  };
  return (
    <TextField
      {...field}
      keyboard="digit"
      after="元"
      maxLength={20}
      value={current}
      onChange={typed}
      below={fen !== null && fen > 0 ? `${formatFen(fen)} 元，大写：${capitalAmount(fen)}` : undefined}
    />
  );
}
