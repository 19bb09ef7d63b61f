/**
 * What everybody knows who has this source: keys, passwords and people of the demonstration. The demonstration city is made
 * of it, and production refuses to start on any of it, wherever it turns up.
 */

/** Keys for trying the platform out. */
export const demoDataKeys = `demo:${Buffer.from('zhucheng-demo-data-key-not-secret').subarray(0, 32).toString('base64')}`;
export const demoBlindIndexKey = Buffer.from('zhucheng-demo-index-key-no-secret').subarray(0, 32).toString('base64');

/** Password of every demonstration account. */
export const demoPassword = 'Zhucheng#2026';

export const demoUsernames = [
  'officer1',
  'officer2',
  'registrar',
  'auditor',
  'administrator',
  'bank1',
  'bank2',
  'developer1',
] as const;

/** Name and the first 17 digits of the ID number, by key. */
export const demoPersons = {
  'chen-haibo': ['陈海波', '45050219800612101'],
  'lin-xiaozhen': ['林晓珍', '45050319820925102'],
  'huang-zhiqiang': ['黄志强', '45052119901103101'],
  'su-yutong': ['苏雨桐', '45050219920418104'],
  'wei-jianguo': ['韦建国', '45050219680130103'],
  'wu-xiulan': ['吴秀兰', '45052119500807102'],
  'liang-siqi': ['梁思齐', '45050319880521106'],
  'liao-wenbo': ['廖文博', '45050219861216105'],
  'pang-xiaoyu': ['庞小雨', '45050220140105108'],
  'pang-zhiyuan': ['庞志远', '45050219850714107'],
  'ning-meihua': ['宁美华', '45052119870228106'],
} as const satisfies Record<string, readonly [name: string, first17: string]>;

/** Names of the invented banks and developers. */
export const demoInstitutions = [
  '北海市银滩农村商业银行',
  '北部湾珠城银行北海分行',
  '北海涠洲村镇银行',
  '南珠住房储蓄银行北海支行',
  '北海珊瑚湾置业有限公司',
  '北海听涛房地产开发有限公司',
  '北海临港新城投资开发有限公司',
] as const;
/** Organisation codes of invented organisations begin with this after the six digits of the district. */
export const demoOrganisationMark = 'MADEM';

/** Stands in the name on the certificate of a signing key that the platform made for itself. */
export const demoSealMark = '演示签章';

/** Row of `data_upgrade` that a database keeps once the demonstration city was written into it, whatever is changed later. */
export const demoDatabaseMark = 'demonstration-city';
