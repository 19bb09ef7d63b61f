import type { Origin } from '../../platform/http/origin';

/** What the owner is shown of where a session was begun. */
export interface ShownOrigin {
  device: string;
  address: string;
}

const hosts: Array<[RegExp, string]> = [
  [/MicroMessenger/i, '微信小程序'],
  [/AlipayClient/i, '支付宝小程序'],
  [/Edg\//, 'Edge 浏览器'],
  [/Firefox\//, 'Firefox 浏览器'],
  [/Chrome\//, 'Chrome 浏览器'],
  [/Safari\//, 'Safari 浏览器'],
];
const machines: Array<[RegExp, string]> = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/HarmonyOS|OpenHarmony/i, '鸿蒙手机'],
  [/Android/, '安卓手机'],
  [/Windows/, 'Windows 电脑'],
  [/Macintosh/, 'Mac 电脑'],
  [/Linux/, 'Linux 电脑'],
];
const first = (table: Array<[RegExp, string]>, agent: string) => table.find(([mark]) => mark.test(agent))?.[1];

/** The second half of the address is left out: enough to recognise one's own place, too little to find somebody's. */
function masked(address: string): string {
  if (address.includes(':')) return `${address.split(':').slice(0, 2).join(':')}:*`;
  return `${address.split('.').slice(0, 2).join('.')}.*.*`;
}

export function shownOrigin({ agent, address }: Origin): ShownOrigin {
  const named = [first(hosts, agent), first(machines, agent)].filter(Boolean).join(' · ');
  return { device: named || '未知设备', address: masked(address) };
}
