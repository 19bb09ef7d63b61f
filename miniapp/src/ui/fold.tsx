import { View } from '@tarojs/components';
import { type ReactNode, useState } from 'react';
import { a11y, classes, onKeys } from './a11y';
import { Icon } from './icon';

interface Props {
  id?: string;
  title: string;
  /** Says what is inside while it is closed. */
  note?: string;
  children: ReactNode;
}

/** A line that opens to the lines below it. */
export function Fold({ id, title, note, children }: Props) {
  const [open, setOpen] = useState(false);
  const turn = () => setOpen(!open);
  return (
    <View className="fold">
      <View
        id={id}
        className="cell"
        hoverClass="cell--pressed"
        onClick={turn}
        {...onKeys(turn)}
        {...a11y({ role: 'button', label: note ? `${title}，${note}` : title, expanded: open })}
      >
        <View className="cell__main">
          <View>{title}</View>
          {note && !open && <View className="cell__note">{note}</View>}
        </View>
        <View className={classes('fold__arrow', open && 'fold__arrow--open')}>
          <Icon name="right-grey" size="small" />
        </View>
      </View>
      {open && <View className="fold__inside">{children}</View>}
    </View>
  );
}
