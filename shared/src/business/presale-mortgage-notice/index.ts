import { defineBusiness } from '../../engine/define-business';
import {
  authorise,
  book,
  choice,
  form,
  guaranteeScope,
  holderName,
  mortgageContract,
  ownRisk,
  registrationCertificateNumber,
  review,
  verify,
} from '../../engine/words';

/**
 * Presale mortgage notice (预购商品房抵押权预告登记): a bank secures its future mortgage on a home still under construction.
 * Source: user manual 3.3; Civil Code 221, 395; detailed rules of the Interim Regulation 85, 88.
 */
export const presaleMortgageNotice = defineBusiness({
  id: 'presale-mortgage-notice',
  version: 2,
  name: '预购商品房抵押权预告登记',
  category: 'advance-notice',
  startedBy: ['institution-clerk'],
  startedByKinds: ['bank'],
  summary: '银行为预购人的按揭贷款办理抵押权预告登记，可以成批提交。',
  applicant: 'mortgagee',
  parties: {
    mortgagee: { name: '抵押权人', are: 'starter' },
    obligor: {
      name: '抵押人',
      are: 'notice-holders',
      authorise: 'face',
      agreesTo: [
        '我同意以预购的这套房屋为借款设立抵押权预告登记。',
        '我确认抵押合同约定的债权数额和期限与申请一致。',
        '房屋办理转移登记后，我同意将抵押权预告登记转为抵押权登记。',
      ],
    },
  },
  unit: {
    by: 'registration-certificate',
    holds: 'presale',
    blockedBy: ['seizure', 'pre-seizure', 'presale-mortgage', 'registered', 'pending-same'],
    warnedBy: ['objection'],
    commitments: [ownRisk()],
  },
  steps: [
    verify({
      name: '信息校验',
      intro: '填写预告登记证明号和权利人（预购人）。有多位预购人时，填其中一位。',
      fields: [registrationCertificateNumber('预告登记证明号'), holderName({ hint: '预购人姓名' })],
    }),
    form('contract', {
      name: '抵押合同',
      intro: '按抵押合同填写。抵押人的手机号用来通知本人刷脸授权。',
      contacts: ['obligor'],
      fields: [
        ...mortgageContract(),
        choice('loanType', '贷款种类', { commercial: '商业贷款', fund: '公积金贷款', combined: '组合贷款' }),
        guaranteeScope(),
      ],
    }),
    authorise({ name: '抵押人授权', intro: '每位抵押人在自己的手机上核对内容并刷脸。' }),
    review({
      name: '系统审核',
      automatic: ['authorisations-complete', 'basis-stands', 'limits-clear'],
      officer: 'never',
    }),
    book({
      name: '预约打证',
      intro: '制作登记结果明细表后，预约服务网点打印登记证明。',
      purpose: 'print',
      by: 'mortgagee',
      schedule: true,
    }),
  ],
  fee: { matter: 'none' },
  effects: [
    { do: 'register-notice', notice: 'presale-mortgage', holder: 'mortgagee', obligor: 'obligor', terms: 'contract' },
  ],
  limits: { preparing: 30, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 3 },
  guide: {
    conditions: [
      '房屋已办理预购商品房预告登记，并且仍然有效。',
      '抵押合同已经签订。',
      '房屋没有被查封，也没有其他抵押权预告登记。',
    ],
    materials: ['预告登记证明号', '抵押合同', '抵押人手机号'],
    legalBasis: [
      '《中华人民共和国民法典》第二百二十一条、第三百九十五条',
      '《不动产登记暂行条例实施细则》第八十五条、第八十八条',
    ],
    result: '银行领取抵押权预告登记的不动产登记证明。',
  },
});
