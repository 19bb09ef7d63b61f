import { defineBusiness } from '../../engine/define-business';
import {
  ask,
  authorise,
  certificateNumber,
  choice,
  count,
  escrowTerms,
  fen,
  filingNumber,
  form,
  holderName,
  institution,
  mortgageContract,
  ownRisk,
  pay,
  review,
  saleTaxes,
  twoThirds,
  verify,
} from '../../engine/words';

/**
 * Transfer with mortgage (带押过户): a mortgaged home is sold without paying off the loan first; the seller's mortgage is
 * discharged and the buyer's registered in the same case. Source: 自然资发〔2023〕29号; Civil Code 406, 402, 393.
 */
export const transferWithMortgage = defineBusiness({
  id: 'transfer-with-mortgage',
  version: 3,
  name: '带押过户登记',
  category: 'transfer',
  startedBy: ['citizen'],
  summary: '有抵押的房屋不用先还清贷款，买卖双方和两家银行一起，一件办好。',
  applicant: 'seller',
  parties: {
    seller: {
      name: '出卖人',
      are: 'owners-of-unit',
      authorise: 'face',
      enough: 'two-thirds-of-shares',
      agreesTo: ['我同意把这处不动产按申请中的价格和份额转移给买受人。', '登记完成后，我原来的不动产权证书随即注销。'],
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
        '我同意以这处不动产为我的借款设立抵押权，并同意缴纳登记费。',
      ],
    },
    sellersBank: {
      name: '原抵押权人',
      are: 'mortgagees',
      authorise: 'institution',
      before: 'review',
      agreesTo: ['本机构同意抵押财产转让，并在新的抵押权登记时注销本机构的抵押权。'],
    },
    buyersBank: {
      name: '新抵押权人',
      are: 'named-institution',
      named: 'loan.bank',
      authorise: 'institution',
      before: 'review',
      agreesTo: ['本机构同意按申请中的债权数额和期限取得抵押权。'],
    },
  },
  unit: {
    by: 'right-certificate',
    blockedBy: ['seizure', 'pre-seizure', 'advance-notice', 'pending-same', 'minor-owner'],
    warnedBy: ['objection', 'mortgage-free', 'mortgage-limited', 'owned-by-shares'],
    says: {
      'mortgage-free': '该不动产设有抵押；办理本业务时，原抵押权一并注销，再登记买受人的抵押权。',
      'mortgage-limited':
        '该不动产设有抵押，并约定转让须经抵押权人同意；原抵押权人同意后办理，原抵押权一并注销，再登记买受人的抵押权。',
    },
    commitments: [ownRisk(), twoThirds('seller')],
    windowOnly: ['parking', 'garage', 'storage', 'industrial'],
  },
  steps: [
    verify({
      name: '信息校验',
      intro: '请照着不动产权证书填写。有多位权利人时，填其中一位即可。',
      fields: [certificateNumber(), holderName({ hint: '与证书上的名字一致' })],
      declare: ['我是这处不动产的权利人，所填内容真实、有效，如有不实，愿意承担法律责任。'],
    }),
    form('transaction', {
      name: '交易信息',
      intro: '填写买受人和成交情况。',
      parties: ['buyer'],
      fields: [
        fen('price', { name: '成交价', hint: '与买卖合同一致' }),
        count('certificateCopies', {
          name: '需要几本不动产权证书',
          hint: '第一本免费，每多一本另收工本费，按收费标准计算',
          min: 1,
          max: 6,
          start: 1,
        }),
      ],
    }),
    form('funds', {
      name: '资金监管',
      intro:
        '房款可以请监管银行保管：买受人先存入，登记办好后自动付给出卖人；没有办成的，原路退回。也可以双方自行交付。',
      fields: escrowTerms({ paysOff: true }),
    }),
    form('loan', {
      name: '新的抵押',
      intro: '按买受人与银行签订的抵押合同填写。',
      fields: [
        institution('bank', { name: '贷款银行', of: 'bank', hint: '填写银行全称' }),
        ...mortgageContract(),
        choice('transferLimit', '约定禁止或限制转让', { no: '没有约定', yes: '未经抵押权人同意不得转让' }),
      ],
    }),
    ask('contract-filing', {
      name: '合同备案',
      intro: '填写买卖合同的备案号。',
      of: 'housing',
      check: 'contract-filed',
      compare: { price: 'transaction.price', sellers: 'seller', buyers: 'buyer' },
      online: true,
      fields: [filingNumber({ hint: '在备案合同首页' })],
    }),
    saleTaxes(),
    authorise({ name: '刷脸授权', intro: '每位出卖人、买受人在自己的手机上核对内容并刷脸。' }),
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
  ],
  escrow: { step: 'funds', depositor: 'buyer', receiver: 'seller', price: 'transaction.price', paysOff: true },
  fee: { matter: 'transfer' },
  effects: [
    { do: 'transfer-ownership', from: 'seller', to: 'buyer', copies: 'transaction.certificateCopies' },
    { do: 'discharge-mortgage', mortgagee: 'sellersBank' },
    {
      do: 'register-mortgage',
      mortgagee: 'buyersBank',
      mortgagor: 'buyer',
      terms: 'loan',
      transferLimit: 'loan.transferLimit',
    },
  ],
  limits: { preparing: 30, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 5 },
  guide: {
    conditions: [
      '房屋设有抵押，原抵押银行和买受人的贷款银行都已入驻平台并同意。',
      '房屋没有被查封、预查封，也没有未到期的预告登记。',
      '买卖合同已备案；税费可以事先缴清，也可以在审核通过后和登记费一起缴，缴清后登簿。',
    ],
    materials: ['不动产权证书', '已备案的买卖合同备案号', '契税完税证明号（选择在线核定的不用）', '抵押合同'],
    legalBasis: [
      '《中华人民共和国民法典》第三百九十三条、第四百零二条、第四百零六条',
      '《自然资源部 中国银行保险监督管理委员会关于协同做好不动产“带押过户”便民利企服务的通知》（自然资发〔2023〕29号）',
    ],
    result: '买受人领取不动产权电子证书，新抵押权人领取不动产登记证明，原证书和原抵押权注销。',
  },
});
