import { type PickupRequest, routes } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { CommandFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import './pickup.css';

const { pickup } = routes;
/** Asked so often, ms: a visitor is standing at the kiosk. */
const everyMs = 8_000;

/** Visitors at a kiosk who ask this institution whether they may take its papers; above every page. */
export function PickupRequests() {
  const waiting = useRead(['pickups'], pickup.waiting, {}, { every: everyMs });
  const items = waiting.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="pickups" aria-label="等您确认的取件" aria-live="polite" data-testid="pickups">
      {items.map((item) => (
        <Request key={item.id} item={item} />
      ))}
    </section>
  );
}

function Request({ item }: { item: PickupRequest }) {
  const { id, number, pointName, kioskName, bookingNumber, visitor, cases, allowed, expiresAt } = item;
  const forget = useForget();
  const { message } = App.useApp();
  const decide = useCommand(pickup.decide, () => forget('pickups'));
  const say = (decision: 'approve' | 'refuse') =>
    decide.mutate(
      { params: { id }, body: { decision } },
      {
        onSuccess: () =>
          void message.success(decision === 'approve' ? '已同意，自助机可以打印了。' : '已拒绝，自助机不会打印。'),
      },
    );
  return (
    <article className="pickup-request" data-testid="pickup-request">
      <p className="pickup-number">
        <span>核对号</span>
        <strong data-testid="pickup-number">{number}</strong>
      </p>
      <div className="pickup-what">
        <h2>
          有人在{pointName}的{kioskName}上取件，是您单位的人吗？
        </h2>
        <p className="soft">
          预约 <span className="mono">{bookingNumber}</span> · 预约时登记的到场人 {visitor} ·{' '}
          {cases > 0 ? `${cases} 件办件的证书` : '本单位全部证书'} · {minute(expiresAt).slice(-5)} 前有效
        </p>
        <p>
          {allowed
            ? '请与到场人通电话或当面核对：自助机屏幕上的数字和左边一样，再同意。'
            : '这里有您没有权限办理的业务或网点，请让有权限的同事或本机构管理员确认。'}
        </p>
        <CommandFault error={decide.error} onReload={() => void forget('pickups')} />
      </div>
      {allowed && (
        <div className="pickup-actions">
          <Button
            type="primary"
            size="large"
            loading={decide.isPending}
            onClick={() => say('approve')}
            data-testid="pickup-approve"
          >
            数字一样，同意取件
          </Button>
          <Button
            size="large"
            danger
            disabled={decide.isPending}
            onClick={() => say('refuse')}
            data-testid="pickup-refuse"
          >
            不是我们的人
          </Button>
        </div>
      )}
    </article>
  );
}
