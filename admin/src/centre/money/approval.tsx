import { type MoneyProposal, moneyDeciders, proposalStates, routes } from '@zhucheng/shared';
import { App, Button, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { asApiError } from '../../app/api';
import { CommandFault } from '../../app/errors';
import { minute, yuan } from '../../app/format';
import { useCommand, useForget } from '../../app/query';
import { useRole } from '../../app/session';
import { quarantineDecisionName } from './words';

/** Every read of these pages. */
export const moneyReads = [
  'money-orders',
  'money-order',
  'money-refunds',
  'money-quarantine',
  'money-fees',
  'money-channels',
];

export const useDecider = (): boolean => useRole(...moneyDeciders);

/** What a proposal wants, in one sentence. */
export function proposalText({ content }: MoneyProposal): ReactNode {
  switch (content.kind) {
    case 'refund':
      return `退款 ${yuan(content.amountFen)}，原因：${content.reason}`;
    case 'outside-refund':
      return `${content.paidOn} 已通过银行转账退还 ${yuan(content.amountFen)}（回单号 ${content.reference}），原因：${content.reason}`;
    case 'quarantine':
      return `${quarantineDecisionName(content.decision)}，理由：${content.reason}`;
    case 'fee-table':
      return `从 ${content.change.from} 起调整收费标准（${content.change.basis}）`;
  }
}

/** Something that waits for a second person: she agrees or refuses; whoever proposed it can take it back. */
export function Approval({ proposal, warning }: { proposal: MoneyProposal; warning: string }) {
  const [refusing, setRefusing] = useState(false);
  const decider = useDecider();
  const forget = useForget();
  const { message, modal } = App.useApp();
  const refresh = () => forget(...moneyReads);
  const agree = useCommand(routes.moneyProposals.agree, refresh);
  const ask = (): void => {
    modal.confirm({
      title: '同意并立即执行？',
      content: (
        <>
          <p>{proposalText(proposal)}</p>
          <p className="soft">{warning}</p>
        </>
      ),
      okText: '已核对，同意',
      cancelText: '再看看',
      onOk: () =>
        agree
          .mutateAsync({ params: { id: proposal.id } })
          .then(() => void message.success('已同意，正在执行。'))
          .catch((error: unknown) => {
            void message.error(asApiError(error).message, 8);
            void refresh();
          }),
    });
  };
  return (
    <>
      <div className="approval-line" data-testid="approval">
        <span className="stack grow">
          <strong>{proposalText(proposal)}</strong>
          <small className="soft">
            {proposal.by} 于 {minute(proposal.at)} 提出，
            {proposal.mine ? '请另一位同事登录后复核' : '等另一位同事复核'}
          </small>
        </span>
        {decider && (
          <span className="row-actions">
            <Button onClick={() => setRefusing(true)} data-testid="approval-refuse">
              {proposal.mine ? '撤回' : '不同意'}
            </Button>
            {!proposal.mine && (
              <Button type="primary" onClick={ask} data-testid="approval-agree">
                同意
              </Button>
            )}
          </span>
        )}
      </div>
      {refusing && (
        <RefuseDialog
          proposal={proposal}
          onClose={() => setRefusing(false)}
          onDone={() => {
            setRefusing(false);
            void refresh();
          }}
        />
      )}
    </>
  );
}

function RefuseDialog(props: { proposal: MoneyProposal; onClose: () => void; onDone: () => void }) {
  const { proposal, onClose, onDone } = props;
  const [reason, setReason] = useState('');
  const refuse = useCommand(routes.moneyProposals.refuse, onDone);
  const body = { reason: reason.trim() };
  return (
    <Modal
      open
      title={proposal.mine ? '撤回这一项？' : '不同意这一项？'}
      onCancel={onClose}
      onOk={() => refuse.mutate({ params: { id: proposal.id }, body })}
      okText={proposal.mine ? '撤回' : '不同意'}
      cancelText="取消"
      okButtonProps={{ disabled: body.reason.length < 2, 'data-testid': 'approval-refuse-send' }}
      confirmLoading={refuse.isPending}
    >
      <p>{proposalText(proposal)}</p>
      <label className="field-label" htmlFor="refuse-reason">
        原因（记录会保留）
      </label>
      <Input.TextArea
        id="refuse-reason"
        autoFocus
        rows={2}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        data-testid="approval-refuse-reason"
      />
      <CommandFault error={refuse.error} onReload={onDone} />
    </Modal>
  );
}

/** What was decided before. */
export function Decided({ proposals }: { proposals: readonly MoneyProposal[] }) {
  const done = proposals.filter(({ state }) => state !== 'open');
  if (done.length === 0) return <p className="pad soft">还没有复核过的事项。</p>;
  return (
    <ul className="device-list money-list">
      {done.map((proposal) => (
        <li key={proposal.id}>
          <span className="stack grow">
            <span>{proposalText(proposal)}</span>
            <small className="soft">
              {proposal.by} {minute(proposal.at)} 提出
              {proposal.decidedAt !== null &&
                `，${proposal.decidedBy ?? ''} ${minute(proposal.decidedAt)} ${proposalStates[proposal.state]}`}
              {proposal.decisionReason && `：${proposal.decisionReason}`}
            </small>
          </span>
          <span className={`state-tag tone-${proposal.state === 'agreed' ? 'done' : 'ended'}`}>
            {proposalStates[proposal.state]}
          </span>
        </li>
      ))}
    </ul>
  );
}
