import { defineBusiness } from '../../engine/define-business';
import {
  authorise,
  certificateNumber,
  choice,
  form,
  guaranteeScope,
  holderName,
  mortgageContract,
  ownRisk,
  pay,
  recipient,
  review,
  twoThirds,
  verify,
} from '../../engine/words';

/**
 * House mortgage (房屋一般抵押权登记): the owners of a home secure a loan of a bank.
 * Source: user manual 3.4; Civil Code 394–402, 406, 414; Interim Regulation on Real Estate Registration 14.
 */
export const houseMortgage = defineBusiness({
  id: 'house-mortgage',
  version: 3,
  name: '房屋一般抵押权登记',
  category: 'mortgage',
  startedBy: ['institution-clerk'],
  startedByKinds: ['bank'],
  summary: '以已有不动产权证的房屋抵押贷款，抵押人在手机上刷脸即可。',
  applicant: 'mortgagee',
  parties: {
    mortgagee: { name: '抵押权人', are: 'starter' },
    mortgagor: {
      name: '抵押人',
      are: 'owners-of-unit',
      authorise: 'face',
      enough: 'two-thirds-of-shares',
      agreesTo: [
        '我同意以这处不动产为借款设立抵押权。',
        '我确认抵押合同约定的债权数额、期限和担保范围与申请一致。',
        '我知道不按期还款时，抵押权人可以就这处不动产优先受偿。',
      ],
    },
  },
  unit: {
    by: 'right-certificate',
    blockedBy: ['seizure', 'pre-seizure', 'advance-notice', 'minor-owner', 'pending-same'],
    warnedBy: ['objection', 'mortgage-free', 'mortgage-limited', 'owned-by-shares'],
    says: {
      'mortgage-free': '该不动产已经设有抵押；新的抵押权排在后面，按登记的先后受偿（民法典第四百一十四条）。',
      'mortgage-limited':
        '该不动产已经设有抵押，并约定转让须经抵押权人同意；再设抵押的，新的抵押权排在后面，按登记的先后受偿（民法典第四百一十四条）。',
    },
    commitments: [ownRisk(), twoThirds('mortgagor')],
  },
  steps: [
    verify({
      name: '信息校验',
      intro: '填写不动产权证号和权利人。有多位权利人时，填其中一位。',
      fields: [certificateNumber(), holderName()],
    }),
    form('contract', {
      name: '抵押合同',
      intro: '按抵押合同填写。抵押人的手机号用来通知本人刷脸授权。',
      contacts: ['mortgagor'],
      fields: [
        ...mortgageContract(),
        choice('transferLimit', '约定禁止或限制转让', { no: '没有约定', yes: '未经抵押权人同意不得转让' }),
        guaranteeScope(),
      ],
    }),
    form('recipient', {
      name: '领证人信息',
      intro: '已填好经办人，请确认；由别人领取登记证明的，请改成领证人。',
      fields: recipient(),
    }),
    authorise({ name: '抵押人授权', intro: '抵押人可以当面，也可以在异地，在自己的手机上核对内容并刷脸。' }),
    review({
      name: '审核',
      automatic: ['authorisations-complete', 'parties-match', 'limits-clear', 'payer-size'],
      officer: 'always',
    }),
    pay({ name: '缴费', by: 'mortgagee' }),
  ],
  fee: { matter: 'mortgage', reducedFor: 'small-enterprise', onceFor: 'contract.contractNumber' },
  effects: [
    {
      do: 'register-mortgage',
      mortgagee: 'mortgagee',
      mortgagor: 'mortgagor',
      terms: 'contract',
      transferLimit: 'contract.transferLimit',
    },
  ],
  limits: { preparing: 30, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 3 },
  guide: {
    conditions: [
      '房屋已领取不动产权证书。',
      '抵押合同和主债权合同已经签订。',
      '房屋没有被查封、预查封，也没有未到期的预告登记。',
    ],
    materials: ['不动产权证号', '抵押合同和主债权合同', '抵押人手机号'],
    legalBasis: [
      '《中华人民共和国民法典》第三百九十四条、第四百零二条、第四百一十四条',
      '《不动产登记暂行条例》第十四条',
    ],
    result: '抵押权人领取抵押权的不动产登记证明（电子证照，可以下载）。',
  },
});
