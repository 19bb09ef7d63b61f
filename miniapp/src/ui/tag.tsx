import { Text } from '@tarojs/components';
import { classes } from './a11y';

export type TagKind = 'plain' | 'ok' | 'wait' | 'stop';

/** A short state in words; the colour only repeats it. */
export const Tag = ({ kind = 'plain', children }: { kind?: TagKind; children: string }) => (
  <Text className={classes('tag', kind !== 'plain' && `tag--${kind}`)}>{children}</Text>
);
