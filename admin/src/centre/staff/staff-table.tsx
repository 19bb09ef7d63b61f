import { DownOutlined } from '@ant-design/icons';
import { type CentreMember, routes } from '@zhucheng/shared';
import { App, Button, Dropdown, Table } from 'antd';
import type { NewLink } from '../../app/activation-link';
import { asApiError } from '../../app/api';
import { minute } from '../../app/format';
import { roleNames } from '../../app/menu';
import { useCommand, useForget } from '../../app/query';
import { useSession } from '../../app/session';

const states = {
  active: { name: '可用', tone: 'done' },
  disabled: { name: '已停用', tone: 'ended' },
  invited: { name: '等待激活', tone: 'waiting' },
  'link-over': { name: '链接已失效', tone: 'calm' },
} as const;

interface Props {
  members: CentreMember[];
  onEdit: (member: CentreMember) => void;
  onLink: (link: NewLink) => void;
}

/** Everybody with an account of the centre, and everything that can be done with it. */
export function StaffTable({ members, onEdit, onLink }: Props) {
  const self = useSession()?.staff.id;
  const act = useMemberActions(onLink);
  const sorted = [...members].sort((a, b) => Number(a.state === 'disabled') - Number(b.state === 'disabled'));
  return (
    <Table
      data-testid="staff-table"
      className="work-table"
      rowKey="id"
      size="medium"
      pagination={false}
      dataSource={sorted}
      scroll={{ x: 980 }}
      rowClassName={(member) => (member.state === 'disabled' ? 'row-ended' : '')}
      columns={[
        {
          title: '姓名',
          render: (_, { id, name }) => (
            <strong>
              {name}
              {id === self && '（您）'}
            </strong>
          ),
        },
        { title: '登录名', width: 170, render: (_, { username }) => <span className="mono">{username}</span> },
        {
          title: '岗位',
          width: 210,
          render: (_, { roles, proposal }) => (
            <span className="stack">
              <span>{roles.map((role) => roleNames[role]).join('、') || '还没有岗位'}</span>
              {proposal && <small className="soft">系统管理员：等待同意</small>}
            </span>
          ),
        },
        {
          title: '状态',
          width: 120,
          render: (_, { state }) => (
            <span className={`state-tag tone-${states[state].tone}`}>{states[state].name}</span>
          ),
        },
        {
          title: '上次登录',
          width: 190,
          render: (_, { lastSignInAt, sessions, passkeys }) => (
            <span className="stack">
              <span>{lastSignInAt === null ? '没有登录过' : minute(lastSignInAt)}</span>
              <small className="soft">
                {sessions > 0 ? `${sessions} 处登录中` : '现在没有登录'}
                {passkeys > 0 && `，${passkeys} 把通行密钥`}
              </small>
            </span>
          ),
        },
        {
          title: '操作',
          width: 210,
          render: (_, member) => (
            <span className="row-actions">
              <Button disabled={member.id === self} onClick={() => onEdit(member)} data-testid="staff-roles">
                修改岗位
              </Button>
              <Dropdown
                trigger={['click']}
                menu={{
                  items: [
                    member.state === 'disabled'
                      ? { key: 'enable', label: '恢复账号' }
                      : { key: 'disable', label: '停用账号', danger: true },
                    {
                      key: 'reset',
                      label: member.state === 'active' ? '重置密码和动态口令' : '换一条激活链接',
                      disabled: member.id === self || member.state === 'disabled',
                    },
                    { key: 'sessions', label: '让其退出登录', disabled: member.sessions === 0 },
                  ],
                  onClick: ({ key }) => act(key, member),
                }}
              >
                <Button data-testid="staff-more">
                  更多 <DownOutlined />
                </Button>
              </Dropdown>
            </span>
          ),
        },
      ]}
    />
  );
}

/** Commands that need no form: asked for once more, then done. */
function useMemberActions(onLink: (link: NewLink) => void) {
  const forget = useForget();
  const { message, modal } = App.useApp();
  const refresh = () => forget('centre-staff');
  const disable = useCommand(routes.staffAccess.disable, refresh);
  const enable = useCommand(routes.staffAccess.enable, refresh);
  const reset = useCommand(routes.staffAccess.reset, refresh);
  const endSessions = useCommand(routes.staffAccess.endSessions, refresh);

  return (key: string, member: CentreMember): void => {
    const { name, state } = member;
    const params = { id: member.id };
    const administrator = member.roles.includes('administrator');
    const words: Record<string, [title: string, content: string, run: () => Promise<unknown>]> = {
      disable: [
        `停用 ${name} 的账号？`,
        '会立即退出登录，没有用过的激活链接也作废，直到恢复。',
        () => disable.mutateAsync({ params }).then(() => message.success('已停用，对方已退出登录。')),
      ],
      enable: [
        `恢复 ${name} 的账号？`,
        `恢复后可以用原来的密码和动态口令登录。${administrator ? '系统管理员的权限要由另一位管理员再同意一次。' : ''}`,
        () => enable.mutateAsync({ params }).then(() => message.success('已恢复。')),
      ],
      reset: [
        state === 'active' ? `重置 ${name} 的密码和动态口令？` : `给 ${name} 换一条激活链接？`,
        `原来的密码、动态口令、备用码、通行密钥和激活链接都立即作废，由本人用新链接重新设置。${
          administrator ? '系统管理员的权限会先停下，等本人激活后由另一位管理员再同意一次。' : ''
        }`,
        () =>
          reset
            .mutateAsync({ params })
            .then((reply) => onLink({ title: '新的激活链接', ...reply, more: moreOf(reply) })),
      ],
      sessions: [
        `让 ${name} 在所有设备上退出登录？`,
        '账号仍可用，可以重新登录。',
        () => endSessions.mutateAsync({ params }).then(() => message.success('对方已退出登录。')),
      ],
    };
    const [title, content, run] = words[key]!;
    modal.confirm({
      title,
      content,
      okText: '确认',
      cancelText: '取消',
      onOk: () => run().catch((error: unknown) => void message.error(asApiError(error).message, 8)),
    });
  };
}

/** Says after a proposal that a second administrator has to agree first. */
export const moreOf = ({ proposed }: { proposed: boolean }): string | undefined =>
  proposed ? '本人激活后，请另一位系统管理员在本页点“同意”，系统管理员的岗位才生效。' : undefined;
