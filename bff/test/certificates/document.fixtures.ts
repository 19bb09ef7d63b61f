import type { CertificateContent, UnitPlan } from '../../src/modules/certificates/document';

export const plan: UnitPlan = {
  widthCm: 1080,
  depthCm: 1120,
  rooms: [
    { name: '厨房', x: 0, y: 0, w: 240, d: 330 },
    { name: '餐厅', x: 240, y: 0, w: 360, d: 330 },
    { name: '次卧', x: 600, y: 0, w: 300, d: 390 },
    { name: '卫生间', x: 900, y: 0, w: 180, d: 240 },
    { name: '管井', x: 900, y: 240, w: 60, d: 60 },
    { name: '玄关', x: 960, y: 240, w: 120, d: 150 },
    { name: '储藏', x: 900, y: 300, w: 60, d: 90 },
    { name: '客厅', x: 0, y: 330, w: 600, d: 610 },
    { name: '主卧', x: 600, y: 390, w: 480, d: 550 },
    { name: '阳台', x: 0, y: 940, w: 600, d: 180 },
  ],
};

const token = 'Q7m2xV9kTf4ZbN8cYw3LsA';

export const rightCertificate: CertificateContent = {
  kind: 'right-certificate',
  number: '桂(2026)北海市不动产权第0000123号',
  token,
  verifyUrl: `https://e.beihai.example/v/${token}`,
  issuedOn: '2026-03-16',
  authority: '北海市不动产登记中心',
  rightHolders: [
    { name: '陈海珠', idMasked: '4505**********1224', share: '60%' },
    { name: '林望潮', idMasked: '4505**********3017', share: '40%' },
  ],
  coOwnership: '按份共有',
  location: '北海市银海区银滩大道188号海韵花园3幢2单元1502号',
  unitNumber: '450503001002GB00012F00030042',
  rightType: '国有建设用地使用权/房屋所有权',
  rightNature: '出让/市场化商品房',
  use: '城镇住宅用地/住宅',
  areaText: '共有宗地面积 26410.50 ㎡/房屋建筑面积 118.36 ㎡',
  term: '国有建设用地使用权 2018年06月30日 起 2088年06月29日 止',
  otherState:
    '房屋结构：钢筋混凝土结构\n专有建筑面积：94.12 ㎡，分摊建筑面积：24.24 ㎡\n房屋总层数：18 层，所在层：15 层\n房屋竣工时间：2020年11月',
  note: '业务编号：202603160000421\n登记原因：买卖（存量房转移登记）',
  copyLabel: '第1本/共2本',
  plan,
  sample: true,
};

export const registrationCertificate: CertificateContent = {
  ...rightCertificate,
  kind: 'registration-certificate',
  number: '桂(2026)北海市不动产证明第0000456号',
  rightHolders: [{ name: '中国珠城银行股份有限公司北海分行', idMasked: '9145**********672X' }],
  certified: '抵押权',
  obligor: '陈海珠、林望潮',
  otherState:
    '不动产权证书号：桂(2026)北海市不动产权第0000123号\n抵押方式：一般抵押\n担保债权数额：¥860,000.00（捌拾陆万元整）\n债务履行期限：2026年03月16日 起 2046年03月15日 止',
  note: '业务编号：202603160000430\n债务人：陈海珠',
  copyLabel: undefined,
};

const people = [
  '欧阳慕容',
  '司马相如海',
  '陈海珠',
  '林望潮',
  '阿卜杜热西提·买买提',
  '北海市银滩旅游开发投资有限责任公司',
];

/** Six owners, a location of three lines, a long note: the hardest ordinary page. */
export const crowded: CertificateContent = {
  ...rightCertificate,
  rightHolders: people.map((name, i) => ({
    name,
    idMasked: `4505**********${1000 + i}`,
    share: i < 5 ? '1/6' : '六分之一',
  })),
  location:
    '广西壮族自治区北海市银海区平阳镇横路山村委会北海大道与西南大道交汇处东南侧“珠城·向海经济产业园（二期）”A3-1地块17号楼（原临时编号：丙区B栋）裙楼三层3-018、3-019号及附属设备平台（含室外连廊）',
  note: `${rightCertificate.note}\n${'本宗地内道路、绿地、公用设施和物业服务用房属于业主共有；'.repeat(6)}`,
};
