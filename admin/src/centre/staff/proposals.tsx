import { type CentreMember, routes } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { asApiError } from '../../app/api';
import { minute } from '../../app/format';
import { useCommand, useForget } from '../../app/query';
import { Panel } from '../../app/ui';

/** Who shall become an administrator; a second administrator agrees. */
export function Proposals({ members }: { members: CentreMember[] }) {
  const forget = useForget();
  const { message, modal } = App.useApp();
  const refresh = () => forget('centre-staff');
  const approve = useCommand(routes.staffAccess.approve, refresh);
  const refuse = useCommand(routes.staffAccess.refuse, refresh);
  const open = members.flatMap((member) => (member.proposal ? [{ member, proposal: member.proposal }] : []));
  if (open.length === 0) return null;

  const ask = (title: string, content: string, okText: string, run: () => Promise<unknown>): void => {
    modal.confirm({
      title,
      content,
      okText,
      cancelText: '再看看',
      onOk: () =>
        run().catch((error: unknown) => {
          void message.error(asApiError(error).message, 8);
          void refresh();
        }),
    });
  };

  return (
    <Panel title="等待第二位管理员同意" testId="proposals">
      <ul className="device-list">
        {open.map(({ member, proposal }) => (
          <li key={proposal.id}>
            <span className="stack grow">
              <strong>
                {member.name}（<span className="mono">{member.username}</span>）任系统管理员
              </strong>
              <small className="soft">
                {proposal.by} 于 {minute(proposal.at)} 提出，
                {member.state === 'active'
                  ? proposal.mine
                    ? '请另一位系统管理员登录后同意'
                    : '本人已激活账号，可以同意'
                  : '本人还没有激活账号'}
              </small>
            </span>
            <Button
              onClick={() =>
                ask(
                  proposal.mine ? '撤回这项提议？' : '不同意？',
                  '本人保留其他岗位，不会成为系统管理员。',
                  '确认',
                  () => refuse.mutateAsync({ params: { id: proposal.id } }),
                )
              }
              data-testid="proposal-refuse"
            >
              {proposal.mine ? '撤回' : '不同意'}
            </Button>
            {!proposal.mine && (
              <Button
                type="primary"
                disabled={member.state !== 'active'}
                onClick={() =>
                  ask(
                    `同意 ${member.name} 任系统管理员？`,
                    '系统管理员能新增人员、停用账号、审批机构入驻。请先当面或打电话向本人核实：账号是他（她）自己激活的。',
                    '已核实，同意',
                    () =>
                      approve
                        .mutateAsync({ params: { id: proposal.id } })
                        .then(() => message.success(`${member.name} 已是系统管理员。`)),
                  )
                }
                data-testid="proposal-approve"
              >
                同意
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
