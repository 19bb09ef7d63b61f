import { View } from '@tarojs/components';
import { classes } from './a11y';

/** Where in a form one is: "第 2 步，共 4 步". */
export const Steps = ({ names, at }: { names: readonly string[]; at: number }) => (
  <View>
    <View className="steps__text">{`第 ${at + 1} 步，共 ${names.length} 步：${names[at] ?? ''}`}</View>
    <View className="steps" aria-hidden="true">
      {names.map((name, index) => (
        <View key={name} className={classes('steps__bar', index <= at && 'steps__bar--done')} />
      ))}
    </View>
  </View>
);
