import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { EscrowReader } from '../escrow/escrow-reader.service';
import { EscrowStandings } from '../escrow/escrow-standing.service';
import { FileService } from '../files/file.service';
import { CitizenService } from '../identity/citizen.service';
import { LeavingService } from '../institutions/leaving.service';
import { CheckoutService } from '../payments/checkout.service';
import { PaymentService } from '../payments/payment.service';
import { RegisterService } from '../register/register.service';
import { RegisterEffects } from '../register/register-effects.service';
import { CaseTaxOrders } from './charging/taxes.service';
import { ClerkCases } from './ending/clerk-cases.service';
import { CaseReader } from './reading/case-reader.service';
import { CaseUnits } from './reading/case-units.query';
import { CaseEffects } from './recording/case-effects.service';
import { Recording } from './recording/recording.service';

/** What other modules ask cases, and tell them: they do not know cases, so cases come to them. Nothing is hooked anywhere else. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Doors {
  @Inject() citizens!: CitizenService;
  @Inject() files!: FileService;
  @Inject() institutions!: LeavingService;
  @Inject() payments!: PaymentService;
  @Inject() checkout!: CheckoutService;
  @Inject() escrows!: EscrowReader;
  @Inject() standings!: EscrowStandings;
  @Inject() register!: RegisterService;
  @Inject() registerEffects!: RegisterEffects;
  @Inject() clerkCases!: ClerkCases;
  @Inject() effects!: CaseEffects;
  @Inject() reader!: CaseReader;
  @Inject() recording!: Recording;
  @Inject() units!: CaseUnits;
  @Inject() taxes!: CaseTaxOrders;

  @Init()
  async init(): Promise<void> {
    const { units, recording, effects, reader } = this;
    this.citizens.onTakeover((tx, from, to) =>
      tx.update('registration_case', { applicant_id: to }, { applicant_id: from }),
    );
    this.files.onCovered((actor, caseIds) => units.covered(actor, caseIds));
    this.institutions.onOpenCases(this.clerkCases);
    this.payments.onPaid((tx, paid) => recording.paid(tx, paid.caseId));
    this.checkout.onPayable((tx, caseIds) => recording.payable(tx, caseIds));
    this.checkout.onStanding((caseIds) => this.taxes.requireStanding(caseIds));
    this.payments.onCovered((actor, caseIds) => units.covered(actor, caseIds));
    this.payments.onMayView((read, caseId, citizenId) => reader.isParty(read, caseId, citizenId));
    this.escrows.onMayView(async (actor, caseId) => {
      await reader.forViewer(reader.committed, caseId, await reader.viewerOf(actor));
    });
    this.standings.onLocked((tx, caseId) => recording.escrowLocked(tx, caseId));
    this.register.onLimitsChanged((tx, change) => recording.limitsChanged(tx, change));
    this.register.onPendingCases((unitId, read) => units.pending(unitId, read));
    this.registerEffects.onNoticeLapsed((tx, notice) => effects.noticeLapsed(tx, notice));
  }
}
