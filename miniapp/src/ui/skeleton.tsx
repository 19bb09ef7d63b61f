import { View } from '@tarojs/components';
import { a11y } from './a11y';

/** Grey lines in the shape of what is being loaded. */
export const Skeleton = ({ rows = 3 }: { rows?: number }) => (
  <View className="card" {...a11y({ role: 'status', label: '正在加载' })}>
    {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
      <View className="skeleton__row" key={row} />
    ))}
  </View>
);
