import { commitmentsFor, ticksOnSending } from '../engine/commitments';
import type { Business } from '../engine/declaration';
import { assessingStep, stepOf } from '../engine/define-business';
import type { CaseState } from '../engine/states';
import { inputSteps } from '../engine/step-schema';
import { transitions } from '../engine/transitions';
import type { UnitNeed, WalkPath } from './moves';
import { PathBuilder } from './path-builder';

const stages: Array<{ name: CaseState; reach: (path: PathBuilder) => PathBuilder }> = [
  { name: 'verified', reach: (path) => path.start() },
  { name: 'authorising', reach: (path) => path.start().fillAll().send() },
  { name: 'submitted', reach: (path) => (heldStep(path.business) ? later(path) : path.submitted()) },
  { name: 'reviewing', reach: (path) => path.submitted().passed() },
  { name: 'awaiting-payment', reach: (path) => path.submitted().reviewed() },
];
const asksOf = (business: Business) => inputSteps(business).flatMap((step) => (step.kind === 'ask' ? [step] : []));
const heldStep = (business: Business): string | undefined => asksOf(business)[0]?.id;
const later = (path: PathBuilder): PathBuilder => path.department(heldStep(path.business)!, 'later').submitted().held();

/** The unit changes hands with its mortgages on it. */
export const mortgagesStay = ({ effects, unit }: Business): boolean =>
  effects.some((effect) => effect.do === 'transfer-ownership') &&
  !effects.some((effect) => effect.do === 'discharge-mortgage') &&
  unit.warnedBy.includes('mortgage-free');

