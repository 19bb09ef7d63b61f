import { View } from '@tarojs/components';
import { a11y, classes, onKeys } from './a11y';

interface Props<T extends string> {
  options: ReadonlyArray<{ readonly value: T; readonly label: string; readonly id?: string }>;
  value: NoInfer<T>;
  onChange(value: NoInfer<T>): void;
}

/** Two or three ways to the same thing, one of them open. */
export const Tabs = <const T extends string>({ options, value, onChange }: Props<T>) => (
  <View className="tabs">
    {options.map((option) => (
      <View
        key={option.value}
        id={option.id}
        className={classes('tabs__one', option.value === value && 'tabs__one--on')}
        onClick={() => onChange(option.value)}
        {...onKeys(() => onChange(option.value))}
        {...a11y({ role: 'radio', label: option.label, checked: option.value === value })}
      >
        {option.label}
      </View>
    ))}
  </View>
);
