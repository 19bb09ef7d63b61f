import { View } from '@tarojs/components';

export const Bullets = ({ items }: { items: readonly string[] }) => (
  <View className="bullets">
    {items.map((item) => (
      <View className="bullets__one" key={item}>
        {item}
      </View>
    ))}
  </View>
);
