import type { IconName } from '@/ui';

interface Entry {
  name: string;
  icon: IconName;
  page: string;
}

/** The eight things people come for. */
export const entries: readonly Entry[] = [
  { name: '进度查询', icon: 'progress', page: '/packages/progress/index' },
  { name: '电子证照', icon: 'certificate', page: '/packages/certificate/index' },
  { name: '查档核验', icon: 'archive', page: '/packages/archive/index' },
  { name: '在线缴费', icon: 'pay', page: '/packages/pay/index' },
  { name: '个人中心', icon: 'me', page: '/pages/me/index' },
  { name: '安装指南', icon: 'install', page: '/packages/guide/install' },
  { name: '操作手册', icon: 'manual', page: '/packages/guide/manual' },
  { name: '浏览器', icon: 'browser', page: '/packages/guide/browser' },
];
