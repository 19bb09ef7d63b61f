import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

/** Name and value pairs, as on a printed form. */
export const Facts = ({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) => (
  <View className="facts">
    {rows.map(([name, value]) => (
      <View className="facts__row" key={name}>
        <View className="facts__name">{name}</View>
        <View className="facts__value">{value}</View>
      </View>
    ))}
  </View>
);
