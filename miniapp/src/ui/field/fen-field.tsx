import { capitalAmount, formatFen, parseYuan } from '@zhucheng/shared';
import { useState } from 'react';
import type { FieldProps } from './field';
import { TextField } from './text-field';

interface Props extends FieldProps {
  /** Fen; text that is no amount stays as typed. */
  value: unknown;
  onChange(value: number | string | undefined): void;
}

const shown = (value: unknown): string =>
  typeof value === 'number' ? formatFen(value).replace(/,|\.00$/g, '') : typeof value === 'string' ? value : '';

/** An amount in yuan, with its capital form while typing. */
export function FenField({ value, onChange, ...field }: Props) {
  const [text, setText] = useState(() => shown(value));
  const fen = parseYuan(text);
  const current = value === undefined ? '' : (fen ?? text) === value ? text : shown(value);
  const typed = (next: string) => {
    setText(next);
    onChange(next === '' ? undefined : (parseYuan(next) ?? next));
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
