import { defineBusiness } from '../../engine/define-business';
import { choice, form, holderName, registrationCertificateNumber, review, text, verify } from '../../engine/words';

/**
 * Discharge of a mortgage (抵押权注销登记) by the bank that holds it.
 * Source: user manual 3.8; Civil Code 393; detailed rules of the Interim Regulation 70.
 */
export const mortgageDischarge = defineBusiness({
  id: 'mortgage-discharge',
  version: 1,
  name: '抵押权注销登记',
  category: 'discharge',
  startedBy: ['institution-clerk'],
  startedByKinds: ['bank'],
  summary: '贷款还清后，由银行在线注销抵押权，不收费。',
  applicant: 'mortgagee',
  parties: { mortgagee: { name: '抵押权人', are: 'starter' } },
  unit: { by: 'registration-certificate', holds: 'mortgage', blockedBy: ['pending-same'] },
  steps: [
    verify({
      name: '信息校验',
      intro: '填写抵押权登记证明号；抵押权人名称要与登记证明上的全称完全一致。',
      fields: [registrationCertificateNumber('抵押权登记证明号'), holderName({ name: '抵押权人' })],
    }),
    form('reason', {
      name: '注销原因',
      fields: [
        choice('reason', '注销原因', {
          repaid: '主债权已经消灭',
          realised: '抵押权已经实现',
          waived: '抵押权人放弃抵押权',
          other: '法律规定的其他情形',
        }),
        text('explanation', {
          name: '情形说明',
          when: { field: 'reason', equals: 'other' },
          maxLength: 300,
          examples: ['借款人已换用其他房产抵押，原抵押合同解除', '抵押合同由双方协议解除'],
        }),
      ],
    }),
    review({ name: '系统审核', automatic: ['basis-stands'], officer: 'never' }),
  ],
  fee: { matter: 'none' },
  effects: [{ do: 'discharge-mortgage' }],
  limits: { preparing: 15, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 1 },
  guide: {
    conditions: ['抵押权登记在申请的银行名下。', '主债权消灭、抵押权实现或者银行放弃抵押权。'],
    materials: ['抵押权登记证明号'],
    legalBasis: ['《中华人民共和国民法典》第三百九十三条', '《不动产登记暂行条例实施细则》第七十条'],
    result: '登记簿上的抵押权注销，登记证明作废。',
  },
});
