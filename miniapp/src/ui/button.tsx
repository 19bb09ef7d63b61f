import { type ButtonProps, Button as TaroButton } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y, classes, onKeys } from './a11y';

interface Props {
  id?: string;
  children: ReactNode;
  kind?: 'main' | 'quiet' | 'danger' | 'text';
  busy?: boolean;
  disabled?: boolean;
  label?: string;
  className?: string;
  onTap?: () => void;
  /** For what only a real button of the host may do: phone number, share, privacy consent. */
  host?: Partial<ButtonProps> & Record<string, unknown>;
}

/** While busy it keeps its place, says so, and takes no second tap. */
export function Button({ id, children, kind = 'main', busy, disabled, label, className, onTap, host }: Props) {
  const off = Boolean(busy || disabled);
  return (
    <TaroButton
      id={id}
      className={classes('button', `button--${kind}`, off && 'button--off', className)}
      hoverClass={off ? 'none' : 'button--pressed'}
      {...(off ? { disabled: true } : {})}
      onClick={off ? undefined : onTap}
      {...onKeys(off ? undefined : onTap)}
      {...a11y({ ...(process.env.TARO_ENV === 'h5' && { role: 'button' as const }), label, disabled: off })}
      {...host}
    >
      {busy ? '请稍候…' : children}
    </TaroButton>
  );
}
