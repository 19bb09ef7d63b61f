import {
  type AgentScope,
  acceptanceNumber,
  allowedActions,
  automaticChecks,
  type Business,
  bankAccount,
  type CaseAction,
  type CaseView,
  capitalAmount,
  checkOfStep,
  coOwnerships,
  dayText,
  eventName,
  type FieldDeclaration,
  formatFen,
  handOverStates,
  identityNumber,
  inScope,
  isInput,
  isOpen,
  type PartyView,
  personName,
  phone,
  type StepView,
  stateNameIn,
  utilityAccounts,
} from '@zhucheng/shared';
import type { TaxOrderSummary } from '../../payments/payment.types';
import {
  type CaseRecord,
  coOwnershipFor,
  coOwnershipOf,
  factsOf,
  type LoadedCase,
  missingAuthorisations,
  type PartyRecord,
  stepStatus,
} from '../core/case.model';
import { type CaseDetails } from '../core/case.query';
import { basisRows } from '../core/case-basis';
import { commitmentsOf } from '../core/case-commitments';
import { assessedStep, taxesOf } from '../core/taxes';
import { taxesView } from './taxes.view';
import { rolesOf, type Viewer } from './viewer';

export { mayActFor, mayView, type Viewer } from './viewer';

export interface ViewExtras {
  order: CaseView['order'];
  taxOrders: TaxOrderSummary[];
  certificates: CaseView['certificates'];
  quote: CaseView['quote'];
  exemptions: string[];
}

export function partyView(business: Business, record: CaseRecord, party: PartyRecord, viewer: Viewer): PartyView {
  const institution = party.institutionId !== null || business.parties[party.role]!.authorise === 'institution';
  return {
    id: party.id,
    role: party.role,
    roleName: business.parties[party.role]!.name,
    name: party.identity.name,
    idNumberMasked: institution ? party.identity.idNumber : identityNumber.mask(party.identity.idNumber),
    phoneMasked: party.identity.phone ? phone.mask(party.identity.phone) : null,
    share: party.share ? `${party.share.numerator}/${party.share.denominator}` : null,
    authorisation: {
      state: party.authState,
      how: party.authHow,
      at: party.authAt,
      reason: party.authReason,
      current: party.authState === 'passed' && party.agreedHash === record.contentHash,
      agent: agentViewOf(party),
    },
    isMe: institution
      ? party.institutionId !== null && party.institutionId === viewer.institutionId
      : party.idBlind === viewer.idBlind,
  };
}

function agentViewOf({ agent, authState }: PartyRecord): PartyView['authorisation']['agent'] {
  if (!agent || authState !== 'passed') return null;
  const { citizenId: _, grantId: __, ...shown } = agent;
  return shown;
}

/** What a family agent needs for an action that is the principal's. */
const scopeOfAction = (action: CaseAction): AgentScope =>
  action === 'pay' ? 'pay' : ['authorise', 'choose-window', 'refuse'].includes(action) ? 'authorise' : 'apply';

/** An answer as it is shown. Names of `institutions` of the case are public, a person's name is masked. */
function shown(field: FieldDeclaration, value: unknown, institutions: readonly string[]): string {
  if (value === undefined || value === null || value === '') return '未填写';
  switch (field.kind) {
    case 'fen':
      return `¥${formatFen(value as number)}（${capitalAmount(value as number)}）`;
    case 'choice':
      return field.options.find((option) => option.value === value)?.name ?? String(value);
    case 'date':
      return dayText(String(value));
    case 'holder-name':
      return institutions.includes(String(value)) ? String(value) : personName.mask(String(value));
    case 'bank-account':
      return bankAccount.mask(String(value));
    case 'phone':
      return phone.mask(String(value));
    default:
      return String(value);
  }
}

