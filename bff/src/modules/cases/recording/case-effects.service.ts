import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type CoOwnership,
  coOwnerships,
  dayOf,
  dayText,
  type EffectDeclaration,
  identityNumber,
} from '@zhucheng/shared';
import type { Transaction } from '../../../platform/database/transaction';
import { CertificateService } from '../../certificates/certificate.service';
import { RegisterService } from '../../register/register.service';
import type { MortgageTerms, RegisterSnapshot } from '../../register/register.types';
import { type LapsedNotice, RegisterEffects } from '../../register/register-effects.service';
import { coOwnershipFor, formValue, type LoadedCase, type PartyRecord } from '../core/case.model';
import { copiesOf } from '../core/fee-question';
import { basisText, debtorOf, debtText, noteText } from './certificate-texts';

type Effect<D extends EffectDeclaration['do']> = Extract<EffectDeclaration, { do: D }>;

/** Carries out what a declaration says the register does, in the transaction that completes the case. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseEffects {
  @Inject() register!: RegisterService;
  @Inject() changes!: RegisterEffects;
  @Inject() certificates!: CertificateService;

  /** What the register does by itself when a notice's last day is over; those whose case it was kept for are told. */
  async noticeLapsed(tx: Transaction, { certificateNumber, reason, caseId }: LapsedNotice): Promise<void> {
    await this.certificates.cancelNumbers(tx, [certificateNumber], { reason: `预告登记${reason}` });
    if (caseId)
      await tx.enqueue(
        'case.notice-lapsed',
        `${caseId}:${certificateNumber}`,
        { caseId, certificateNumber },
        { caseId },
      );
  }

  /** `snapshot` is read under lock in this transaction. Error: CONFLICT if the register has changed underneath. */
  async perform(tx: Transaction, loaded: LoadedCase, snapshot: RegisterSnapshot): Promise<void> {
    // The next effect sees what this one has ended, e.g. when it gives a new mortgage its rank.
    const live: RegisterSnapshot = {
      ...snapshot,
      mortgages: [...snapshot.mortgages],
      notices: [...snapshot.notices],
    };
    for (const effect of loaded.business.effects) await this.one(tx, loaded, live, effect);
  }

  private one(tx: Transaction, loaded: LoadedCase, live: RegisterSnapshot, effect: EffectDeclaration): Promise<void> {
    switch (effect.do) {
      case 'transfer-ownership':
        return this.transfer(tx, loaded, live, effect);
      case 'register-first':
        return this.first(tx, loaded, live, effect);
      case 'register-notice':
        return this.notice(tx, loaded, live, effect);
      case 'register-mortgage':
        return this.mortgage(tx, loaded, live, effect);
      case 'convert-mortgage':
        return this.convert(tx, loaded, live, effect);
      case 'discharge-mortgage':
        return this.discharge(tx, loaded, live, effect);
    }
  }

  private async transfer(
    tx: Transaction,
    loaded: LoadedCase,
    live: RegisterSnapshot,
    effect: Effect<'transfer-ownership'>,
  ): Promise<void> {
    const { record, business } = loaded;
    const holders = this.people(loaded, effect.to);
    const form = coOwnershipFor(loaded, effect.to);
    const willEnd = business.effects.some((one) => one.do === 'discharge-mortgage');
    const issued = await this.certificates.issue(tx, {
      kind: 'right-certificate',
      unit: live.unit,
      holders,
      coOwnershipText: coOwnerships[form],
      otherState: live.mortgages.length > 0 && !willEnd ? '设有抵押，抵押权继续存在。' : '',
      note: noteText(loaded),
      caseId: record.id,
      copies: copiesOf(loaded),
    });
    const { endedCertificateIds } = await this.register.transferOwnership(tx, {
      unitId: record.unitId,
      fromRightId: live.ownership!.rightId,
      coOwnership: form,
      holders,
      certificates: issued,
      caseId: record.id,
      acceptanceNumber: record.acceptanceNumber,
    });
    if (live.mortgages.length > 0 && !willEnd)
      await tx.enqueue('case.mortgage-stays', record.id, { caseId: record.id }, { caseId: record.id });
    // A later effect of this case sees the new owners' certificates, e.g. on the mortgage that they give.
    live.ownership = { ...live.ownership!, certificates: issued };
    const why = { reason: business.name, caseId: record.id };
    await this.certificates.cancel(tx, endedCertificateIds, why);
    if (!effect.endsPresaleNotice) return;
    const owners = new Set(holders.map((holder) => identityNumber.key(holder.idNumber)));
    for (const notice of live.notices) {
      if (
        notice.kind !== 'presale' ||
        !notice.holders.every((holder) => owners.has(identityNumber.key(holder.idNumber)))
      )
        continue;
      const number = await this.changes.endNotice(tx, record.unitId, notice.id, '已办理转移登记', record.id);
      await this.certificates.cancelNumbers(tx, [number], why);
    }
    // From today on the bank can have its mortgage registered, so the time limit of its notice begins.
    await this.changes.limitNotices(tx, record.unitId, 'presale-mortgage');
  }

  private async first(
    tx: Transaction,
    loaded: LoadedCase,
    live: RegisterSnapshot,
    effect: Effect<'register-first'>,
  ): Promise<void> {
    const { record } = loaded;
    const [holder] = this.people(loaded, effect.to);
    const certificates = await this.certificates.issue(tx, {
      kind: 'right-certificate',
      unit: live.unit,
      holders: [holder!],
      coOwnershipText: coOwnerships.sole,
      otherState: '',
      note: noteText(loaded),
      caseId: record.id,
      copies: 1,
    });
    await this.changes.registerFirst(tx, { ...this.source(loaded), holder: holder!, certificates });
  }

  private async notice(
    tx: Transaction,
    loaded: LoadedCase,
    live: RegisterSnapshot,
    effect: Effect<'register-notice'>,
  ): Promise<void> {
    const terms = effect.terms ? this.terms(loaded, effect.terms) : null;
    const holders = this.people(loaded, effect.holder);
    const obligors = this.people(loaded, effect.obligor);
    const form = loaded.business.parties[effect.holder]!.shares ? coOwnershipFor(loaded, effect.holder) : null;
    const certificateNumber = await this.certificate(tx, loaded, live, {
      certified: effect.notice === 'presale' ? '预购商品房预告登记' : '预购商品房抵押权预告登记',
      holders,
      form: form ?? 'sole',
      obligors,
      terms,
    });
    await this.changes.registerNotice(
      tx,
      { ...this.source(loaded), kind: effect.notice, holders, obligors, coOwnership: form, certificateNumber, terms },
      live,
    );
  }

  private async mortgage(
    tx: Transaction,
    loaded: LoadedCase,
    live: RegisterSnapshot,
    effect: Effect<'register-mortgage'>,
  ): Promise<void> {
    const terms = this.terms(loaded, effect.terms);
    const limited = effect.transferLimit ? formValue(loaded.record.form, effect.transferLimit) === 'yes' : false;
    await this.changes.registerMortgage(
      tx,
      {
        ...this.source(loaded),
        mortgagee: this.institution(loaded, effect.mortgagee),
        terms,
        transferLimit: limited,
        certificateNumber: await this.certificate(tx, loaded, live, {
          certified: '抵押权',
          holders: this.people(loaded, effect.mortgagee),
          form: 'sole',
          obligors: this.people(loaded, effect.mortgagor),
          terms,
          more: limited ? '约定未经抵押权人同意不得转让。' : '',
        }),
      },
      live,
    );
  }

  private async convert(
    tx: Transaction,
    loaded: LoadedCase,
    live: RegisterSnapshot,
    effect: Effect<'convert-mortgage'>,
  ): Promise<void> {
    const notice = live.notices.find((one) => one.id === loaded.record.rightId);
    const terms = notice?.terms;
    if (!notice || !terms) throw new Error(`Case ${loaded.record.id}: the notice it converts has no terms`);
    const certificateNumber = await this.certificate(tx, loaded, live, {
      certified: '抵押权',
      holders: this.people(loaded, effect.mortgagee),
      form: 'sole',
      obligors: this.people(loaded, effect.mortgagor),
      terms,
      more: `由抵押权预告登记（${notice.certificateNumber}）转为抵押权，顺位不变，自预告登记之日（${dayText(dayOf(notice.validFrom))}）起算。`,
    });
    const ended = await this.changes.convert(
      tx,
      notice.id,
      {
        ...this.source(loaded),
        mortgagee: this.institution(loaded, effect.mortgagee),
        terms,
        transferLimit: false,
        certificateNumber,
      },
      live,
    );
    live.notices = live.notices.filter((one) => one.id !== notice.id);
    await this.certificates.cancelNumbers(tx, [ended], { reason: loaded.business.name, caseId: loaded.record.id });
  }

  private async discharge(
    tx: Transaction,
    loaded: LoadedCase,
    live: RegisterSnapshot,
    effect: Effect<'discharge-mortgage'>,
  ): Promise<void> {
    const { record, business } = loaded;
    const role = effect.mortgagee;
    const codes = new Set(
      loaded.parties.filter((party) => party.role === role).map(({ identity }) => identity.idNumber),
    );
    const ending = live.mortgages.filter((mortgage) =>
      role ? codes.has(mortgage.mortgagee.creditCode) : mortgage.id === record.rightId,
    );
    for (const mortgage of ending) {
      const number = await this.changes.discharge(tx, record.unitId, mortgage.id, record.id);
      await this.certificates.cancelNumbers(tx, [number], { reason: business.name, caseId: record.id });
    }
    live.mortgages = live.mortgages.filter((mortgage) => !ending.includes(mortgage));
  }

  /** Issues a registration certificate (不动产登记证明); returns its number. */
  private async certificate(
    tx: Transaction,
    loaded: LoadedCase,
    live: RegisterSnapshot,
    about: {
      certified: string;
      holders: Array<{ name: string; idNumber: string }>;
      form: CoOwnership;
      obligors: Array<{ name: string }>;
      terms: MortgageTerms | null;
      more?: string;
    },
  ): Promise<string> {
    const { terms } = about;
    const [issued] = await this.certificates.issue(tx, {
      kind: 'registration-certificate',
      unit: live.unit,
      holders: about.holders,
      coOwnershipText: coOwnerships[about.form],
      otherState: `${basisText(loaded, live)}${debtText(terms)}${about.more ?? ''}`,
      note: `${noteText(loaded)}${terms ? `；债务人：${debtorOf(loaded, about.obligors)}` : ''}`,
      certified: about.certified,
      obligor: about.obligors.map(({ name }) => name).join('、'),
      caseId: loaded.record.id,
      copies: 1,
    });
    return issued!.number;
  }

  private source({ record }: LoadedCase) {
    return { unitId: record.unitId, caseId: record.id, acceptanceNumber: record.acceptanceNumber };
  }

  private members(loaded: LoadedCase, role: string): PartyRecord[] {
    return loaded.parties.filter((party) => party.role === role);
  }

  private people(loaded: LoadedCase, role: string) {
    return this.members(loaded, role).map(({ identity, share }) => ({
      name: identity.name,
      idNumber: identity.idNumber,
      share,
    }));
  }

  private institution(loaded: LoadedCase, role: string) {
    const [party] = this.members(loaded, role);
    const { name, idNumber } = party!.identity;
    return { name, creditCode: idNumber, institutionId: party!.institutionId };
  }

  private terms({ record }: LoadedCase, step: string): MortgageTerms {
    const value = (field: string) => formValue(record.form, `${step}.${field}`);
    return {
      securedFen: value('secured') as number,
      collateralFen: value('collateral') as number,
      debtStart: value('debtStart') as string,
      debtEnd: value('debtEnd') as string,
    };
  }
}
