import type { BusinessInput } from '../../engine/declaration';
import { defineBusiness } from '../../engine/define-business';
import { book, certificateNumber, form, holderName, materials, review, verify } from '../../engine/words';

type Step<K> = Extract<BusinessInput['steps'][number], { kind: K }>;
type Form = Step<'form'>;
type Item = Step<'materials'>['items'][number];

/** Nothing is registered yet: what the register says is news for the visit, it stops nothing. */
const says: NonNullable<BusinessInput['unit']['says']> = {
  seizure: '该不动产现在被查封；预审可以先办，能不能登记由窗口按查封情况告诉您。',
  'pre-seizure': '该不动产现在被预查封；预审可以先办，能不能登记由窗口按查封情况告诉您。',
  objection: '有人对这处不动产的登记提出了异议，到窗口办理时会请您书面说明。',
  'advance-notice': '该不动产有未失效的预告登记；涉及处分的，到窗口办理时请带预告登记权利人的同意书。',
  'mortgage-free': '该不动产设有抵押；预审可以照常办理，到窗口时会告诉您对抵押的影响。',
  'mortgage-limited': '该不动产设有抵押，并约定转让须经抵押权人同意；涉及转让的，到窗口办理时请带抵押权人的同意书。',
};

/** What differs between pre-review items (网上预审); all go from form and materials over the centre's look to a visit. */
export interface PreReviewItem {
  id: string;
  /** 1 unless given. */
  version?: number;
  name: string;
  group: NonNullable<BusinessInput['group']>;
  startedBy?: BusinessInput['startedBy'];
  startedByKinds?: BusinessInput['startedByKinds'];
  summary: string;
  applicantName?: string;
  /** The unit is another's as a rule: heirs, objectors, courts. */
  anyone?: boolean;
  intro: string;
  /** What is said of the fee, where the registration itself is free. */
  because?: string;
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
    version: item.version ?? 1,
    name: item.name,
    category: 'preliminary',
    group: item.group,
    startedBy: item.startedBy ?? ['citizen'],
    ...(item.startedByKinds && { startedByKinds: item.startedByKinds }),
    summary: item.summary,
    applicant: 'applicant',
    parties: { applicant: { name: item.applicantName ?? '申请人', are: 'starter' } },
    unit: {
      by: 'right-certificate',
      anyone: item.anyone ?? false,
      blockedBy: ['pending-same', ...(item.blockedBy ?? [])],
      warnedBy: ['seizure', 'pre-seizure', 'objection', 'advance-notice', 'mortgage-free', 'mortgage-limited'],
      says,
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
    fee: { matter: 'none', because: item.because ?? '预审不收费；到窗口正式登记时，按规定收取登记费。' },
    limits: { preparing: 30, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 3 },
    guide: {
      conditions: item.conditions,
      materials: item.materials.map(({ name, hint, required = true }) => {
        const more = [hint, required ? undefined : '有的话'].filter(Boolean).join('，');
        return more ? `${name}（${more}）` : name;
      }),
      legalBasis: item.legalBasis,
      result: '预审通过后按预约时间到窗口核对原件，正式受理。',
    },
  });
}