/** Every path of a declaration: happy, each refusal, send-back, withdraw, lapse, seizure, waiting department, the window. */
export function walkPaths(business: Business): WalkPath[] {
  const paths: WalkPath[] = [];
  const has = (name: CaseState): boolean => {
    if (name === 'reviewing') return stepOf(business, 'review')?.officer === 'always';
    if (name === 'awaiting-payment') return business.fee.matter !== 'none';
    if (name === 'submitted') return heldStep(business) !== undefined;
    return name !== 'authorising' || stepOf(business, 'authorise') !== undefined;
  };
  const add = (
    id: string,
    title: string,
    build: (path: PathBuilder) => PathBuilder,
    more: { need?: UnitNeed; movesClock?: boolean } = {},
  ) => {
    const steps = build(new PathBuilder(business)).steps;
    paths.push({ id, title, need: more.need ?? 'any', steps, movesClock: more.movesClock ?? false });
  };
  const faces = Object.entries(business.parties).filter(([, party]) => party.authorise === 'face');

  add('happy', '从头办到尾', (path) =>
    path
      .submitted()
      .reviewed()
      .paidAndRecorded()
      .handOver((index) => (index === 0 ? 'transfer' : 'skip')),
  );
  if (business.effects.some((effect) => effect.do === 'transfer-ownership' && effect.copies))
    add('two-copies', '两位按份共有人，两本证书', (path) =>
      path
        .start()
        .fillAll('two-copies')
        .send()
        .authorisedAndSubmitted()
        .reviewed()
        .paidAndRecorded()
        .handOver(() => 'skip'),
    );
  if (faces.length > 0)
    add('window', '各方改到窗口核验', (path) =>
      path.start().fillAll().send().authorisedAndSubmitted('window').reviewed().paidAndRecorded(),
    );
  for (const [role, party] of faces)
    add(`refused-by-${role}`, `${party.name}拒绝授权`, (path) =>
      path.start().fillAll().send().refuse(role).send().withdraw(),
    );
  for (const [role, party] of faces)
    add(`missing-${role}`, `${party.name}没有授权时不能提交`, (path) => {
      path.start().fillAll().send();
      for (const other of path.roles('face')) if (other !== role) path.authorise(other);
      return path.refused({ do: 'submit' }, 'AUTHORISATION_MISSING').withdraw();
    });
  if (mortgagesStay(business) && business.unit.by === 'right-certificate')
    add('mortgage-stays', '抵押权不受转让影响，通知抵押权人', (path) => path.submitted().reviewed().paidAndRecorded(), {
      need: 'mortgage-free',
    });
  for (const [role, party] of faces) {
    if (party.enough !== 'two-thirds-of-shares') continue;
    const need = 'owned-by-shares';
    const sent = (path: PathBuilder, share: 'bigger' | 'smaller') =>
      path.start().fillAll().send().authoriseByShare(role, share);
    add(
      'shares-enough',
      `${party.name}按份共有，三分之二份额同意即可`,
      (path) => sent(path, 'bigger').submit().passed().ended(),
      {
        need,
      },
    );
    add(
      'shares-short',
      `${party.name}按份共有，三分之一份额同意不够`,
      (path) => sent(path, 'smaller').refused({ do: 'submit' }, 'AUTHORISATION_MISSING').withdraw(),
      { need },
    );
  }
  const form = business.steps.find((step) => step.kind === 'form' && step.fields.length > 0);
  if (form && faces.length > 0)
    add('recalled', '收回修改后重新授权', (path) =>
      path
        .start()
        .fillAll()
        .send()
        .authoriseAll()
        .recall()
        .fill(form.id, 'content')
        .send()
        .refused({ do: 'submit' }, 'AUTHORISATION_MISSING')
        .withdraw(),
    );
  for (const { name, reach } of stages)
    if (has(name)) add(`withdrawn-${name}`, `在「${name}」撤回`, (path) => reach(path).withdraw());
  if (business.unit.blockedBy.includes('seizure'))
    for (const { name, reach } of stages)
      if (has(name) && name !== 'submitted')
        add(`seized-${name}`, `在「${name}」遇到查封`, (path) => reach(path).seize().lift().withdraw());
  const own = commitmentsFor(business, ['objection']);
  if (own.length > 0) {
    const ticks = own.some(({ roles }) => roles.some((role) => ticksOnSending(business.parties[role]!)));
    add('objected', '有人提出异议，各方承诺自担风险后继续', (path) => {
      path.start();
      if (!has('authorising')) return path.object().fillAll().send().passed().ended();
      path.fillAll().send().authoriseAll().object();
      path.refused({ do: 'submit' }, 'AUTHORISATION_MISSING').authoriseAll();
      if (ticks) path.refused({ do: 'submit' }, 'ACTION_NOT_ALLOWED').recalledAndSent();
      return path.submit().passed().ended();
    });
    for (const { name, reach } of stages)
      if (has(name) && ['reviewing', 'awaiting-payment'].includes(name))
        add(`objected-${name}`, `在「${name}」有人提出异议`, (path) => reach(path).object().withdraw());
  }
  for (const { name, reach } of stages)
    if (has(name) && transitions.find((transition) => transition.action === 'lapse')!.from.includes(name))
      add(`lapsed-${name}`, `在「${name}」逾期`, (path) => reach(path).lapse(), { movesClock: true });
  if (has('reviewing')) {
    add('corrected', '补正一次后通过', (path) => {
      path.submitted().passed().claim().officer('request-correction');
      if (form) path.fill(form.id, 'content');
      path
        .send()
        .authorisedAndSubmitted()
        .passed()
        .claim()
        .refused({ do: 'request-correction' }, 'CORRECTION_USED')
        .officer('approve');
      return path.paidAndRecorded();
    });
    add('rejected', '不予登记', (path) => path.submitted().passed().claim().officer('reject'));
  }
  if (business.escrow) {
    add('escrow', '房款由监管银行保管，锁定后登簿，登簿后付款', (path) =>
      path
        .submitted('escrow')
        .escrow('awaiting-deposit')
        .deposit()
        .escrow('locked')
        .reviewed()
        .paidAndRecorded()
        .escrow('released'),
    );
    add('escrow-waits', '审核缴费都办完，等买受人存够监管资金才登簿', (path) => {
      path.submitted('escrow').reviewed().paidAndWaiting().deposit('one-less').escrow('awaiting-deposit');
      return path.deposit().paidAndRecorded().escrow('released');
    });
    if (business.escrow.paysOff)
      add(
        'escrow-pays-off',
        '监管资金先还原贷款，其余付给出卖人',
        (path) =>
          path.submitted('escrow-pays-off').deposit().escrow('locked').reviewed().paidAndRecorded().escrow('released'),
        { need: 'mortgage-free' },
      );
    add('escrow-rejected', '不予登记，监管资金退回', (path) =>
      path.submitted('escrow').deposit().escrow('locked').passed().claim().officer('reject').escrow('returned'),
    );
    add('escrow-withdrawn', '撤回申请，监管资金退回', (path) =>
      path.submitted('escrow').deposit().escrow('locked').withdraw().escrow('returned'),
    );
    add('escrow-short', '监管银行锁定的金额不足，不登簿', (path) => {
      path.bankLocks('one-less').submitted('escrow').deposit().escrow('lock-short').reviewed().paidAndWaiting();
      return path.withdraw().escrow('returned').bankLocks('all');
    });
  }
  if (business.fee.reducedFor) {
    add('payer-small', '缴费单位是小微企业，免收登记费', (path) =>
      path.payerSize('small').submitted().passedFree().paidAndRecorded(),
    );
    add('payer-unknown', '市场监管部门没有记录，按标准收费', (path) =>
      path.payerSize('unknown').submitted().reviewed().withdraw(),
    );
    for (const answer of ['later', 'silent'] as const)
      add(`payer-${answer}`, `市场监管部门${answer === 'later' ? '晚些答复' : '没有回音'}，等到答复再收费`, (path) =>
        path.payerSize(answer).submitted().held().payerSize('large').reviewed().withdraw(),
      );
  }
  // Nothing is paid for, because the payment SDKs sign with the machine's own time.
  if (business.unit.keeps.length > 0 && business.unit.by === 'registration-certificate' && business.fee.reducedFor)
    add(
      'notice-kept',
      '在预告登记期限内申请，期限过后才办完',
      (path) =>
        path.payerSize('silent').submitted().held().noticeDay().payerSize('small').passedFree().paidAndRecorded(),
      { movesClock: true },
    );
  for (const ask of asksOf(business)) {
    add(`${ask.id}-later`, `${ask.name}晚些才有结果`, (path) =>
      path.department(ask.id, 'later').submitted().held().releaseAnswers(ask.id).consentNow().passed().ended(),
    );
    add(`${ask.id}-rejected`, `${ask.name}未通过`, (path) => {
      path.department(ask.id, 'rejected').start().fillAll();
      path.refused({ do: 'send' }, 'STEPS_INCOMPLETE').department(ask.id, 'now').fill(ask.id, 'content');
      return path.send().withdraw();
    });
    if (ask.of === 'housing' && ask.compare?.price)
      add(`${ask.id}-differs`, `${ask.name}与申请不一致`, (path) =>
        path.submitted('price-differs').faulted().withdraw(),
      );
  }
  const taxes = assessingStep(business);
  if (taxes) {
    add('taxes', '税费在线核定，和登记费一起缴清，完税证明到后登簿', (path) =>
      path.submitted('assess').reviewed().paidAndRecorded(),
    );
    add('taxes-apart', '买受人先缴清自己的，出卖人后缴；中途重新核定，按新的金额缴', (path) =>
      path.submitted('assess').reviewed().partPaid().assessedAnew().paidAndRecorded(),
    );
    add('taxes-in-vain', '税费缴清后遇到查封，最终不予登记，登记费退回，税款申请退还', (path) =>
      path
        .submitted('assess')
        .reviewed()
        .department(taxes.id, 'later')
        .paidUncleared()
        .seize()
        .lift()
        .claim()
        .officer('reject'),
    );
  }
  for (const [role, party] of Object.entries(business.parties)) {
    if (party.authorise !== 'institution') continue;
    if (party.are !== 'mortgagees-with-transfer-limit') {
      add(`${role}-refuses`, `${party.name}不同意`, (path) => path.submitted().held().refuseConsent(role).withdraw());
      continue;
    }
    add(
      `${role}-consents`,
      `${party.name}同意后继续`,
      (path) => path.submitted().held().consent(role).reviewed().paidAndRecorded(),
      { need: 'mortgage-limited' },
    );
    add(`${role}-refuses`, `${party.name}不同意`, (path) => path.submitted().held().refuseConsent(role).withdraw(), {
      need: 'mortgage-limited',
    });
  }
  return paths;
}
