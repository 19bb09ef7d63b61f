import { type CaseView, formatFen } from '@zhucheng/shared';
import { go } from '@/core/go';
import { day } from '@/core/when';
import { Card, Cell } from '@/ui';

/** What it costs and what came out of it. */
export function Results({ view }: { view: CaseView }) {
  const { order, certificates } = view;
  const payer = view.myRoles.includes('payer');
  return (
    <>
      {order && (
        <Card title="费用" flush>
          <Cell
            id="case-order"
            icon="pay"
            title={`登记费 ¥${formatFen(order.totalFen)}`}
            note={order.stateName}
            onTap={payer ? () => go('/packages/pay/order/index', { id: order.id }) : undefined}
          />
        </Card>
      )}
      {certificates.length > 0 && (
        <Card title="电子证照" flush>
          {certificates.map((one, index) => (
            <Cell
              key={one.id}
              id={`case-certificate-${index}`}
              icon="certificate"
              title={one.number}
              note={`${one.state === 'valid' ? '有效' : '已注销'}，${day(one.issuedAt)}发证`}
              onTap={one.mine ? () => go('/packages/certificate/detail', { id: one.id }) : undefined}
            />
          ))}
        </Card>
      )}
    </>
  );
}
