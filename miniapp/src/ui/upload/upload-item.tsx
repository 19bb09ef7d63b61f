import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y, classes } from '../a11y';
import { Icon } from '../icon';
import type { IconName } from '../icons';

interface Props {
  name: string;
  icon: IconName;
  /** How it stands, in words. */
  state: string;
  wrong?: boolean;
  /** 0–100 while it is on its way. */
  percent?: number;
  actions?: ReactNode;
}

/** One file of the list: what it is called, how it stands, what can be done with it. */
export const UploadItem = ({ name, icon, state, wrong, percent, actions }: Props) => (
  <View className="upload__item">
    <Icon name={icon} className="upload__icon" />
    <View className="upload__main">
      <View className="upload__name">{name}</View>
      <View
        className={classes('upload__state', wrong && 'upload__state--wrong')}
        {...a11y(wrong ? { role: 'alert' } : { live: 'polite' })}
      >
        {state}
      </View>
      {percent !== undefined && (
        <View className="upload__track" aria-hidden="true">
          <View className="upload__bar" style={{ width: `${Math.max(4, percent)}%` }} />
        </View>
      )}
      {actions && <View className="upload__actions">{actions}</View>}
    </View>
  </View>
);
