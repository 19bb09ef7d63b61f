import { DownOutlined } from '@ant-design/icons';
import { type ClerkView, type InstitutionStaff, routes } from '@zhucheng/shared';
import { App, Button, Dropdown, Table } from 'antd';
import type { NewLink } from '../../app/activation-link';
import { asApiError } from '../../app/api';
import { day } from '../../app/format';
import { useCommand, useForget } from '../../app/query';
import { useSession } from '../../app/session';
import { EmptyHint } from '../../app/ui';
import type { Editing } from './editing';

const states = {
  active: { name: '在职', tone: 'done' },
  inactive: { name: '已停用', tone: 'ended' },
  left: { name: '已离职', tone: 'calm' },
} as const;

interface Props {
  staff: InstitutionStaff;
  onEdit: (editing: Editing) => void;
  onLink: (link: NewLink) => void;
}

/** Who has an account, and everything that can be done with it. */
export function ClerksTable({ staff, onEdit, onLink }: Props) {
  const actions = useClerkActions(onLink);
  const self = useSession()?.staff.id;
  const branch = new Map(staff.branches.map(({ id, name }) => [id, name]));
  const clerks = [...staff.clerks].sort((a, b) => Number(a.state === 'left') - Number(b.state === 'left'));
  return (
    <Table
      data-testid="clerk-table"
      className="work-table"
      rowKey="id"
      size="medium"
      pagination={false}
      dataSource={clerks}
      scroll={{ x: 1000 }}
      rowClassName={(clerk) => (clerk.state === 'left' ? 'row-ended' : '')}
      locale={{
        emptyText: <EmptyHint title="还没有经办人">点右上角“新增经办人”，为同事开通账号。</EmptyHint>,
      }}
      columns={[
        {
          title: '姓名',
          render: (_, clerk) => (
            <span className="stack">
              <strong>
                {clerk.name}
                {clerk.id === self && '（您）'}
              </strong>
              {clerk.admin && <small className="soft">机构管理员</small>}
            </span>
          ),
        },
        { title: '登录名', width: 170, render: (_, clerk) => <span className="mono">{clerk.username}</span> },
        {
          title: '手机号',
          width: 140,
          render: (_, clerk) => <span className="mono">{clerk.phoneMasked ?? '—'}</span>,
        },
        { title: '所属网点', width: 160, render: (_, clerk) => branch.get(clerk.branchId) ?? '—' },
        {
          title: '业务权限',
          width: 150,
          render: (_, { businessIds, allBranches }) => (
            <span className="stack">
              <span>
                {businessIds.includes('*')
                  ? '全部业务'
                  : businessIds.length > 0
                    ? `${businessIds.length} 项业务`
                    : '还没有权限'}
              </span>
              <small className="soft">{allBranches ? '全部网点' : '仅本网点'}</small>
            </span>
          ),
        },
        {
          title: '状态',
          width: 130,
          render: (_, { state, leftAt, activated }) => (
            <span className="stack">
              <span>
                <span className={`state-tag tone-${states[state].tone}`}>{states[state].name}</span>
              </span>
              {leftAt !== null && <small className="soft">{day(leftAt)}</small>}
              {state === 'active' && !activated && <small className="soft">还没有激活</small>}
            </span>
          ),
        },
        {
          title: '操作',
          width: 220,
          render: (_, clerk) =>
            clerk.state !== 'left' && (
              <span className="row-actions">
                <Button onClick={() => onEdit({ what: 'permissions', clerk })} data-testid="clerk-permissions">
                  设置权限
                </Button>
                <Dropdown
                  trigger={['click']}
                  menu={{
                    items: [
                      clerk.state === 'active'
                        ? { key: 'deactivate', label: '停用账号' }
                        : { key: 'reactivate', label: '恢复账号' },
                      {
                        key: 'reset',
                        label: clerk.activated ? '重置密码和动态口令' : '换一条激活链接',
                        disabled: clerk.id === self || clerk.state !== 'active',
                      },
                      { type: 'divider' },
                      { key: 'leave', danger: true, label: <span data-testid="clerk-leave">办理离职</span> },
                    ],
                    onClick: ({ key }) => (key === 'leave' ? onEdit({ what: 'leave', clerk }) : actions(key, clerk)),
                  }}
                >
                  <Button data-testid="clerk-more">
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
function useClerkActions(onLink: (link: NewLink) => void) {
  const forget = useForget();
  const { message, modal } = App.useApp();
  const refresh = () => forget('institution-staff');
  const deactivate = useCommand(routes.institutions.deactivate, refresh);
  const reactivate = useCommand(routes.institutions.reactivate, refresh);
  const reset = useCommand(routes.institutions.reset, refresh);

  return (key: string, clerk: ClerkView): void => {
    const { name } = clerk;
    const params = { id: clerk.id };
    const words: Record<string, [title: string, content: string, run: () => Promise<unknown>]> = {
      deactivate: [
        `停用 ${name} 的账号？`,
        '会立即退出登录，之后不能登录，直到恢复。在办件仍在其名下。',
        () => deactivate.mutateAsync({ params }).then(() => message.success('已停用，对方已退出登录。')),
      ],
      reactivate: [
        `恢复 ${name} 的账号？`,
        '恢复后可以用原来的密码和动态口令登录。',
        () => reactivate.mutateAsync({ params }).then(() => message.success('已恢复。')),
      ],
      reset: [
        clerk.activated ? `重置 ${name} 的密码和动态口令？` : `给 ${name} 换一条激活链接？`,
        '换手机、忘记密码或链接过期时使用。原来的密码、动态口令、备用码和链接立即作废并退出登录，由本人用新链接重新设置。',
        () => reset.mutateAsync({ params }).then((reply) => onLink({ title: '新的激活链接', ...reply })),
      ],
    };
    const [title, content, run] = words[key]!;
    modal.confirm({
      title,
      content,
      okText: '确认',
      cancelText: '取消',
      onOk: () => run().catch((error: unknown) => void message.error(asApiError(error).message)),
    });
  };
}
