import { channelNames, type QuarantineDecision, quarantineDecisions, routes } from '@zhucheng/shared';
import { App, Button, Input, Radio } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { asApiError } from '../../app/api';
import { CommandFault, LoadFault } from '../../app/errors';
import { minute, yuan } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { Fact, PageHead, PageSkeleton, Panel } from '../../app/ui';
import { Approval, Decided, moneyReads, useDecider } from './approval';
import { MoneyTabs } from './money-tabs';
import { SetAsideState } from './quarantine-page';

/** One thing that was set aside: what the gateway said, and what shall become of it. */
export function Component() {
  const { id = '' } = useParams();
  const decider = useDecider();
  const { message } = App.useApp();
  const read = useRead(
    ['money-quarantine', 'item', id],
    routes.quarantine.detail,
    { params: { id } },
    { every: 20_000 },
  );
  const look = useCommand(routes.quarantine.look);
  if (read.error && !read.data) return <LoadFault error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton />;
  const { item, orderId, choices, proposals } = read.data;
  const content = look.data?.content ?? read.data.content;
  const open = proposals.find(({ state }) => state === 'open');
  return (
    <div className="page">
      <PageHead title={`异常来款：${item.reasonName}`} hint={`${channelNames[item.channel]} · ${minute(item.at)} 收到`}>
        <Link to="/money/quarantine">
          <Button>返回列表</Button>
        </Link>
      </PageHead>
      <MoneyTabs />
      {open && (
        <Panel title="等待复核" flush testId="approvals">
          <Approval proposal={open} warning="请先核对支付平台的账单。同意后立即执行，不能撤回。" />
        </Panel>
      )}
      <div className="columns-2">
        <Panel
          title="支付平台说的"
          extra={
            decider &&
            !look.data &&
            content.length > 0 && (
              <Button
                loading={look.isPending}
                onClick={() =>
                  look.mutate(
                    { params: { id } },
                    { onError: (error) => void message.error(asApiError(error).message, 8) },
                  )
                }
                data-testid="quarantine-look"
              >
                查看完整内容（留痕）
              </Button>
            )
          }
        >
          <dl className="facts">
            <Fact label="状态">
              <SetAsideState state={item.state} />
            </Fact>
            <Fact label="支付单号">
              <span className="mono" data-as-is>
                {item.outTradeNo}
              </span>
            </Fact>
            <Fact label="应收">{item.expectedFen === null ? '没有对应的订单' : yuan(item.expectedFen)}</Fact>
            <Fact label="平台报的金额">{item.reportedFen === null ? '没有说' : yuan(item.reportedFen)}</Fact>
            {content
              .filter(([name]) => name !== '支付单号' && name !== '金额')
              .map(([name, value]) => (
                <Fact key={name} label={name}>
                  <span data-as-is>{value}</span>
                </Fact>
              ))}
            {orderId && (
              <Fact label="订单">
                <Link to={`/money/orders/${orderId}`}>打开订单</Link>
              </Fact>
            )}
            {item.refundCode && (
              <Fact label="上次退回">
                没有成功，平台答复 <span data-as-is>{item.refundCode}</span>
              </Fact>
            )}
          </dl>
        </Panel>
        {item.state === 'open' && !open && decider ? (
          <Decide id={id} choices={choices} />
        ) : (
          <Panel title="处理记录" flush>
            <Decided proposals={proposals} />
          </Panel>
        )}
      </div>
    </div>
  );
}

interface Choices {
  id: string;
  choices: ReadonlyArray<{ decision: QuarantineDecision; why: string | null }>;
}

function Decide({ id, choices }: Choices) {
  const [decision, setDecision] = useState<QuarantineDecision>();
  const [reason, setReason] = useState('');
  const forget = useForget();
  const { message } = App.useApp();
  const refresh = () => forget(...moneyReads);
  const decide = useCommand(routes.quarantine.decide, () => {
    void message.success('已提出，等另一位同事复核。');
    void refresh();
  });
  return (
    <Panel title="怎样处理">
      <Radio.Group value={decision ?? null} onChange={(event) => setDecision(event.target.value as QuarantineDecision)}>
        <div className="stack money-choices">
          {choices.map((choice) => (
            <Radio
              key={choice.decision}
              value={choice.decision}
              disabled={choice.why !== null}
              data-testid={`decision-${choice.decision}`}
            >
              <span className="stack">
                <strong>{quarantineDecisions[choice.decision]}</strong>
                {choice.why && <small className="soft">{choice.why}</small>}
              </span>
            </Radio>
          ))}
        </div>
      </Radio.Group>
      <label className="field-label" htmlFor="decision-reason">
        理由（至少 4 个字，记录会保留）
      </label>
      <Input.TextArea
        id="decision-reason"
        rows={2}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder="例如：核对平台账单，付款人少付，已电话联系"
        data-testid="decision-reason"
      />
      <div className="form-actions">
        <Button
          type="primary"
          disabled={!decision || reason.trim().length < 4}
          loading={decide.isPending}
          onClick={() => decision && decide.mutate({ params: { id }, body: { decision, reason: reason.trim() } })}
          data-testid="decision-send"
        >
          提出，等复核
        </Button>
      </div>
      <CommandFault error={decide.error} onReload={() => void refresh()} />
    </Panel>
  );
}
