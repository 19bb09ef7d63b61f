import type { DepartmentAnswer, TaxRefund, TaxRefundApplication } from '@zhucheng/bff/adapters';

/** The bureau's desk for refunds, in memory. */
export class FakeTaxBureau {
  readonly applications = new Map<string, TaxRefundApplication>();
  calls = 0;
  mode: 'now' | 'silent' | 'later' | 'refuses' = 'now';

  reset(): void {
    this.applications.clear();
    this.calls = 0;
    this.mode = 'now';
  }

  async refund(application: TaxRefundApplication): Promise<DepartmentAnswer<TaxRefund>> {
    this.calls++;
    if (this.mode === 'silent') return { status: 'unknown', cause: 'timeout' };
    if (this.mode === 'refuses') return { status: 'rejected', reason: 'refused' };
    this.applications.set(application.applicationId, application);
    if (this.mode === 'later') return { status: 'pending', ticket: application.applicationId, retryAfterMs: 1_000 };
    return this.answer(application.applicationId);
  }

  async refunded(ticket: string): Promise<DepartmentAnswer<TaxRefund>> {
    this.calls++;
    if (this.mode === 'later') return { status: 'pending', ticket, retryAfterMs: 1_000 };
    return this.answer(ticket);
  }

  private answer(applicationId: string): DepartmentAnswer<TaxRefund> {
    const { amountFen } = this.applications.get(applicationId)!;
    return { status: 'accepted', data: { applicationId, refundedFen: amountFen, refundedOn: '2026-01-01' } };
  }
}
