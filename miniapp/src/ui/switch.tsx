import { Text, View } from '@tarojs/components';
import { a11y, classes, onKeys } from './a11y';

interface Props {
  label: string;
  on: boolean;
  onChange(on: boolean): void;
}

export function Switch({ label, on, onChange }: Props) {
  const turn = () => onChange(!on);
  return (
    <View
      className={classes('switch', on && 'switch--on')}
      onClick={turn}
      {...onKeys(turn)}
      {...a11y({ role: 'switch', label, checked: on })}
    >
      <Text>{label}</Text>
      <View className="switch__track">
        <View className="switch__knob" />
      </View>
    </View>
  );
}
