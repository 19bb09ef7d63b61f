import { defineBusiness } from '../../engine/define-business';
import {
  ask,
  authorise,
  book,
  creditCode,
  date,
  fen,
  filingNumber,
  form,
  ownRisk,
  review,
  surveyNumber,
  verify,
} from '../../engine/words';

/**
 * Presale notice (预购商品房预告登记): the buyers of a home under construction secure their claim to it.
 * Source: user manual 3.2; Civil Code 221; Interim Regulation on Real Estate Registration, detailed rules 85–86.
 */
export const presaleNotice = defineBusiness({
  id: 'presale-notice',
  version: 2,
  name: '预购商品房预告登记',
  category: 'advance-notice',
  startedBy: ['institution-clerk'],
  startedByKinds: ['developer'],
  summary: '开发企业在楼盘表上选房，为预购人保全将来的所有权。',
  applicant: 'developer',
  parties: {
    developer: { name: '预售人', are: 'starter' },
    buyer: {
      name: '预购人',
      are: 'entered',
      min: 1,
      max: 6,
      shares: true,
      authorise: 'face',
      agreesTo: [
        '我同意为所购的这套房屋办理预告登记。',
        '我确认购房合同已经备案，申请内容真实、有效。',
        '我知道房屋办理首次登记后，应当及时申请转移登记，逾期预告登记失效。',
      ],
    },
  },
  unit: {
    by: 'building',
    building: 'survey',
    blockedBy: ['seizure', 'pre-seizure', 'advance-notice', 'registered', 'not-starters', 'pending-same'],
    warnedBy: ['objection'],
    commitments: [ownRisk()],
  },
  steps: [
    verify({
      name: '信息校验',
      intro: '填写权籍调查编号和开发企业的统一社会信用代码，打开楼盘表。',
      fields: [surveyNumber(), creditCode({ name: '开发企业统一社会信用代码' })],
    }),
    form('presale', {
      name: '预购信息',
      intro: '按备案的预售合同填写预购人和成交价。',
      parties: ['buyer'],
      fields: [
        fen('price', { name: '合同总价', hint: '与备案合同一致' }),
        date('contractSignedOn', { name: '合同签订日期' }),
      ],
    }),
    ask('contract-filing', {
      name: '合同备案',
      intro: '填写商品房预售合同的备案号，向住建部门核验。',
      of: 'housing',
      check: 'contract-filed',
      compare: { price: 'presale.price', sellers: 'developer', buyers: 'buyer' },
      fields: [filingNumber({ hint: '在备案合同首页' })],
    }),
    authorise({ name: '预购人授权', intro: '每位预购人在自己的手机上核对内容并刷脸。' }),
    review({
      name: '系统审核',
      automatic: ['authorisations-complete', 'limits-clear', 'contract-filed'],
      officer: 'never',
    }),
    book({ name: '自助打证', intro: '预约服务网点，在自助机上打印登记证明。', purpose: 'print', by: 'developer' }),
  ],
  fee: { matter: 'none' },
  effects: [{ do: 'register-notice', notice: 'presale', holder: 'buyer', obligor: 'developer' }],
  limits: { preparing: 30, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 3 },
  guide: {
    conditions: [
      '房屋已取得预售许可并完成权籍调查。',
      '预售合同已在住建部门备案。',
      '房屋没有被查封，也没有其他预告登记。',
    ],
    materials: ['权籍调查编号', '预购人身份证号码和手机号', '已备案的预售合同备案号'],
    legalBasis: ['《中华人民共和国民法典》第二百二十一条', '《不动产登记暂行条例实施细则》第八十五条、第八十六条'],
    result: '预购人领取预告登记的不动产登记证明。',
  },
});
