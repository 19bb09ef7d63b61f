import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { useElderMode } from '@/core/elder';
import { back } from '@/core/go';
import { useOnline } from '@/core/network';
import { a11y, classes, onKeys } from './a11y';
import { ActingBanner } from './acting-banner';
import { Banner } from './banner';
import { Icon } from './icon';
import { PrivacySheet } from './privacy-sheet';

interface Props {
  /** Shown in the browser, where no host draws a title bar. */
  title?: string;
  children?: ReactNode;
  /** Stays at the bottom: the one thing to do here. */
  foot?: ReactNode;
  className?: string;
}

/** The root of every page: type size, connection, privacy, title bar. */
export function Page({ title, children, foot, className }: Props) {
  const elder = useElderMode();
  const online = useOnline();
  return (
    <View className={classes('zc', elder && 'zc--elder', className)}>
      <View className="zc__top">
        <ActingBanner />
        {process.env.TARO_ENV === 'h5' && title && (
          <View className="zc__bar">
            <View className="zc__back" onClick={back} {...onKeys(back)} {...a11y({ role: 'button', label: '返回' })}>
              <Icon name="left-grey" />
            </View>
            <View className="zc__title">{title}</View>
          </View>
        )}
      </View>
      <View className="zc__body">
        {!online && <Banner kind="warn">网络断开了。您填写的内容已保存，连上网络后可以继续。</Banner>}
        {children}
      </View>
      {foot && <View className="zc__foot">{foot}</View>}
      <PrivacySheet />
    </View>
  );
}
