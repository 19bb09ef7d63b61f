import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y } from '../a11y';

/** What every field has in common. */
export interface FieldProps {
  /** Stable name on the page: for tests, and to scroll to a mistake. */
  id?: string;
  label: string;
  hint?: string;
  error?: string;
  optional?: boolean;
  disabled?: boolean;
}

interface Props extends FieldProps {
  children: ReactNode;
  /** Derived text under the input, such as an amount in words. */
  below?: ReactNode;
}

/** Label above, help between, mistake below: always in words. */
export const Field = ({ id, label, hint, error, optional, below, children }: Props) => (
  <View className="field" id={id}>
    <View className="field__label">
      <Text>{label}</Text>
      {optional && <Text className="field__optional">（可不填）</Text>}
    </View>
    {hint && <View className="field__hint">{hint}</View>}
    {children}
    {below && <View className="field__below">{below}</View>}
    {error && (
      <View className="field__error" {...a11y({ role: 'alert' })}>
        {error}
      </View>
    )}
  </View>
);
