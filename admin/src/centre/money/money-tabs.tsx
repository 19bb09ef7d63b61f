import { NavLink } from 'react-router';
import './money.css';

const tabs = [
  ['/money/orders', '订单', 'money-orders'],
  ['/money/refunds', '退款', 'money-refunds'],
  ['/money/quarantine', '异常来款', 'money-quarantine'],
  ['/money/fees', '收费标准', 'money-fees'],
  ['/money/channels', '渠道状态', 'money-channels'],
] as const;

/** The pages of the centre's money. */
export const MoneyTabs = () => (
  <nav className="money-tabs" aria-label="收费与资金">
    {tabs.map(([to, name, testId]) => (
      <NavLink key={to} to={to} data-testid={testId}>
        {name}
      </NavLink>
    ))}
  </nav>
);
