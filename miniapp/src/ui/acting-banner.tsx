import { View } from '@tarojs/components';
import { overRead, stopActing, useActing, useOver } from '@/core/acting';
import { a11y, onKeys } from './a11y';
import { Icon } from './icon';

interface Props {
  id: string;
  words: string;
  label: string;
  onTap(): void;
}

/** What the banner looks like; in whose name, the app knows. */
export const ActingWords = ({ id, words, label, onTap }: Props) => (
  <View id={id} className="acting" {...a11y({ live: 'polite' })}>
    <Icon name="family" size="small" />
    <View className="acting__words">{words}</View>
    <View
      id={`${id}-stop`}
      className="acting__stop"
      hoverClass="acting__stop--pressed"
      onClick={onTap}
      {...onKeys(onTap)}
      {...a11y({ role: 'button', label: `${words}，${label}` })}
    >
      {label}
    </View>
  </View>
);

/** Says on every page in whose name one acts, or that this is over; one tap leads back to oneself. */
export function ActingBanner() {
  const acting = useActing();
  const over = useOver();
  if (acting)
    return <ActingWords id="acting" words={`正在代 ${acting.principal} 办理`} label="切回本人" onTap={stopActing} />;
  if (over)
    return (
      <ActingWords id="over" words={`${over} 给您的委托已经结束，已切回您本人。`} label="知道了" onTap={overRead} />
    );
  return null;
}
