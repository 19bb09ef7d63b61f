import type { ThemeConfig } from 'antd';

/** Calm sea blue on white; coral is the one accent and only ever means "look here". */
export const colours = {
  sea: '#0b6e99',
  seaDeep: '#084f6f',
  seaMist: '#eaf4f8',
  coral: '#c2491d',
  ink: '#14303d',
  inkSoft: '#4c6572',
  line: '#dbe5ea',
  ground: '#f3f7f9',
} as const;

export const theme: ThemeConfig = {
  token: {
    colorPrimary: colours.sea,
    colorInfo: colours.sea,
    colorLink: colours.sea,
    colorSuccess: '#1f7a4d',
    colorWarning: '#b25e09',
    colorError: '#c0302b',
    colorInfoBg: '#edf6fa',
    colorInfoBorder: '#b9dae7',
    colorSuccessBg: '#eaf6ef',
    colorSuccessBorder: '#a9d8bd',
    colorWarningBg: '#fff7e8',
    colorWarningBorder: '#efcf97',
    colorErrorBg: '#fdf0ef',
    colorErrorBorder: '#efb9b6',
    colorText: colours.ink,
    colorTextSecondary: colours.inkSoft,
    colorTextTertiary: '#5b7380',
    colorTextPlaceholder: '#6b828e',
    colorBorder: '#c3d2d9',
    colorBorderSecondary: colours.line,
    colorBgLayout: colours.ground,
    borderRadius: 8,
    fontSize: 14,
    controlHeight: 36,
    fontFamily:
      "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', 'Helvetica Neue', Arial, sans-serif",
  },
  components: {
    Layout: { headerBg: '#ffffff', siderBg: '#ffffff', headerHeight: 56, headerPadding: '0 20px' },
    Menu: {
      itemHeight: 42,
      itemSelectedBg: colours.seaMist,
      itemSelectedColor: colours.seaDeep,
      activeBarBorderWidth: 0,
    },
    Table: {
      headerBg: '#f1f6f8',
      headerColor: colours.inkSoft,
      rowHoverBg: '#f5fafc',
      rowSelectedBg: colours.seaMist,
      rowSelectedHoverBg: '#e0eff6',
      cellPaddingBlockMD: 10,
    },
    Card: { headerFontSize: 15 },
    Modal: { titleFontSize: 17 },
  },
};
