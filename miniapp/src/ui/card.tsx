import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { classes } from './a11y';

interface Props {
  title?: string;
  extra?: ReactNode;
  /** Without inner margin, for cells. */
  flush?: boolean;
  className?: string;
  children?: ReactNode;
}

export const Card = ({ title, extra, flush, className, children }: Props) => (
  <View className={classes('card', flush && 'card--flush', className)}>
    {(title || extra) && (
      <View className="card__head">
        <View className="card__title">{title}</View>
        {extra}
      </View>
    )}
    {children}
  </View>
);
