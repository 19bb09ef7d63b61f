import type { BusinessInput } from '../../engine/declaration';
import { defineBusiness } from '../../engine/define-business';
import { book, certificateNumber, form, holderName, materials, review, verify } from '../../engine/words';

type Step<K> = Extract<BusinessInput['steps'][number], { kind: K }>;
type Form = Step<'form'>;
type Item = Step<'materials'>['items'][number];

/** What differs between pre-review items (网上预审); all go from form and materials over the centre's look to a visit. */
export interface PreReviewItem {
  id: string;
  name: string;
  group: NonNullable<BusinessInput['group']>;
  startedBy?: BusinessInput['startedBy'];
  summary: string;
  applicantName?: string;
  /** The unit is another's as a rule: heirs, objectors, courts. */
  anyone?: boolean;
  intro: string;
  fields: Form['fields'];
  materials: Item[];
  blockedBy?: BusinessInput['unit']['blockedBy'];
  conditions: string[];
  legalBasis: string[];
}

/** A pre-review item: nothing is registered, the papers are looked at before the visit. */
export function preReview(item: PreReviewItem) {
  return defineBusiness({
    id: `pre-review/${item.id}`,
    version: 1,
    name: item.name,
    category: 'preliminary',
    group: item.group,
    startedBy: item.startedBy ?? ['citizen'],
    summary: item.summary,
    applicant: 'applicant',
    parties: { applicant: { name: item.applicantName ?? '申请人', are: 'starter' } },
    unit: {
      by: 'right-certificate',
      anyone: item.anyone ?? false,
      blockedBy: ['pending-same', ...(item.blockedBy ?? [])],
      warnedBy: ['seizure', 'pre-seizure', 'objection', 'advance-notice', 'mortgage-free', 'mortgage-limited'],
    },
    steps: [
      verify({
        name: '信息校验',
        intro: '请照着不动产权证书填写。有多位权利人时，填其中一位即可。',
        fields: [certificateNumber(), holderName({ hint: '与证书上的名字一致' })],
        declare: ['我所填内容和上传的材料真实、有效，如有不实，愿意承担法律责任。'],
      }),
      form('matter', { name: '事项信息', intro: item.intro, fields: item.fields }),
      materials({ name: '上传材料', intro: '拍照或上传 PDF、图片，每份不超过 20 MB。', items: item.materials }),
      review({ name: '预审', automatic: ['materials-clean'], officer: 'always' }),
      book({ name: '预约到窗口', intro: '预审通过后，预约时间带原件到窗口办理。', purpose: 'window', by: 'applicant' }),
    ],
    fee: { matter: 'none' },
    limits: { preparing: 30, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 3 },
    guide: {
      conditions: item.conditions,
      materials: item.materials.map(({ name, hint }) => (hint ? `${name}（${hint}）` : name)),
      legalBasis: item.legalBasis,
      result: '预审通过后按预约时间到窗口核对原件，正式受理。',
    },
  });
}
