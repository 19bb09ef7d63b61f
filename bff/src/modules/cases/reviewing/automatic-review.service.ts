import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type AskStep,
  type AutomaticCheck,
  automaticChecks,
  checkOfStep,
  identityNumber,
  inputSteps,
  stepOf,
} from '@zhucheng/shared';
import { Clock } from '../../../platform/clock';
import { Database } from '../../../platform/database/database';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import { system } from '../../../platform/http/actor';
import { Outbox, type Task } from '../../../platform/outbox/outbox';
import { allConditions } from '../../register/register.conditions';
import { RegisterService } from '../../register/register.service';
import type { RegisterSnapshot } from '../../register/register.types';
import { restrictionsText } from '../../register/register.words';
import { CaseWarnings } from '../agreeing/case-warnings.service';
import { CaseFees } from '../charging/fees.service';
import {
  basisStands,
  type CheckRecord,
  canonical,
  formValue,
  type LoadedCase,
  missingAuthorisations,
} from '../core/case.model';
import { CaseStore } from '../core/case-store.service';
import { assessedCheck, assessedStep } from '../core/taxes';
import { Asking } from '../filling/asking/asking.service';
import { CaseMessages } from '../messages/case-messages.service';

interface Finding {
  result: CheckRecord['result'];
  message: string;
  /** The step where the applicant mends it. */
  step?: string;
}
type Check = (loaded: LoadedCase, snapshot: RegisterSnapshot) => Finding;

const askedBySteps = ({ business }: Pick<LoadedCase, 'business'>, check: AutomaticCheck): boolean =>
  inputSteps(business).some((step) => step.kind === 'ask' && step.check === check);

const passed = (message: string): Finding => ({ result: 'passed', message });

