const tab = (name: string, text: string) => ({
  pagePath: `pages/${name}/index`,
  text,
  iconPath: `assets/tab/${name}.png`,
  selectedIconPath: `assets/tab/${name}-on.png`,
});

export default defineAppConfig({
  pages: ['pages/home/index', 'pages/apply/index', 'pages/cases/index', 'pages/me/index'],
  subPackages: [
    { root: 'packages/apply', pages: ['index', 'start', 'step', 'check'] },
    { root: 'packages/case', pages: ['index'] },
    { root: 'packages/authorise', pages: ['index'] },
    { root: 'packages/pay', pages: ['index', 'order/index', 'find/index'] },
    { root: 'packages/escrow', pages: ['index', 'payee'] },
    { root: 'packages/certificate', pages: ['index', 'detail', 'verify/index'] },
    { root: 'packages/appointment', pages: ['index', 'book', 'detail', 'change'] },
    { root: 'packages/archive', pages: ['index'] },
    { root: 'packages/progress', pages: ['index'] },
    { root: 'packages/guide', pages: ['index', 'detail', 'install', 'manual', 'browser'] },
    {
      root: 'packages/me',
      pages: [
        'login',
        'real-name',
        'prove',
        'prove-window',
        'device',
        'real-estate',
        'messages',
        'settings',
        'security',
        'forgot',
      ],
    },
    { root: 'packages/agents', pages: ['index', 'new', 'detail'] },
    // For those who build; the hosts' packages go without.
    ...(process.env.TARO_ENV === 'h5' ? [{ root: 'packages/gallery', pages: ['index'] }] : []),
  ],
  tabBar: {
    color: '#4a5f6b',
    selectedColor: '#0b6e99',
    backgroundColor: '#ffffff',
    borderStyle: 'white',
    list: [tab('home', '首页'), tab('apply', '办事'), tab('cases', '我的办件'), tab('me', '我的')],
  },
  window: {
    navigationBarTitleText: '珠城e登',
    navigationBarBackgroundColor: '#ffffff',
    navigationBarTextStyle: 'black',
    backgroundColor: '#f4f8fa',
    backgroundTextStyle: 'dark',
  },
  lazyCodeLoading: 'requiredComponents',
  __usePrivacyCheck__: true,
});
