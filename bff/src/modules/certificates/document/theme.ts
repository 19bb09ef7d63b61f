import type { CertificateKind } from './certificate.types';

/** A4 portrait in points (ISO 216: 210 × 297 mm). */
export const PAGE = { width: 595.28, height: 841.89 } as const;

/** Colours of one kind of certificate. Text colours keep 4.5:1 on `paper`. */
export interface Theme {
  deep: string;
  mid: string;
  faint: string;
  tint: string;
  paper: string;
  gold: string;
}

export const INK = '#1d2329';
export const INK_SOFT = '#545d66';
export const SEAL_RED = '#c4161c';

/** Right certificates are red as the printed booklet is; registration certificates are sea blue, so nobody takes one for the other. */
export const THEMES: Record<CertificateKind, Theme> = {
  'right-certificate': {
    deep: '#7c1d2b',
    mid: '#b5626c',
    faint: '#ecd5d2',
    tint: '#faf3ef',
    paper: '#fdfaf5',
    gold: '#b08d4c',
  },
  'registration-certificate': {
    deep: '#0f4c6b',
    mid: '#5590ab',
    faint: '#cfe1e8',
    tint: '#eff6f8',
    paper: '#f9fcfc',
    gold: '#a8935f',
  },
};

export const TITLES: Record<CertificateKind, string> = {
  'right-certificate': '不动产权证书',
  'registration-certificate': '不动产登记证明',
};

/** `2026-10-01` → `2026年10月1日`. */
export function chineseDate(isoDate: string): string {
  const [year, month, day] = isoDate.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
