import { defineBusiness } from '../../engine/define-business';
import {
  acceptanceNumber,
  ask,
  authorise,
  count,
  creditCode,
  fen,
  form,
  invoice,
  mortgageStays,
  ownRisk,
  pay,
  review,
  taxCertificateNumber,
  verify,
} from '../../engine/words';

/**
 * Transfer of a new home (新建商品房转移登记) from the developer to the buyers; a presale notice ends with it.
 * Source: user manual 3.7; Civil Code 209, 221; Deed Tax Law 11.
 */
export const newHouseTransfer = defineBusiness({
  id: 'new-house-transfer',
  version: 2,
  name: '新建商品房转移登记',
  category: 'transfer',
  startedBy: ['institution-clerk'],
  startedByKinds: ['developer'],
  summary: '开发企业和购房人一起办理新房的产权证，可以成批提交。',
  applicant: 'developer',
  parties: {
    developer: { name: '出卖人', are: 'starter' },
    buyer: {
      name: '买受人',
      are: 'notice-holders-or-entered',
      min: 1,
      max: 6,
      shares: true,
      authorise: 'face',
      agreesTo: [
        '我同意按申请中的价格和份额受让这套房屋。',
        '我确认申请内容真实、有效，并同意缴纳登记费。',
        '已办理预告登记的，我知道预告登记随转移登记一并注销。',
      ],
    },
  },
  unit: {
    by: 'building',
    building: 'first-case',
    blockedBy: ['seizure', 'pre-seizure', 'unregistered', 'not-starters', 'pending-same'],
    warnedBy: ['objection', 'mortgage-free', 'mortgage-limited'],
    commitments: [ownRisk(), ...mortgageStays('buyer')],
    keeps: [{ notice: 'presale', holder: 'buyer' }],
  },
  steps: [
    verify({
      name: '信息校验',
      intro: '填写首次登记的受理编号和第一权利人的统一社会信用代码，打开楼盘表。',
      fields: [acceptanceNumber({ name: '首次登记受理编号' }), creditCode({ name: '第一权利人统一社会信用代码' })],
    }),
    form('sale', {
      name: '买卖信息',
      intro: '有预告登记的单元自动带出买受人；没有的请填写。',
      parties: ['buyer'],
      fields: [
        fen('price', { name: '合同总价' }),
        count('certificateCopies', {
          name: '需要几本不动产权证书',
          hint: '第一本免费，每多一本另收工本费，按收费标准计算',
          min: 1,
          max: 6,
          start: 1,
        }),
      ],
    }),
    ask('deed-tax', {
      name: '完税核验',
      intro: '填写完税证明号和购房发票，税务部门核验可能需要一点时间。',
      of: 'tax',
      check: 'tax-paid',
      fields: [taxCertificateNumber({ hint: '18 位数字' }), ...invoice()],
    }),
    authorise({ name: '买受人授权', intro: '每位买受人在自己的手机上核对内容并刷脸。' }),
    review({
      name: '系统审核',
      automatic: ['authorisations-complete', 'basis-stands', 'limits-clear', 'tax-paid'],
      officer: 'never',
    }),
    pay({ name: '缴费', by: 'buyer' }),
  ],
  fee: { matter: 'transfer' },
  effects: [
    {
      do: 'transfer-ownership',
      from: 'developer',
      to: 'buyer',
      copies: 'sale.certificateCopies',
      endsPresaleNotice: true,
    },
  ],
  limits: { preparing: 60, authorising: 15, correction: 30, payment: 30, reviewWorkingDays: 5 },
  guide: {
    conditions: ['房屋已办理首次登记。', '购房合同已备案，契税已缴清。', '房屋没有被查封、预查封。'],
    materials: ['首次登记受理编号', '购房发票（数电票只有号码）', '契税完税证明号', '买受人身份证号码'],
    legalBasis: ['《中华人民共和国民法典》第二百零九条、第二百二十一条', '《中华人民共和国契税法》第十一条'],
    result: '买受人领取不动产权电子证书，可在“我的不动产”查看。',
  },
});
