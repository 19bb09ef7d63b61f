import { Image } from '@tarojs/components';
import { classes } from './a11y';
import { type IconName, icons } from './icons';

interface Props {
  name: IconName;
  size?: 'small' | 'large';
  className?: string;
}

/** A picture that only decorates: the text next to it says the same. */
export const Icon = ({ name, size, className }: Props) => (
  <Image src={icons[name]} className={classes('icon', size && `icon--${size}`, className)} aria-hidden="true" />
);
