import { type CaseView, isOpen } from '@zhucheng/shared';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { acceptance, elapsed, minute, yuan } from '../../app/format';
import { DeadlineText, StateTag } from '../../app/ui';

/** Where is it, who must act now, by when, what does it cost. */
export function CaseHead({ view, children }: { view: CaseView; children: ReactNode }) {
  const waitsForMe = view.myRoles.includes('applicant') && view.actions.some(({ action }) => action === 'fill');
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
                  {view.waitingFor.what}，已等 {elapsed(view.waitingFor.since)}
                </small>
              </>
            ) : (
              <strong>{isOpen(view.state) ? '本机构' : '无需再办'}</strong>
            )}
          </dd>
        </div>
        <div>
          <dt>办理期限</dt>
          <dd>
            <DeadlineText at={view.deadlineAt} />
          </dd>
        </div>
        <div>
          <dt>费用</dt>
          <dd>
            {view.order ? (
              <>
                <strong>{yuan(view.order.totalFen)}</strong>
                <small>
                  订单{view.order.stateName} · <span className="mono">{view.order.number}</span>
                  {view.state === 'awaiting-payment' && view.myRoles.includes('payer') && (
                    <>
                      {' '}
                      · <Link to="/payments">去缴费</Link>
                    </>
                  )}
                </small>
              </>
            ) : (
              <>
                <strong>—</strong>
                <small>审核通过后产生订单；免收的不用缴</small>
              </>
            )}
          </dd>
        </div>
      </dl>
    </header>
  );
}
