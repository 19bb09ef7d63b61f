import { View } from '@tarojs/components';
import { setElderMode, useElderMode } from '@/core/elder';
import { Page, Switch } from '@/ui';
import { forms } from '@/ui/states/forms';
import { messages } from '@/ui/states/messages';
import { parts } from '@/ui/states/parts';
import type { States } from '@/ui/states/state';
import './gallery.scss';

const chapters: readonly (readonly [string, States])[] = [
  ['说给人听的', messages],
  ['按钮、列表和面', parts],
  ['填写的', forms],
];

/** Every component of `ui` in every state, for those who build; in a browser only, and nothing leads here. */
export default function Gallery() {
  const elder = useElderMode();
  return (
    <Page title="组件样张" className="gallery">
      <View className="card">
        <Switch label="大字版" on={elder} onChange={setElderMode} />
      </View>
      {chapters.map(([title, states]) => (
        <View key={title}>
          <View className="gallery__chapter">{title}</View>
          {Object.entries(states).map(([component, each]) => (
            <View key={component} className="gallery__component" id={`component-${component}`}>
              <View className="gallery__name">{component}</View>
              <View className={component === 'Icon' ? 'gallery__icons' : ''}>
                {each.map(({ name, show, framed }) => (
                  <View key={name} className="gallery__state">
                    <View className="gallery__label">{name}</View>
                    <View className={framed ? 'gallery__frame' : 'gallery__plain'}>{show}</View>
                  </View>
                ))}
              </View>
            </View>
          ))}
        </View>
      ))}
    </Page>
  );
}
