import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y, classes, onKeys } from './a11y';
import { Icon } from './icon';
import type { IconName } from './icons';

interface Props {
  id?: string;
  title: string;
  icon?: IconName;
  note?: string;
  value?: ReactNode;
  /** Under the note, where it takes no width from the words. */
  mark?: ReactNode;
  onTap?: () => void;
}

/** One line of a list; with `onTap` it leads somewhere and shows so. */
export function Cell({ id, title, icon, note, value, mark, onTap }: Props) {
  // In a browser without a label: it would replace the value and the mark, which are read out as text.
  const label = process.env.TARO_ENV === 'h5' ? undefined : note ? `${title}，${note}` : title;
  const spoken = onTap ? a11y({ role: 'button', label }) : {};
  return (
    <View
      id={id}
      className="cell"
      hoverClass={onTap ? 'cell--pressed' : 'none'}
      {...(onTap ? { onClick: onTap } : {})}
      {...onKeys(onTap)}
      {...spoken}
    >
      {icon && <Icon name={icon} className="cell__icon" />}
      <View className="cell__main">
        <View>{title}</View>
        {note && <View className="cell__note">{note}</View>}
        {mark && <View className="cell__mark">{mark}</View>}
      </View>
      {value !== undefined && <View className={classes('cell__value')}>{value}</View>}
      {onTap && <Icon name="right-grey" size="small" />}
    </View>
  );
}
