import { type ChannelHealth, channelNames, departments, moneyAlarms, moneyMatters, routes } from '@zhucheng/shared';
import { Link } from 'react-router';
import { LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useRead } from '../../app/query';
import { useRole } from '../../app/session';
import { EmptyHint, Fact, PageHead, PageSkeleton, Panel, Verdict } from '../../app/ui';
import { MoneyTabs } from './money-tabs';

type Alarm = {
  kind: keyof typeof moneyAlarms;
  count: number;
  about: string | null;
};

const pages: Partial<Record<Alarm['kind'], string>> = {
  quarantine: '/money/quarantine',
  refunds: '/money/refunds',
  'dead-letters': '/dead-letters',
};
const matterPages: Readonly<Record<string, string>> = {
  'fee-table': '/money/fees',
  refund: '/money/refunds',
  'outside-refund': '/money/refunds',
  quarantine: '/money/quarantine',
};

const departmentNames: Readonly<Record<string, string>> = {
  ...departments,
  utilities: '水电气公司',
  'identity-check': '身份核验',
  sms: '短信',
  scan: '文件检查',
  'anchor-keeper': '审计锚点送存',
};

const aboutOf = ({ kind, about }: Alarm): string | null => {
  const names: Readonly<Record<string, string>> =
    kind === 'channel-down' ? channelNames : kind === 'department-down' ? departmentNames : moneyMatters;
  return about === null ? null : (names[about] ?? '其他');
};

const share = (part: number, whole: number): string => (whole === 0 ? '—' : `${Math.round((100 * part) / whole)}%`);
const lasting = (ms: number | null): string =>
  ms === null ? '—' : ms < 60_000 ? `${(ms / 1_000).toFixed(1)} 秒` : `${Math.round(ms / 60_000)} 分钟`;

/** Whether people can pay, and everything about money that waits for somebody. */
export function Component() {
  const administrator = useRole('administrator');
  const read = useRead(['money-channels'], routes.channels.health, {}, { every: 30_000 });
  if (read.error && !read.data) return <LoadFault error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton />;
  const { at, channels, alarms } = read.data;
  return (
    <div className="page">
      <PageHead title="渠道状态" hint={`每半分钟更新一次，${minute(at)} 更新。`} />
      <MoneyTabs />
      <Panel title="要处理的事" flush testId="alarms">
        {alarms.length === 0 ? (
          <EmptyHint title="没有要处理的事">支付、退款都正常。</EmptyHint>
        ) : (
          <ul className="device-list money-list">
            {alarms.map((alarm) => {
              const about = aboutOf(alarm);
              const to = alarm.kind === 'proposals' ? matterPages[alarm.about ?? ''] : pages[alarm.kind];
              const opens = to && (alarm.kind !== 'dead-letters' || administrator);
              return (
                <li key={`${alarm.kind}-${alarm.about}`}>
                  <span className="grow">
                    <strong>{moneyAlarms[alarm.kind]}</strong>
                    {about && `：${about}`}
                    {alarm.kind !== 'channel-down' && alarm.kind !== 'department-down' && ` ${alarm.count} 件`}
                  </span>
                  {opens ? (
                    <Link to={to}>去处理</Link>
                  ) : (
                    <small className="soft">
                      {alarm.kind === 'dead-letters' ? '请系统管理员在“未送达任务”里处理' : '请联系技术人员'}
                    </small>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </Panel>
      <div className="columns-2 money-gap">
        {channels.map((channel) => (
          <Channel key={channel.channel} of={channel} />
        ))}
      </div>
    </div>
  );
}

function Channel({ of }: { of: ChannelHealth }) {
  return (
    <Panel
      title={channelNames[of.channel]}
      extra={
        <Verdict good={!of.down} hint="最近一小时至少三次付款，平台一次都没有答应，就算中断">
          {of.down ? '可能中断' : '正常'}
        </Verdict>
      }
      testId={`channel-${of.channel}`}
    >
      <dl className="facts">
        <Fact label="近 7 天发起付款（最多 500 次）">{of.started} 次</Fact>
        <Fact label="平台答应的">
          {share(of.accepted, of.started)}（{of.accepted} 次）
        </Fact>
        <Fact label="付成的">
          {share(of.paid, of.started)}（{of.paid} 次）
        </Fact>
        <Fact label="付款到入账">
          {of.medianMs === null ? '—' : `一半在 ${lasting(of.medianMs)}内，最慢 ${lasting(of.slowestMs)}`}
        </Fact>
        <Fact label="没有收到通知、靠查询入账的">{of.callbacksLost} 笔</Fact>
        <Fact label="上次入账">{of.lastPaidAt === null ? '还没有' : minute(of.lastPaidAt)}</Fact>
      </dl>
    </Panel>
  );
}
