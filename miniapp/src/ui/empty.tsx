import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Icon } from './icon';
import type { IconName } from './icons';

interface Props {
  icon?: IconName;
  title: string;
  note?: string;
  action?: ReactNode;
}

/** An empty list says what belongs here and what to do. */
export const Empty = ({ icon = 'cases', title, note, action }: Props) => (
  <View className="empty">
    <View className="empty__icon">
      <Icon name={icon} size="large" />
    </View>
    <View className="empty__title">{title}</View>
    {note && <View className="small">{note}</View>}
    {action && <View className="empty__action">{action}</View>}
  </View>
);
