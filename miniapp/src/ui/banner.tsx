import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y, classes } from './a11y';
import { Icon } from './icon';
import type { IconName } from './icons';

type Kind = 'info' | 'ok' | 'warn' | 'error';

interface Props {
  kind?: Kind;
  title?: string;
  children?: ReactNode;
}

const ICON: Record<Kind, IconName> = { info: 'info', ok: 'check-green', warn: 'alert-amber', error: 'alert-coral' };

export const Banner = ({ kind = 'info', title, children }: Props) => (
  <View
    className={classes('banner', kind !== 'info' && `banner--${kind}`)}
    {...a11y(kind === 'error' ? { role: 'alert', live: 'assertive' } : { live: 'polite' })}
  >
    <Icon name={ICON[kind]} className="banner__icon" />
    <View className="banner__main">
      {title && <View className="banner__title">{title}</View>}
      {children && <View>{children}</View>}
    </View>
  </View>
);
