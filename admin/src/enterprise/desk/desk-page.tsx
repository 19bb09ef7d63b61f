import { type Business, businessCategories, type CaseState, caseStates, routes } from '@zhucheng/shared';
import { Button } from 'antd';
import { Link } from 'react-router';
import { LoadFault } from '../../app/errors';
import { day } from '../../app/format';
import { useRead } from '../../app/query';
import { useSession } from '../../app/session';
import { EmptyHint, PageHead, PageSkeleton, Panel } from '../../app/ui';
import { known } from '../../renderer/declarations';
import { useDesk } from '../use-desk';
import { NeedsMe } from './needs-me';

/** States worth a number on the first page, in the order of a case's life. */
const counted: Array<{ state: CaseState; hint: string }> = [
  { state: 'verified', hint: '填完各步骤后发起授权' },
  { state: 'authorising', hint: '等当事人在手机上刷脸' },
  { state: 'submitted', hint: '自动核验或等部门答复' },
  { state: 'reviewing', hint: '登记中心审核' },
  { state: 'awaiting-payment', hint: '缴费到账后登簿' },
  { state: 'correction', hint: '按通知改好后重新提交' },
  { state: 'completed', hint: '可以制作结果明细表' },
];

/** What waits for the clerk, what can be started, and where everything stands. */
export function Component() {
  const desk = useDesk();
  const staff = useSession()?.staff;
  const consents = useRead(['consents', 'desk'], routes.consents.list, { query: { limit: 100 } }, { every: 60_000 });
  const unread = useRead(['institution-messages', 'unread'], routes.institutionMessages.unread, {}, { every: 60_000 });
  if (desk.error && !desk.data) return <LoadFault error={desk.error} onRetry={() => void desk.refetch()} />;
  if (!desk.data) return <PageSkeleton />;
  const { institution, counts, businesses } = desk.data;
  const of = (state: CaseState): number => counts.find((count) => count.state === state)?.cases ?? 0;
  const waiting = (consents.data?.items ?? []).filter((item) => item.state === 'waiting').length;
  return (
    <div className="page">
      <PageHead title="工作台" hint={`${institution.name} · ${staff?.name ?? ''}，今天是 ${day(Date.now())}`}>
        <Link to="/work">
          <Button size="large" tabIndex={-1}>
            业务列表
          </Button>
        </Link>
      </PageHead>
      <div className="counts small-counts" data-testid="desk-counts">
        {counted.map(({ state, hint }) => (
          <Link key={state} className="count" to={`/work?state=${state}`} data-testid={`count-${state}`}>
            <span className="count-label">{caseStates[state].name}</span>
            <strong className="count-value">{of(state)}</strong>
            <span className="count-hint">{hint}</span>
          </Link>
        ))}
      </div>
      <div className="desk-columns">
        <Panel title="办理新业务" testId="desk-start">
          <StartCards businesses={known(businesses)} admin={staff?.institutionAdmin === true} />
        </Panel>
        <NeedsMe messages={unread.data?.count ?? 0} consents={waiting} correction={of('correction')} />
      </div>
    </div>
  );
}

function StartCards({ businesses, admin }: { businesses: Business[]; admin: boolean }) {
  if (businesses.length === 0)
    return (
      <EmptyHint title="还没有可以办理的业务">
        {admin ? '请联系登记中心为本机构开通业务。' : '请联系本机构管理员，在「人员与权限」里为您开通业务。'}
      </EmptyHint>
    );
  return (
    <ul className="start-cards">
      {businesses.map((business) => (
        <li key={business.id}>
          <Link
            to={`/start?business=${encodeURIComponent(business.id)}`}
            className="start-card"
            data-testid="start-card"
          >
            <span className="start-marks">
              <span className="start-mark">{businessCategories[business.category]}</span>
              {business.unit.by === 'building' && <span className="start-mark">楼盘表 · 可成批</span>}
            </span>
            <strong>{business.name}</strong>
            <span className="soft">{business.summary}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
