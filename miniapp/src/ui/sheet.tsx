import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y, onKeys } from './a11y';
import { Icon } from './icon';

interface Props {
  open: boolean;
  title: string;
  onClose?: () => void;
  children?: ReactNode;
  actions?: ReactNode;
}

/** A panel from below, for one decision. */
export function Sheet({ open, title, onClose, children, actions }: Props) {
  if (!open) return null;
  return (
    <View className="sheet" catchMove>
      <View className="sheet__panel" {...a11y({ role: 'dialog', label: title })}>
        <View className="sheet__head">
          <View className="sheet__title">{title}</View>
          {onClose && (
            <View
              className="sheet__close"
              onClick={onClose}
              {...onKeys(onClose)}
              {...a11y({ role: 'button', label: '关闭' })}
            >
              <Icon name="cross-grey" />
            </View>
          )}
        </View>
        {children}
        {actions && <View className="sheet__actions">{actions}</View>}
      </View>
    </View>
  );
}
