import { type CaseState, type ReviewItem, routes } from '@zhucheng/shared';
import { Button, Skeleton } from 'antd';
import { Link } from 'react-router';
import { LoadFault } from '../../app/errors';
import { acceptance, day } from '../../app/format';
import { useHotkeys } from '../../app/hotkeys';
import { useRead } from '../../app/query';
import { useRole, useSession } from '../../app/session';
import { DeadlineText, EmptyHint, Key, PageHead, Panel, StateTag } from '../../app/ui';
import { useClaimNext } from '../review/claim';

const MOST = 100;

function useCases(name: string, query: { state?: CaseState; mine?: 'true' }, enabled = true) {
  return useRead(
    ['queue', 'home', name],
    routes.review.queue,
    { query: { ...query, limit: MOST } },
    { enabled, every: 60_000 },
  );
}

/** What is waiting, for whom, and what to take first. */
export function Component() {
  const officer = useRole('officer');
  const name = useSession()?.staff.name ?? '';
  const { claimNext, busy } = useClaimNext();
  const mine = useCases('mine', { state: 'reviewing', mine: 'true' }, officer);
  const reviewing = useCases('reviewing', { state: 'reviewing' });
  const submitted = useCases('submitted', { state: 'submitted' });
  const paying = useCases('awaiting-payment', { state: 'awaiting-payment' });
  const suspended = useCases('suspended', { state: 'suspended' });
  const window = useRead(
    ['window', 'home'],
    routes.review.windowQueue,
    { query: { limit: MOST } },
    { enabled: officer, every: 60_000 },
  );
  useHotkeys({ n: officer ? claimNext : undefined });

  const first = [mine, reviewing, submitted].find((query) => query.error);
  if (first) return <LoadFault error={first.error} onRetry={() => void first.refetch()} />;

  const urgent = [...(reviewing.data?.items ?? [])].sort(soonest);
  const own = [...(mine.data?.items ?? [])].sort(soonest);
  const waiting = urgent.filter((item) => !item.claimedBy);

  return (
    <div className="page">
      <PageHead title="首页" hint={`${name}，今天是 ${day(Date.now())}。数字每分钟更新一次。`}>
        {officer && (
          <Button type="primary" size="large" onClick={claimNext} loading={busy} data-testid="queue-claim-next">
            领取下一件 <Key>N</Key>
          </Button>
        )}
      </PageHead>
      <div className="counts">
        {officer && (
          <Count
            label="我领取的"
            hint="等我作出决定"
            of={mine}
            to="/review?state=reviewing&mine=true"
            testId="count-mine"
          />
        )}
        <Count
          label="人工审核中"
          hint={reviewing.data ? `其中 ${atMost(waiting.length, reviewing.data.next)} 件没有人领取` : ' '}
          of={reviewing}
          to="/review?state=reviewing"
          testId="count-reviewing"
        />
        <Count
          label="系统审核中"
          hint="自动核验或等部门答复"
          of={submitted}
          to="/review?state=submitted"
          testId="count-submitted"
        />
        <Count
          label="待缴费"
          hint="等申请人缴费后登簿"
          of={paying}
          to="/review?state=awaiting-payment"
          testId="count-awaiting-payment"
        />
        {officer ? (
          <Count label="等待窗口核验" hint="当事人到窗口后确认" of={window} to="/window" testId="count-window" />
        ) : (
          <Count
            label="已中止"
            hint="因查封等中止"
            of={suspended}
            to="/review?state=suspended"
            testId="count-suspended"
          />
        )}
      </div>
      <div className={officer ? 'columns-2' : undefined}>
        {officer && (
          <Panel title="我领取的办件" extra={<Link to="/review?state=reviewing&mine=true">全部</Link>} flush>
            <CaseLines items={own.slice(0, 6)} loading={mine.isPending}>
              <EmptyHint title="您手上没有办件">
                <Button onClick={claimNext} loading={busy}>
                  领取下一件
                </Button>
              </EmptyHint>
            </CaseLines>
          </Panel>
        )}
        <Panel title="最先到期、还没有人领取" extra={<Link to="/review?state=reviewing">全部</Link>} flush>
          <CaseLines items={waiting.slice(0, 6)} loading={reviewing.isPending}>
            <EmptyHint title="没有等待领取的办件">新的办件通过系统审核后会出现在这里。</EmptyHint>
          </CaseLines>
        </Panel>
      </div>
    </div>
  );
}

const soonest = (a: ReviewItem, b: ReviewItem): number =>
  (a.deadlineAt ?? Number.MAX_SAFE_INTEGER) - (b.deadlineAt ?? Number.MAX_SAFE_INTEGER);
const atMost = (count: number, next: string | null | undefined): string => (next ? `${count}+` : String(count));

interface Counted {
  data?: { items: unknown[]; next: string | null } | undefined;
  isError: boolean;
}

function Count(props: { label: string; hint: string; of: Counted; to: string; testId: string }) {
  const { data, isError } = props.of;
  const value = data ? atMost(data.items.length, data.next) : isError ? '—' : null;
  return (
    <Link className="count" to={props.to} data-testid={props.testId}>
      <span className="count-label">{props.label}</span>
      {value === null ? <Skeleton.Button active size="small" /> : <strong className="count-value">{value}</strong>}
      <span className="count-hint">{isError ? '暂时读不到，点开重试' : props.hint}</span>
    </Link>
  );
}

function CaseLines(props: { items: ReviewItem[]; loading: boolean; children: React.ReactNode }) {
  if (props.loading)
    return (
      <div className="pad">
        <Skeleton active title={false} paragraph={{ rows: 4 }} />
      </div>
    );
  if (props.items.length === 0) return <div>{props.children}</div>;
  return (
    <ul className="case-lines">
      {props.items.map((item) => (
        <li key={item.id}>
          <Link to={`/review/${item.id}`}>
            <span className="case-line-main">
              <strong>{item.location}</strong>
              <span className="soft">
                {item.businessName} · <span className="mono">{acceptance(item.acceptanceNumber)}</span>
              </span>
            </span>
            <span className="case-line-side">
              <DeadlineText at={item.deadlineAt} withDate={false} />
              <StateTag state={item.state} name={item.stateName} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
