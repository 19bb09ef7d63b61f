import { defineBusiness } from '../engine/define-business';
import { authorise, certificateNumber, choice, form, holderName, review, text, verify } from '../engine/words';

/** The smallest business that has everything a case needs: no department, no officer, no fee, nothing registered. Tests only. */
export const toyBusiness = defineBusiness({
  id: 'toy-note',
  version: 1,
  name: '玩具业务',
  category: 'transfer',
  startedBy: ['citizen'],
  summary: '只用于测试的最小业务。',
  applicant: 'owner',
  parties: {
    owner: { name: '权利人', are: 'owners-of-unit', authorise: 'face', agreesTo: ['我同意办理这件测试业务。'] },
  },
  unit: { by: 'right-certificate', blockedBy: ['seizure', 'pending-same'], warnedBy: ['objection'] },
  steps: [
    verify({ name: '信息校验', fields: [certificateNumber(), holderName()] }),
    form('note', {
      name: '填写说明',
      fields: [
        choice('reason', '原因', { one: '原因一', two: '原因二' }),
        text('words', { name: '说明', required: false }),
      ],
    }),
    authorise({ name: '刷脸授权' }),
    review({ name: '审核', automatic: ['authorisations-complete', 'parties-match', 'limits-clear'], officer: 'never' }),
  ],
  fee: { matter: 'none' },
  limits: { preparing: 30, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 5 },
  guide: { conditions: ['持有不动产权证书。'], materials: ['不动产权证书'], legalBasis: ['无'], result: '无' },
});
