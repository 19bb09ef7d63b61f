import { defineBusiness } from '../../engine/define-business';
import { book, choice, creditCode, form, ownRisk, pay, review, surveyNumber, text, verify } from '../../engine/words';

/**
 * First registration of new buildings (新建商品房首次登记): the developer becomes the registered owner of what it built.
 * Source: user manual 3.6; Civil Code 231; detailed rules of the Interim Regulation 35–36.
 */
export const firstRegistration = defineBusiness({
  id: 'first-registration',
  version: 2,
  name: '新建商品房首次登记',
  category: 'first',
  startedBy: ['institution-clerk'],
  startedByKinds: ['developer'],
  summary: '楼盘竣工验收后，开发企业在楼盘表上选房，一次办理首次登记。',
  applicant: 'developer',
  parties: { developer: { name: '权利人', are: 'starter' } },
  unit: {
    by: 'building',
    building: 'survey',
    blockedBy: ['seizure', 'pre-seizure', 'registered', 'not-starters', 'pending-same'],
    warnedBy: ['objection', 'advance-notice'],
    says: { 'advance-notice': '这一套已有预告登记；首次登记不影响它，登记后买受人可以接着办转移登记。' },
    commitments: [ownRisk()],
  },
  steps: [
    verify({
      name: '信息校验',
      intro: '填写权籍调查编号和权利人的统一社会信用代码，打开楼盘表。',
      fields: [surveyNumber(), creditCode({ name: '权利人统一社会信用代码' })],
    }),
    form('confirm', {
      name: '确认单元',
      intro: '核对单元的用途和面积；与权籍调查不一致的，请先更正调查成果。',
      fields: [
        choice('enterprise', '是否工业、商业企业', { no: '否', yes: '是' }),
        text('planningPermit', {
          name: '建设工程规划许可证号',
          maxLength: 60,
          examples: ['建字第 450502202600018 号', '建字第 450502202600027 号'],
        }),
        text('acceptance', {
          name: '竣工验收备案号',
          maxLength: 60,
          examples: ['北建竣备〔2026〕018 号', '北建竣备〔2026〕027 号'],
        }),
      ],
    }),
    review({ name: '审核', automatic: ['limits-clear', 'payer-size'], officer: 'always' }),
    pay({ name: '缴费', by: 'developer' }),
    book({ name: '预约打证', purpose: 'print', by: 'developer' }),
  ],
  fee: { matter: 'first', reducedFor: 'small-enterprise' },
  effects: [{ do: 'register-first', to: 'developer' }],
  limits: { preparing: 30, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 5 },
  guide: {
    conditions: ['房屋已竣工验收并完成权籍调查。', '土地使用权登记在开发企业名下。', '房屋没有被查封、预查封。'],
    materials: ['权籍调查编号', '建设工程规划许可证', '竣工验收备案表'],
    legalBasis: ['《中华人民共和国民法典》第二百三十一条', '《不动产登记暂行条例实施细则》第三十五条、第三十六条'],
    result: '开发企业领取不动产权证书；登记费由开发企业承担，不得转给购房人。',
  },
});
