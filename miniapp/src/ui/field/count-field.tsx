import { View } from '@tarojs/components';
import { a11y, classes, onKeys } from '../a11y';
import { Field, type FieldProps } from './field';

interface Props extends FieldProps {
  value: number;
  min: number;
  max: number;
  onChange(value: number): void;
}

/** Few of something: one less, one more. */
export function CountField({ value, min, max, onChange, ...field }: Props) {
  const step = (by: number, words: string, sign: string) => {
    const next = value + by;
    const off = next < min || next > max;
    const act = off ? undefined : () => onChange(next);
    return (
      <View
        id={field.id && `${field.id}-${by > 0 ? 'more' : 'less'}`}
        className={classes('count__button', off && 'count__button--off')}
        {...(act ? { onClick: act } : {})}
        {...onKeys(act)}
        {...a11y({ role: 'button', label: `${field.label}${words}`, disabled: off })}
      >
        {sign}
      </View>
    );
  };
  return (
    <Field {...field}>
      <View className="count">
        {step(-1, '减一', '－')}
        <View className="count__value" {...a11y({ live: 'polite' })}>
          {String(value)}
        </View>
        {step(1, '加一', '＋')}
      </View>
    </Field>
  );
}
