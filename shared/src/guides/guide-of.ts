import { type GuideBody, guideKeyOf } from '../contract/guides';
import { type Business, businessCategories, type FieldDeclaration } from '../engine/declaration';
import { sampleOf } from './samples';
import { actorOf, howText, startText, stepText, whoText, windowText } from './sentences';

/** The service guide (办事指南) of a business type, computed from its declaration: fees and the centre's notes are added where it is shown. */
export function guideOf(business: Business): GuideBody {
  const { guide, steps, parties } = business;
  const window = windowText(business);
  const payStep = steps.find((step) => step.kind === 'pay') as { by?: string } | undefined;
  return {
    id: guideKeyOf(business.id),
    businessId: business.id,
    name: business.name,
    category: business.category,
    categoryName: businessCategories[business.category],
    summary: business.summary,
    citizenMayStart: business.startedBy.includes('citizen'),
    startedBy: startText(business),
    conditions: [
      ...guide.conditions,
      ...(window ? [window] : []),
      ...(business.fee.reducedFor
        ? ['缴费单位经市场监管部门核验为小微企业或个体工商户的，免收登记费，不用提交证明。']
        : []),
      ...(business.fee.onceFor ? ['同一宗地上的几处不动产为同一笔借款抵押的，登记费只收一次。'] : []),
    ],
    materials: [...guide.materials],
    samples: samplesOf(business),
    steps: steps.map((step) => ({ name: step.name, actor: actorOf(business, step), text: stepText(business, step) })),
    parties: Object.values(parties).map((party) => ({
      name: party.name,
      who: whoText(party),
      how: howText(party),
      agreesTo: [...party.agreesTo],
    })),
    times: timesOf(business),
    payer: payStep ? (parties[payStep.by ?? '']?.name ?? '申请人') : null,
    result: guide.result,
    legalBasis: [...guide.legalBasis],
  };
}

function samplesOf(business: Business): GuideBody['samples'] {
  return business.steps.flatMap((step) => {
    const { fields = [] } = step as { fields?: FieldDeclaration[] };
    return fields.flatMap((field) => {
      const example = sampleOf(field);
      return example ? [{ step: step.name, field: field.name, example, hint: field.hint ?? null }] : [];
    });
  });
}

/** Only limits that this business can run into. */
function timesOf({ limits, steps }: Business): GuideBody['times'] {
  const has = (kind: string) => steps.some((step) => step.kind === kind);
  const times: GuideBody['times'] = [];
  const add = (name: string, days: number | undefined, after: string, working = false) => {
    if (!days) return;
    const unit = working ? `${days} 个工作日（周末和节假日不算）` : `${days} 天（连周末一起算）`;
    times.push({ name, days, working, text: `${after}${unit}` });
  };
  add('填写', limits.preparing, '从开始填写起，保留 ');
  if (has('authorise')) add('各方授权', limits.authorising, '从请各方授权起，');
  if (has('review')) add('审核', limits.reviewWorkingDays, '从提交起，最长 ', true);
  if (has('review')) add('补正', limits.correction, '收到补正通知后，');
  if (has('pay')) add('缴费', limits.payment, '审核通过后，');
  return times;
}
