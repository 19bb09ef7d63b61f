import { View } from '@tarojs/components';
import { stopActing, useActing } from '@/core/acting';
import { a11y, onKeys } from './a11y';
import { Icon } from './icon';

/** Says on every page in whose name one acts; one tap leads back to oneself. */
export function ActingBanner() {
  const acting = useActing();
  if (!acting) return null;
  const words = `正在代 ${acting.principal} 办理`;
  return (
    <View id="acting" className="acting" {...a11y({ live: 'polite' })}>
      <Icon name="family" size="small" />
      <View className="acting__words">{words}</View>
      <View
        id="acting-stop"
        className="acting__stop"
        hoverClass="acting__stop--pressed"
        onClick={stopActing}
        {...onKeys(stopActing)}
        {...a11y({ role: 'button', label: `${words}，切回本人` })}
      >
        切回本人
      </View>
    </View>
  );
}
