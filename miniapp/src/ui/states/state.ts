import type { ReactNode } from 'react';

/** A component in one state, as the gallery shows it. */
export interface State {
  /** What is special about it, in few words. */
  name: string;
  show: ReactNode;
  /** It covers a whole screen: it is shown in a frame of its own. */
  framed?: boolean;
}

/** States by the name of the component. */
export type States = Record<string, readonly State[]>;

export const nothing = (): void => undefined;
export const long =
  '广西壮族自治区北海市银海区银滩镇北海大道东段与向海大道交叉口西南侧向海湾花园住宅小区 12 幢 2 单元 1803 室及其所附地下车位';
