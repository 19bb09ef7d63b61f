import { Input, type InputProps, View } from '@tarojs/components';
import { type ReactNode, useState } from 'react';
import { classes, inputName } from '../a11y';
import { Field, type FieldProps } from './field';

/** Which keyboard opens. */
export type Keyboard = 'text' | 'number' | 'digit' | 'idcard' | 'phone' | 'password';

interface Props extends FieldProps {
  value: string;
  onChange(value: string): void;
  onLeave?: () => void;
  keyboard?: Keyboard;
  example?: string;
  maxLength?: number;
  before?: string;
  after?: string;
  /** A button inside the box: scan, send code, show password. */
  side?: ReactNode;
  below?: ReactNode;
}

const BROWSER = process.env.TARO_ENV === 'h5';
const TYPE: Record<Keyboard, InputProps['type']> = {
  text: 'text',
  number: (BROWSER ? 'tel' : 'number') as InputProps['type'],
  digit: 'digit',
  idcard: 'idcard',
  // Alipay and WeChat show the digit pad for `number`; a browser shows the telephone pad for `tel`.
  phone: (BROWSER ? 'tel' : 'number') as InputProps['type'],
  password: 'text',
};

export function TextField(props: Props) {
  const {
    value,
    onChange,
    onLeave,
    keyboard = 'text',
    example,
    maxLength = 140,
    before,
    after,
    side,
    ...field
  } = props;
  const [focused, setFocused] = useState(false);
  return (
    <Field {...field}>
      <View
        className={classes('box', field.error && 'box--wrong', focused && 'box--focus', field.disabled && 'box--off')}
      >
        {before && <View className="box__fixed">{before}</View>}
        <Input
          className="box__input"
          type={TYPE[keyboard]}
          password={keyboard === 'password'}
          value={value}
          placeholder={example}
          placeholderClass="box__hint"
          maxlength={maxLength}
          disabled={field.disabled}
          {...inputName(field.label)}
          onInput={(event) => onChange(event.detail.value)}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false);
            onLeave?.();
          }}
        />
        {after && <View className="box__fixed">{after}</View>}
        {side && <View className="box__side">{side}</View>}
      </View>
    </Field>
  );
}
