import { defineBusiness } from '../../engine/define-business';
import {
  book,
  form,
  holderName,
  ownRisk,
  pay,
  registrationCertificateNumber,
  review,
  text,
  verify,
} from '../../engine/words';

/**
 * Conversion of a presale mortgage notice (预抵押转一般抵押登记): after the buyer has become owner, the bank's notice becomes a
 * mortgage of the same rank. Source: user manual 3.5; Civil Code 221, 402; judicial interpretation on guarantees 52.
 */
export const presaleMortgageConversion = defineBusiness({
  id: 'presale-mortgage-conversion',
  version: 2,
  name: '预抵押转一般抵押登记',
  category: 'mortgage',
  startedBy: ['institution-clerk'],
  startedByKinds: ['bank'],
  summary: '购房人取得产权后，银行把抵押权预告登记转为抵押权，顺位不变。',
  applicant: 'mortgagee',
  parties: {
    mortgagee: { name: '抵押权人', are: 'starter' },
    mortgagor: { name: '抵押人', are: 'owners-of-unit', authorise: 'informed' },
  },
  unit: {
    by: 'registration-certificate',
    holds: 'presale-mortgage',
    blockedBy: ['seizure', 'pre-seizure', 'unregistered', 'obligor-not-owner', 'pending-same'],
    warnedBy: ['objection'],
    commitments: [ownRisk()],
    keeps: [{ notice: 'presale-mortgage', holder: 'mortgagee' }],
  },
  steps: [
    verify({
      name: '信息校验',
      intro: '填写抵押权预告登记证明号和抵押权人全称，也可以从可转换清单里直接选。',
      fields: [
        registrationCertificateNumber('抵押权预告登记证明号'),
        holderName({ name: '抵押权人', hint: '与登记证明上的全称一致' }),
      ],
    }),
    form('confirm', {
      name: '核对数据',
      intro: '债权数额和期限以原预告登记为准，请核对后提交。',
      fields: [
        text('note', {
          name: '备注',
          required: false,
          examples: ['房屋已交付，买受人已领取不动产权证书', '房屋已交付，登记证明由本行经办人领取'],
        }),
      ],
    }),
    review({ name: '系统审核', automatic: ['basis-stands', 'limits-clear', 'payer-size'], officer: 'never' }),
    pay({ name: '缴费', by: 'mortgagee' }),
    book({ name: '自助打证', purpose: 'print', by: 'mortgagee' }),
  ],
  fee: { matter: 'mortgage', reducedFor: 'small-enterprise' },
  effects: [{ do: 'convert-mortgage', mortgagee: 'mortgagee', mortgagor: 'mortgagor' }],
  limits: { preparing: 30, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 3 },
  guide: {
    conditions: ['抵押权预告登记仍然有效。', '购房人已经办理转移登记，取得不动产权证书。', '房屋没有被查封、预查封。'],
    materials: ['抵押权预告登记证明号'],
    legalBasis: [
      '《中华人民共和国民法典》第二百二十一条、第四百零二条',
      '《最高人民法院关于适用〈中华人民共和国民法典〉有关担保制度的解释》第五十二条',
    ],
    result: '抵押权人领取抵押权的不动产登记证明，原预告登记证明注销，顺位不变。',
  },
});
