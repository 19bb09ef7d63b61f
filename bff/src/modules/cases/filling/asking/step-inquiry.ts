import { type AutomaticCheck, departments, type InputStep, inputSteps } from '@zhucheng/shared';
import { canonical, type LoadedCase, sha256 } from '../../core/case.model';
import type { Inquiry } from './inquiry';

export type AskStep = Extract<InputStep, { kind: 'ask' }>;

/** The step whose number the department is asked about. */
export function askStep({ business }: Pick<LoadedCase, 'business'>, of: AskStep['of'], check: AutomaticCheck) {
  return inputSteps(business).find(
    (step): step is AskStep => step.kind === 'ask' && step.of === of && step.check === check,
  );
}

/** What was typed into the first field of this kind. */
export function typed({ record }: LoadedCase, step: AskStep, kind: string): string {
  const field = step.fields.find((candidate) => candidate.kind === kind);
  return field ? String(record.form[step.id]?.data?.[field.id] ?? '') : '';
}

const refusalTexts: Record<string, string> = {
  'not-found': '没有查到该号码，请核对后重新填写。',
  unpaid: '该完税证明尚未缴清税款，请缴清后再核验。',
  'other-unit': '该号码对应的不是这处不动产，请核对后重新填写。',
  'other-taxpayer': '该完税证明的纳税人不是本次的买受人，请核对后重新填写。',
  cancelled: '该合同备案已撤销，请填写有效的备案号。',
  differs: '备案合同的成交价与申请填写的不一致，请核对后重新核定。',
  'in-person': '这笔交易的税费需要到办税服务厅核定。请在办税服务厅缴清后，改为填写完税证明号。',
  'contract-missing': '请先填写合同备案号，再请税务部门核定。',
};

/** What questions about a number that the applicant has typed have in common. */
export function aboutStep(step: AskStep): Pick<Inquiry, 'checkId' | 'hash' | 'conclude' | 'says'> {
  const department = departments[step.of];
  return {
    checkId: step.check,
    hash: ({ record }) => sha256(canonical({ unit: record.unit.unitNumber, data: record.form[step.id]?.data ?? null })),
    conclude: (answer) =>
      answer.status === 'accepted'
        ? { result: 'passed', message: `${department}核验通过。`, answer: answer.data as Record<string, unknown> }
        : {
            result: 'failed',
            message: refusalTexts[answer.reason] ?? `${department}核验未通过，请核对后重新填写。`,
            answer: null,
          },
    says: {
      waiting: `正在向${department}核验，可以先离开，有结果会通知您。`,
      received: `${department}已收到，正在核验。`,
      silent: `${department}系统暂时没有回应，会自动再次核验。`,
    },
  };
}
