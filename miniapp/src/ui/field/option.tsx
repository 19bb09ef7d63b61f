import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y, classes, onKeys } from '../a11y';
import { Icon } from '../icon';

interface Props {
  id?: string;
  label: string;
  note?: ReactNode;
  on: boolean;
  many?: boolean;
  bare?: boolean;
  onTap(): void;
}

/** One thing to tick: round when only one may be, square when several may. */
export const Option = ({ id, label, note, on, many, bare, onTap }: Props) => (
  <View
    id={id}
    className={classes('option', on && 'option--on', bare && 'option--bare')}
    onClick={onTap}
    {...onKeys(onTap)}
    {...a11y({ role: many ? 'checkbox' : 'radio', label, checked: on })}
  >
    <View className={classes('option__mark', many && 'option__mark--square')}>
      {on && <Icon name="check-white" size="small" />}
    </View>
    <View className="option__main">
      <View>{label}</View>
      {note && <View className="cell__note">{note}</View>}
    </View>
  </View>
);