function stepViews(loaded: LoadedCase, extras: { paid: boolean; details: CaseDetails }): StepView[] {
  const { record, business, checks, parties } = loaded;
  const institutions = parties.filter((party) => party.institutionId).map((party) => party.identity.name);
  return business.steps.map((step) => {
    const base = {
      id: step.id,
      kind: step.kind,
      name: step.name,
      answers: [] as StepView['answers'],
      message: null as string | null,
      version: record.form[step.id]?.version ?? 0,
    };
    if (!isInput(step)) return { ...base, status: laterStatus(step.kind, loaded, extras) };
    const data = record.form[step.id]?.data;
    const answers = data
      ? step.fields
          .filter((field) => data[field.id] !== undefined || !field.when)
          .map((field) => ({ field: field.id, label: field.name, value: shown(field, data[field.id], institutions) }))
      : [];
    if (step.kind === 'form') {
      for (const role of step.parties) {
        const form = coOwnershipOf(record.form, role);
        const members = parties.filter((party) => party.role === role);
        if (members.length === 0) continue;
        const names = members.map(
          (party) =>
            `${party.identity.name}${party.share ? `（${party.share.numerator}/${party.share.denominator}）` : ''}`,
        );
        answers.unshift({ field: `parties.${role}`, label: business.parties[role]!.name, value: names.join('、') });
        if (form)
          answers.splice(1, 0, { field: `parties.${role}.coOwnership`, label: '共有方式', value: coOwnerships[form] });
      }
    }
    if (step.kind === 'form')
      for (const role of step.contacts)
        answers.push({
          field: `contacts.${role}`,
          label: `${business.parties[role]!.name}手机号`,
          value: (data?.contacts?.[role] ?? []).map((one) => phone.mask(one)).join('、') || '未填写',
        });
    if (step.kind === 'materials')
      for (const item of step.items)
        answers.push({
          field: `files.${item.id}`,
          label: item.name,
          value: data?.files?.[item.id]?.length ? `${data.files[item.id]!.length} 份` : '未上传',
        });
    const asked = step.kind === 'ask' ? checkOfStep(step, data) : undefined;
    const check = checks.find((candidate) => candidate.checkId === asked);
    return { ...base, answers, status: stepStatus(loaded, step.id), message: check?.message ?? null };
  });
}

function laterStatus(
  kind: string,
  loaded: LoadedCase,
  extras: { paid: boolean; details: CaseDetails },
): StepView['status'] {
  const { record } = loaded;
  const reached = (...states: string[]) => states.includes(record.state);
  switch (kind) {
    case 'authorise':
      if (record.everSubmitted && !reached('correction', 'authorising')) return 'done';
      return reached('authorising') ? 'waiting' : 'todo';
    case 'review':
      if (reached('awaiting-payment', 'registering', 'completed')) return 'done';
      if (reached('rejected')) return 'refused';
      return reached('submitted', 'reviewing') ? 'waiting' : 'todo';
    case 'pay':
      if (extras.paid || reached('registering', 'completed')) return 'done';
      return reached('awaiting-payment') ? 'waiting' : 'todo';
    case 'book':
      return reached('completed') ? 'waiting' : 'todo';
    default:
      if (!reached('completed')) return 'todo';
      return extras.details.handOver.length > 0 &&
        extras.details.handOver.every((row) => ['done', 'skipped'].includes(row.state))
        ? 'done'
        : 'waiting';
  }
}