/** Runs the checks a declaration names, as often as something they wait for arrives. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AutomaticReview {
  @Inject() clock!: Clock;
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() store!: CaseStore;
  @Inject() register!: RegisterService;
  @Inject() messages!: CaseMessages;
  @Inject() fees!: CaseFees;
  @Inject() asking!: Asking;
  @Inject() warnings!: CaseWarnings;

  @Init()
  async init(): Promise<void> {
    this.outbox.on('case.review', (task: Task<{ caseId: string }>) =>
      this.database.unitOfWork((tx) => this.run(tx, task.payload.caseId)),
    );
  }

  private readonly checks: Record<AutomaticCheck, Check> = {
    'authorisations-complete': (loaded) =>
      missingAuthorisations(loaded, 'submission').length === 0
        ? passed(
            loaded.parties.some((party) => party.authState === 'told')
              ? '占份额三分之二以上的共有人已授权，其他共有人已通知。'
              : '各方都已授权。',
          )
        : { result: 'failed', message: '申请内容在授权之后有变化，请重新发起授权。' },
    'parties-match': (loaded, snapshot) => {
      const owners = loaded.parties
        .filter((party) => loaded.business.parties[party.role]!.are === 'owners-of-unit')
        .map((party) => identityNumber.key(party.identity.idNumber));
      const registered = (snapshot.ownership?.holders ?? []).map((holder) => identityNumber.key(holder.idNumber));
      const same =
        snapshot.ownership?.rightId === loaded.record.rightId &&
        canonical([...owners].sort()) === canonical([...registered].sort());
      return same
        ? passed('申请人与登记簿一致。')
        : { result: 'failed', message: '登记簿上的权利人已有变化，请撤回后重新申请。' };
    },
    'limits-clear': (loaded, snapshot) => {
      const blocking = this.blocking(loaded, snapshot);
      return blocking.length === 0
        ? passed('没有影响办理的限制。')
        : { result: 'failed', message: restrictionsText(snapshot, blocking, this.clock.now()) };
    },
    'contract-filed': (loaded) => this.filed(loaded),
    'tax-paid': (loaded) => this.answered(loaded, 'tax-paid'),
    'tax-assessed': (loaded) => this.answered(loaded, 'tax-assessed'),
    'mortgagee-consent': (loaded) => {
      const missing = missingAuthorisations(loaded, 'review');
      return missing.length === 0
        ? passed(
            loaded.parties.some((party) => loaded.business.parties[party.role]!.before === 'review')
              ? '抵押权人已同意。'
              : '没有限制转让的抵押。',
          )
        : { result: 'waiting', message: `等待${missing.map((party) => party.identity.name).join('、')}同意。` };
    },
    'basis-stands': (loaded, snapshot) =>
      basisStands(loaded, snapshot, this.clock.now())
        ? passed('申请依据的登记仍然有效。')
        : { result: 'failed', message: '申请依据的登记已失效、注销或变更，请撤回后重新申请。' },
    'materials-clean': (loaded) => this.materials(loaded),
    'payer-size': (loaded) => this.answered(loaded, 'payer-size'),
  };

  /** Files are checked for viruses when they are attached; what is missing was asked for in the step. */
  private materials(loaded: LoadedCase): Finding {
    const step = inputSteps(loaded.business).find((candidate) => candidate.kind === 'materials');
    if (!step || loaded.record.form[step.id]?.data) return passed('上传材料齐全，未发现病毒。');
    return { result: 'failed', message: '还没有上传申请材料。', step: step.id };
  }

  blocking(loaded: LoadedCase, snapshot: RegisterSnapshot) {
    const starter = loaded.parties.find((party) => party.applicant && party.institutionId)?.identity.idNumber ?? null;
    return allConditions(snapshot, this.clock.now(), starter).filter((condition) =>
      loaded.business.unit.blockedBy.includes(condition),
    );
  }

  private answered(loaded: LoadedCase, checkId: AutomaticCheck): Finding {
    const step = inputSteps(loaded.business).find(
      (candidate): candidate is AskStep => candidate.kind === 'ask' && candidate.check === checkId,
    );
    // Where taxes are assessed, that is what the review looks at; that they are paid gates the recording.
    const asked = step ? checkOfStep(step, loaded.record.form[step.id]?.data) : checkId;
    const check = loaded.checks.find((candidate) => candidate.checkId === asked);
    if (!check)
      return {
        result: 'failed',
        message: `还没有填写${step?.name ?? automaticChecks[checkId]}。`,
        ...(step && { step: step.id }),
      };
    return { result: check.result, message: check.message, ...(step && { step: step.id }) };
  }

  /** Filed, and filed for what the parties agreed to. */
  private filed(loaded: LoadedCase): Finding {
    const finding = this.answered(loaded, 'contract-filed');
    const contract = loaded.checks.find((check) => check.checkId === 'contract-filed')?.answer as
      | { priceFen?: number; buyers?: string[]; sellers?: string[] }
      | null
      | undefined;
    if (finding.result !== 'passed' || !contract) return finding;
    const step = inputSteps(loaded.business).find(
      (candidate) => candidate.kind === 'ask' && candidate.check === 'contract-filed',
    );
    const compare = step?.kind === 'ask' ? step.compare : undefined;
    if (!compare) return finding;
    const price = compare.price ? formValue(loaded.record.form, compare.price) : undefined;
    if (typeof price === 'number' && contract.priceFen !== undefined && contract.priceFen !== price)
      return { ...finding, result: 'failed', message: '备案合同的成交价与申请填写的不一致，请核对。' };
    const names = (role: string) =>
      loaded.parties
        .filter((party) => party.role === role)
        .map((party) => party.identity.name)
        .sort();
    const differs = (role: string) =>
      `备案合同的${loaded.business.parties[role]!.name}与${loaded.business.parties[role]!.are === 'entered' ? '申请填写的' : '登记簿记载的'}不一致，请核对。`;
    if (contract.buyers && canonical([...contract.buyers].sort()) !== canonical(names(compare.buyers)))
      return { ...finding, result: 'failed', message: differs(compare.buyers) };
    if (contract.sellers && canonical([...contract.sellers].sort()) !== canonical(names(compare.sellers)))
      return { ...finding, result: 'failed', message: differs(compare.sellers) };
    return finding;
  }

  async run(tx: Transaction, caseId: string): Promise<void> {
    const loaded = await this.store.load(tx, caseId).catch((error) => {
      if (error instanceof Problem && error.code === 'NOT_FOUND') return null;
      throw error;
    });
    if (loaded?.record.state !== 'submitted') return;
    // Not locked: whoever enters a limit waits for this case and then stops it; recording looks again under lock.
    const snapshot = (await this.register.glanceIn(tx, loaded.record.unitId))!;
    if (this.warnings.refreshed(loaded, snapshot, tx.now).added.length > 0)
      return this.warnings.sendBack(tx, loaded, snapshot);
    const review = stepOf(loaded.business, 'review')!;
    // What no step asks, the review asks itself.
    for (const check of review.automatic)
      if (!askedBySteps(loaded, check)) await this.asking.ask(tx, loaded, check, { again: false });
    // Price or people may have changed since the taxes were assessed.
    if (assessedStep(loaded)) await this.asking.ask(tx, loaded, assessedCheck, { again: false });
    const findings: Array<Finding & { check: AutomaticCheck }> = [];
    for (const check of review.automatic) {
      const finding = this.checks[check](loaded, snapshot);
      findings.push({ ...finding, check });
      const known = loaded.checks.find((candidate) => candidate.checkId === check);
      const asked = askedBySteps(loaded, check) || this.asking.asks(loaded, check);
      // The answer of a department stays as it came; a disagreement with it is told in the notice.
      if (!asked && (known?.result !== finding.result || known.message !== finding.message))
        await this.store.saveCheck(tx, loaded, {
          checkId: check,
          result: finding.result,
          message: finding.message,
          inputHash: loaded.record.contentHash,
          ticket: null,
          answer: null,
        });
    }
    const failed = findings.filter((finding) => finding.result === 'failed');
    if (failed.length > 0) return this.sendBack(tx, loaded, failed);
    const waiting = findings.filter((finding) => finding.result === 'waiting');
    if (waiting.length > 0) return this.hold(tx, loaded, waiting);
    const { fee, patch } = await this.fees.quoteFor(tx, loaded);
    const to = await this.store.apply(tx, loaded, 'pass', {
      actor: system,
      as: ['system'],
      by: '系统',
      patch,
    });
    if (to === 'reviewing') return;
    await this.fees.enter(tx, loaded, fee);
  }

  private async sendBack(tx: Transaction, loaded: LoadedCase, failed: Finding[]): Promise<void> {
    const faults = failed.map((finding) => ({ step: finding.step ?? null, text: finding.message }));
    const text = faults.map((fault) => fault.text).join('');
    await this.store.apply(tx, loaded, 'fault', {
      actor: system,
      as: ['system'],
      by: '系统',
      note: text,
      patch: { correction: { at: tx.now, by: '系统', faults } },
      detail: { faults: faults.length },
    });
    await this.messages.tellApplicant(tx, loaded, 'correction-requested', { reason: text });
  }

  private async hold(
    tx: Transaction,
    loaded: LoadedCase,
    waiting: Array<Finding & { check: AutomaticCheck }>,
  ): Promise<void> {
    const [last] = await tx.query<{ action: string }>(
      'SELECT action FROM case_event WHERE case_id = ? ORDER BY seq DESC LIMIT 1',
      [loaded.record.id],
    );
    if (last?.action === 'hold') return;
    await this.store.apply(tx, loaded, 'hold', {
      actor: system,
      as: ['system'],
      by: '系统',
      note: waiting.map((finding) => finding.message).join(''),
      detail: { waiting: waiting.map((finding) => finding.check) },
    });
  }
}
