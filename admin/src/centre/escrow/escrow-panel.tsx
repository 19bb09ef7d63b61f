import { type EscrowView, routes } from '@zhucheng/shared';
import { LoadFault } from '../../app/errors';
import { second, yuan } from '../../app/format';
import { useRead } from '../../app/query';
import { Fact, Panel, Verdict } from '../../app/ui';

/** Supervised money of a case, beside its fee. */
export function EscrowPanel({ caseId }: { caseId: string }) {
  const list = useRead(['escrow', caseId], routes.escrow.forCentre, { params: { id: caseId } }, { every: 30_000 });
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  const items = list.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title="资金监管" extra={items[0]!.stateName} testId="panel-escrow">
      {items.map((money) => (
        <Standing key={money.id} money={money} />
      ))}
    </Panel>
  );
}

function Standing({ money }: { money: EscrowView }) {
  return (
    <>
      <dl className="facts single">
        <Fact label="监管金额">
          {yuan(money.amountFen)}
          <small className="soft block mono">{money.agreementNumber}</small>
        </Fact>
        <Fact label="已存入 / 已锁定">
          {yuan(money.depositedFen)} / {yuan(money.lockedFen)}
          {money.trouble && (
            <small className="block" data-testid="escrow-trouble">
              <Verdict good={false}>{money.trouble}</Verdict>
            </small>
          )}
        </Fact>
        {money.payOff && (
          <Fact label="先还贷款">
            {yuan(money.payOff.fen)}
            <small className="soft block">{money.payOff.name}</small>
          </Fact>
        )}
        <Fact label="收款人">
          {money.payee.name}
          <small className="soft block">
            {money.payee.bank} <span className="mono">{money.payee.accountMasked}</span>
          </small>
        </Fact>
        {money.payeeChange && (
          <Fact label="更换账号">
            {money.payeeChange.stateName}
            <small className="soft block mono">{money.payeeChange.accountMasked}</small>
          </Fact>
        )}
      </dl>
      <ol className="timeline">
        {[...money.timeline].reverse().map((event, index) => (
          <li key={`${event.at}-${event.state}-${String(index)}`}>
            <span className="timeline-dot tone-calm" aria-hidden="true" />
            <div>
              <div className="timeline-line">
                <strong>{event.stateName}</strong>
              </div>
              {event.note && <div className="timeline-note">{event.note}</div>}
              <time className="soft">{second(event.at)}</time>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
