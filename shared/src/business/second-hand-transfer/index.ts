import { defineBusiness } from '../../engine/define-business';
import {
  ask,
  authorise,
  certificateNumber,
  choice,
  count,
  date,
  escrowTerms,
  fen,
  filingNumber,
  form,
  handOver,
  holderName,
  mortgageStays,
  ownRisk,
  pay,
  review,
  saleTaxes,
  text,
  twoThirds,
  verify,
} from '../../engine/words';

/**
 * Second-hand transfer (二手房转移登记): an owner sells a registered home.
 * Source: user manual 3.1.4.4.2; Civil Code 209, 301, 406; Interim Regulation on Real Estate Registration 14–22; Deed Tax Law 11.
 */
export const secondHandTransfer = defineBusiness({
  id: 'second-hand-transfer',
  version: 3,
  name: '二手房转移登记',
  category: 'transfer',
  startedBy: ['citizen'],
  summary: '已有不动产权证的房屋买卖过户，买卖双方在手机上就能办完。',
  applicant: 'seller',
  parties: {
    seller: {
      name: '出卖人',
      are: 'owners-of-unit',
      authorise: 'face',
      enough: 'two-thirds-of-shares',
      agreesTo: [
        '我同意把这处不动产按申请中的价格和份额转移给买受人。',
        '我确认申请内容和提交的材料真实、有效。',
        '登记完成后，我原来的不动产权证书随即注销。',
      ],
    },
    buyer: {
      name: '买受人',
      are: 'entered',
      min: 1,
      max: 6,
      shares: true,
      authorise: 'face',
      agreesTo: [
        '我同意按申请中的价格和份额受让这处不动产。',
        '我已了解这处不动产现有的抵押、异议等登记情况。',
        '我确认申请内容和提交的材料真实、有效，并同意缴纳登记费。',
      ],
    },
    mortgagee: {
      name: '抵押权人',
      are: 'mortgagees-with-transfer-limit',
      authorise: 'institution',
      before: 'review',
      agreesTo: ['本机构同意抵押人转让抵押财产，抵押权随不动产一并转移给买受人承受。'],
    },
  },
  unit: {
    by: 'right-certificate',
    blockedBy: ['seizure', 'pre-seizure', 'advance-notice', 'pending-same', 'minor-owner'],
    warnedBy: ['objection', 'mortgage-free', 'mortgage-limited', 'owned-by-shares'],
    commitments: [ownRisk(), twoThirds('seller'), ...mortgageStays('buyer')],
    windowOnly: ['parking', 'garage', 'storage', 'industrial'],
  },
  steps: [
    verify({
      name: '信息校验',
      intro: '请照着不动产权证书填写。有多位权利人时，填其中一位即可。',
      fields: [certificateNumber(), holderName({ hint: '与证书上的名字一致' })],
      declare: [
        '我是这处不动产的权利人，所填内容真实、有效，如有不实，愿意承担法律责任。',
        '证书中同时记载车库、车位等内容的，我会到线下登记窗口办理。',
        '房屋用途符合减免登记费规定的，我会带材料到窗口申请减免。',
      ],
    }),
    form('transaction', {
      name: '交易信息',
      intro: '填写买受人和成交情况。每填一项都会自动保存，可以随时离开。',
      parties: ['buyer'],
      fields: [
        fen('price', { name: '成交价', hint: '与买卖合同一致', min: 1 }),
        choice('payment', '付款方式', {
          own: '自有资金',
          loan: '银行按揭贷款',
          fund: '公积金贷款',
          combined: '组合贷款',
        }),
        date('contractSignedOn', { name: '合同签订日期' }),
        count('certificateCopies', {
          name: '需要几本不动产权证书',
          hint: '第一本免费，每多一本另收工本费，按收费标准计算；共有人可以每人一本',
          min: 1,
          max: 6,
          start: 1,
        }),
        text('agreement', {
          name: '其他约定',
          required: false,
          maxLength: 500,
          examples: ['过户后 15 日内交房，家具家电随房屋一并转让', '过户当日交房，物业费由出卖人结清到交房日'],
        }),
      ],
    }),
    form('funds', {
      name: '资金监管',
      intro:
        '房款可以请监管银行保管：买受人先存入，登记办好后自动付给出卖人；没有办成的，原路退回。也可以双方自行交付。',
      fields: escrowTerms({ paysOff: true }),
    }),
    ask('contract-filing', {
      name: '合同备案',
      intro: '填写买卖合同的备案号；还没有备案的，可以打开住建部门的网上备案页面，办好后回来点“刷新”。',
      of: 'housing',
      check: 'contract-filed',
      compare: { price: 'transaction.price', sellers: 'seller', buyers: 'buyer' },
      online: true,
      fields: [filingNumber({ hint: '在备案合同首页' })],
    }),
    saleTaxes(),
    authorise({ name: '刷脸授权', intro: '每位出卖人、买受人在自己的手机上核对内容并刷脸，也可以选择到窗口核验。' }),
    review({
      name: '审核',
      automatic: [
        'authorisations-complete',
        'parties-match',
        'limits-clear',
        'contract-filed',
        'tax-paid',
        'mortgagee-consent',
      ],
      officer: 'always',
    }),
    pay({ name: '缴费', by: 'buyer' }),
    handOver({
      name: '水电气、宽带、有线电视过户',
      intro: '可以逐个账户过户给买受人，也可以以后再办。',
      accounts: ['water', 'electricity', 'gas', 'broadband', 'cable'],
      by: 'buyer',
    }),
  ],
  escrow: { step: 'funds', depositor: 'buyer', receiver: 'seller', price: 'transaction.price', paysOff: true },
  fee: { matter: 'transfer', exemptions: ['community-services'] },
  effects: [{ do: 'transfer-ownership', from: 'seller', to: 'buyer', copies: 'transaction.certificateCopies' }],
  limits: { preparing: 30, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 5 },
  guide: {
    conditions: [
      '房屋已领取不动产权证书，没有被查封、预查封，也没有未到期的预告登记。',
      '共同共有的，所有共有人都要同意；按份共有的，占份额三分之二以上的共有人同意即可，共有人另有约定的除外；设有限制转让抵押的，还要抵押权人同意。',
      '买卖合同已在住建部门备案；税费可以事先缴清，也可以在审核通过后和登记费一起缴，缴清后登簿。',
    ],
    materials: [
      '不动产权证书（填写证号即可，无需上传）',
      '买卖双方身份证号码',
      '已备案的买卖合同备案号',
      '契税完税证明号（选择在线核定的不用）',
    ],
    legalBasis: [
      '《中华人民共和国民法典》第二百零九条、第三百零一条、第四百零六条',
      '《不动产登记暂行条例》第十四条',
      '《中华人民共和国契税法》第十一条',
    ],
    result: '买受人领取不动产权电子证书，原证书注销。',
  },
});
