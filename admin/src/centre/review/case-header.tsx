import type { ReviewCase } from '@zhucheng/shared';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { acceptance, minute, waited, yuan } from '../../app/format';
import { DeadlineText, StateTag } from '../../app/ui';

/** Where is it, who must act now, by when, what does it cost – before anything else. */
export function CaseHeader({ review, children }: { review: ReviewCase; children?: ReactNode }) {
  const { case: view, claimedBy, fee } = review;
  return (
    <header className="case-head" data-testid="case-header">
      <div className="case-title">
        <div>
          <h1>{view.unit.location}</h1>
          <p>
            {view.business.name} · 受理编号 <span className="mono">{acceptance(view.acceptanceNumber)}</span> ·{' '}
            <Link to={`/register/${view.unit.id}`}>查看登记簿</Link>
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
            <small>
              {view.state === 'reviewing' &&
                (claimedBy ? `${claimedBy.mine ? '我' : claimedBy.name}已领取` : '等待领取')}
              {view.state !== 'reviewing' && `更新于 ${minute(view.updatedAt)}`}
            </small>
          </dd>
        </div>
        <div>
          <dt>现在由谁办</dt>
          <dd>
            {view.waitingFor ? (
              <>
                <strong>{view.waitingFor.who}</strong>
                <small>
                  {view.waitingFor.what}，{waited(view.waitingFor.since)}
                </small>
              </>
            ) : (
              <strong>无需再办</strong>
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
            <Tooltip title={<FeeLines fee={fee} />}>
              <strong data-testid="case-fee">{yuan(fee.totalFen)}</strong>
            </Tooltip>
            <small>
              {fee.totalFen === 0
                ? (fee.zeroReason ?? '免收登记费')
                : view.order
                  ? `订单${view.order.stateName}`
                  : '审核通过后缴纳'}
            </small>
          </dd>
        </div>
      </dl>
    </header>
  );
}

function FeeLines({ fee }: { fee: ReviewCase['fee'] }) {
  if (fee.items.length === 0) return <>{fee.zeroReason ?? '免收登记费'}</>;
  return (
    <>
      {fee.items.map((item) => (
        <div key={item.name}>
          {item.name} {yuan(item.unitFen)} × {item.quantity} = {yuan(item.amountFen)}
        </div>
      ))}
    </>
  );
}