/** Who must act now, in words. */
function waitingFor(loaded: LoadedCase, { events }: Pick<CaseDetails, 'events'>): CaseView['waitingFor'] {
  const { record, business, checks } = loaded;
  const since = record.stateSince;
  const people = (parties: PartyRecord[]) =>
    [...new Set(parties.map((party) => `${business.parties[party.role]!.name} ${party.identity.name}`))].join('、');
  switch (record.state) {
    case 'verified':
      return { who: '申请人', what: '填写并核对申请内容', since };
    case 'correction':
      return { who: '申请人', what: '按通知修改后重新提交', since };
    case 'authorising': {
      const missing = missingAuthorisations(loaded, 'submission');
      return missing.length > 0
        ? { who: people(missing), what: '完成授权', since }
        : { who: '申请人', what: '提交申请', since };
    }
    case 'submitted': {
      const waiting = checks
        .filter((check) => check.result === 'waiting')
        .map((check) => automaticChecks[check.checkId as keyof typeof automaticChecks]);
      const consents = missingAuthorisations(loaded, 'review');
      if (consents.length > 0) return { who: people(consents), what: '同意本次申请', since };
      return { who: '系统', what: waiting.length > 0 ? `等待核验：${waiting.join('、')}` : '正在自动审核', since };
    }
    case 'reviewing':
      return { who: '登记中心审核人员', what: record.claimedBy ? '正在审核' : '等待领取审核', since };
    case 'awaiting-payment': {
      const pay = business.steps.find((step) => step.kind === 'pay');
      if (record.feeFollows)
        return {
          who: '登记中心',
          what: `受理编号 ${acceptanceNumber.group(record.feeFollows)} 缴费登簿后继续办理`,
          since,
        };
      if (assessedStep(loaded)) {
        const owing = (taxesOf(loaded)?.due ?? []).map(({ role }) => business.parties[role]!.name);
        const payer = pay?.kind === 'pay' ? [business.parties[pay.by]!.name] : [];
        return { who: [...new Set([...payer, ...owing])].join('、'), what: '缴纳登记费和税费', since };
      }
      return { who: pay?.kind === 'pay' ? business.parties[pay.by]!.name : '申请人', what: '缴纳登记费', since };
    }
    case 'registering':
      if (events.at(-1)?.action === 'await-escrow')
        return { who: '资金监管', what: events.at(-1)!.note ?? '等待资金锁定', since };
      if (assessedStep(loaded) && !taxesView(loaded, [])?.certificate)
        return { who: '税务部门', what: '出具完税证明，出具后自动登簿', since };
      return { who: '登记中心', what: business.effects.length > 0 ? '登簿并制作电子证书' : '办结', since };
    case 'suspended':
      // What stopped it, by name: whom to ask, and whether there is anything to wait for.
      return {
        who: '登记中心',
        what: events.findLast(({ action }) => action === 'suspend')?.note ?? '限制解除后恢复办理',
        since,
      };
    default:
      return null;
  }
}

/** Everything a viewer sees of a case, masked. The caller has checked `mayView`. */
export function caseView(loaded: LoadedCase, details: CaseDetails, viewer: Viewer, extras: ViewExtras): CaseView {
  const { record, business } = loaded;
  const { basis: _, kept: __, ...unit } = record.unit;
  const roles = rolesOf(loaded, viewer);
  const owners = Object.keys(business.parties).find((role) => business.parties[role]!.shares);
  const form =
    owners && loaded.parties.some((party) => party.role === owners) ? coOwnershipFor(loaded, owners) : undefined;
  const paid = extras.order?.state === 'paid';
  return {
    id: record.id,
    acceptanceNumber: record.acceptanceNumber,
    business: { id: business.id, version: business.version, name: business.name },
    state: record.state,
    stateName: stateNameIn(business, record.state, factsOf(loaded).authorised),
    version: record.version,
    unit,
    basis: basisRows(record),
    // Warnings are about what a case would change; once it has ended they would be out of date.
    warnings: isOpen(record.state) ? record.warnings : [],
    commitments: commitmentsOf(loaded),
    coOwnership: form ? coOwnerships[form] : null,
    steps: stepViews(loaded, { paid, details }),
    parties: loaded.parties.map((party) => partyView(business, record, party, viewer)),
    checks: loaded.checks.map((check) => ({
      id: check.checkId as CaseView['checks'][number]['id'],
      name: automaticChecks[check.checkId as keyof typeof automaticChecks],
      result: check.result,
      message: check.message,
      at: check.at,
    })),
    correction: record.correction,
    endReason: record.endReason,
    order: extras.order,
    taxes: taxesView(loaded, extras.taxOrders, viewer),
    quote: extras.quote,
    feeReason: record.feeReason,
    exemptions: extras.exemptions,
    certificates: extras.certificates,
    handOver: details.handOver.map((row) => ({
      account: row.account,
      name: utilityAccounts[row.account],
      provider: row.provider,
      number: row.number,
      state: row.state,
      message: row.message ?? handOverStates[row.state],
    })),
    timeline: details.events.map((event) => ({
      at: event.at,
      action: event.action,
      name: eventName(business, event.action),
      by: event.by,
      note: event.note,
      state: event.toState,
      stateName: stateNameIn(business, event.toState),
    })),
    actions: allowedActions(business, factsOf(loaded), roles).filter(
      ({ action }) => !viewer.agent || inScope(viewer.agent.scopes, scopeOfAction(action)),
    ),
    waitingFor: waitingFor(loaded, details),
    deadlineAt: record.deadlineAt,
    myRoles: roles,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
  };
}
