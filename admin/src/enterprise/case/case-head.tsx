import { type Business, type CaseView, isOpen } from '@zhucheng/shared';
import type { ReactNode } from 'react';
import { acceptance, minute, waited, yuan } from '../../app/format';
import { DeadlineText, StateTag } from '../../app/ui';
import { useBooked } from '../appointments/use-booked';

/** Whether this institution bears the fee, and it is due. */
export const mayPay = (view: CaseView): boolean =>
  view.state === 'awaiting-payment' && view.order !== null && view.myRoles.includes('payer');

/** Where is it, who must act now, by when, what does it cost. */
export function CaseHead(props: { view: CaseView; business: Business | undefined; children: ReactNode }) {
  const { view, business, children } = props;
  const mayFill = view.myRoles.includes('applicant') && view.actions.some(({ action }) => action === 'fill');
  const waitsForMe = mayFill || mayPay(view);
  const booked = useBooked(view);
  const free = business?.fee.matter === 'none' || view.feeReason !== null;
  return (
    <header className="case-head" data-testid="case-header">
      <div className="case-title">
        <div>
          <h1>{view.unit.location}</h1>
          <p>
            {view.business.name} · 受理编号 <span className="mono">{acceptance(view.acceptanceNumber)}</span>
          </p>
        </div>
        <div className="case-actions">{children}</div>
      </div>
      <dl className="answers">
        <div>
          <dt>办到哪一步</dt>
          <dd>
            <span data-testid="case-state" data-state={view.state}>
              <StateTag state={view.state} name={view.stateName} />
            </span>
            <small>更新于 {minute(view.updatedAt)}</small>
          </dd>
        </div>
        <div>
          <dt>现在由谁办</dt>
          <dd>
            {view.waitingFor ? (
              <>
                <strong>{waitsForMe ? `本机构` : view.waitingFor.who}</strong>
                <small>
                  {view.waitingFor.what}，{waited(view.waitingFor.since)}
                </small>
              </>
            ) : booked ? (
              <>
                <strong>本机构：{booked.matterName}</strong>
                <small data-testid="case-booked">
                  已预约 {minute(booked.startsAt)}，{booked.point.name}
                </small>
              </>
            ) : (
              <strong>{isOpen(view.state) ? '本机构' : '无需再办'}</strong>
            )}
          </dd>
        </div>
        <div>
          <dt>办理期限</dt>
          <dd>{isOpen(view.state) ? <DeadlineText at={view.deadlineAt} /> : <strong>—</strong>}</dd>
        </div>
        <div>
          <dt>费用</dt>
          <dd>
            {view.order ? (
              <>
                <strong>{yuan(view.order.totalFen)}</strong>
                <small>
                  订单{view.order.stateName} · <span className="mono">{view.order.number}</span>
                </small>
              </>
            ) : (
              <>
                <strong>{free ? '免收' : '—'}</strong>
                <small>
                  {view.feeReason ??
                    (free ? (business?.fee.because ?? '这项业务不收登记费') : '审核通过后产生订单；免收的不用缴')}
                </small>
              </>
            )}
          </dd>
        </div>
      </dl>
    </header>
  );
}
