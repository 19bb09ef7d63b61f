import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Icon } from './icon';

export interface Moment {
  title: string;
  state: 'done' | 'now' | 'next' | 'stopped';
  time?: string;
  note?: ReactNode;
}

const SPOKEN = { done: '已完成', now: '进行中', next: '未开始', stopped: '已停止' } as const;

/** What happened, what is happening, what is to come. */
export const Timeline = ({ items }: { items: readonly Moment[] }) => (
  <View className="timeline">
    {items.map(({ title, state, time, note }) => (
      <View className={`timeline__item timeline__item--${state}`} key={`${title}${time ?? ''}`}>
        <View className="timeline__rail" />
        <View className="timeline__dot">{state === 'done' && <Icon name="check-white" size="small" />}</View>
        <View className="timeline__main">
          <View className="timeline__title" aria-label={`${title}，${SPOKEN[state]}`}>
            {title}
          </View>
          {time && <View className="timeline__note">{time}</View>}
          {note && <View className="timeline__note">{note}</View>}
        </View>
      </View>
    ))}
  </View>
);
