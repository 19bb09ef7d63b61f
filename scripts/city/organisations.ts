import { creditCode } from '@zhucheng/shared';
import type { Organisation } from './model';

const LISTED: [key: string, kind: Organisation['kind'], region: string, name: string][] = [
  ['bank-yintan', 'bank', '450503', '北海市银滩农村商业银行'],
  ['bank-zhucheng', 'bank', '450502', '北部湾珠城银行北海分行'],
  ['bank-weizhou', 'bank', '450502', '北海涠洲村镇银行'],
  ['bank-nanzhu', 'bank', '450502', '南珠住房储蓄银行北海支行'],
  ['developer-coral', 'developer', '450502', '北海珊瑚湾置业有限公司'],
  ['developer-tingtao', 'developer', '450503', '北海听涛房地产开发有限公司'],
  ['developer-harbour', 'developer', '450512', '北海临港新城投资开发有限公司'],
  ['enterprise-pearl', 'enterprise', '450502', '北海合珠珍珠首饰有限公司'],
  ['enterprise-seafood', 'enterprise', '450512', '北海蓝湾水产加工有限公司'],
  ['enterprise-software', 'enterprise', '450503', '北海潮信软件科技有限公司'],
  ['enterprise-tea', 'enterprise', '450502', '北海老街茶业商行'],
  ['enterprise-glass', 'enterprise', '450512', '北海铁山晶泰玻璃制品有限公司'],
  ['enterprise-travel', 'enterprise', '450503', '北海银浪旅行社有限公司'],
];

/** The invented banks, developers and enterprises, the same in every city. */
export function buildOrganisations(): Organisation[] {
  return LISTED.map(([key, kind, region, name], i) => ({
    key,
    name,
    creditCode: creditCode.compose(`91${region}MADEM${String(i + 1).padStart(3, '0')}`),
    kind,
    phone: `1390779${String(500 + i).padStart(4, '0')}`,
  }));
}
