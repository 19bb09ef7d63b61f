import { type ClerkView, type InstitutionStaff, routes } from '@zhucheng/shared';
import { Alert, App, Button, Checkbox, Modal, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { CommandFault, LoadFault } from '../../app/errors';
import { acceptance } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';

interface Props {
  staff: InstitutionStaff;
  clerk: ClerkView;
  onClose: () => void;
}

/** A clerk leaves: open cases go to a colleague first, then the account ends. */
export function LeaveDialog({ staff, clerk, onClose }: Props) {
  const [sure, setSure] = useState(false);
  const forget = useForget();
  const { message } = App.useApp();
  const open = useRead(['clerk-open-cases', clerk.id], routes.institutions.openCases, { params: { id: clerk.id } });
  const leave = useCommand(routes.institutions.leave, () => {
    message.success(`${clerk.name} 的账号已终止，已退出登录。`);
    void forget('institution-staff');
    onClose();
  });
  const count = open.data?.count ?? 0;
  const others = staff.clerks.filter((other) => other.id !== clerk.id && other.state === 'active');
  const lastAdmin = clerk.admin && !others.some((other) => other.admin);
  const ready = open.data !== undefined && count === 0 && !lastAdmin;
  return (
    <Modal
      open
      title={`办理 ${clerk.name} 离职`}
      width={640}
      onCancel={onClose}
      onOk={() => leave.mutate({ params: { id: clerk.id } })}
      okText="确认离职，终止账号"
      okButtonProps={{ danger: true, disabled: !ready || !sure, 'data-testid': 'leave-confirm' }}
      cancelText="再看看"
      confirmLoading={leave.isPending}
    >
      {open.error && !open.data ? (
        <LoadFault error={open.error} onRetry={() => void open.refetch()} />
      ) : !open.data ? (
        <Skeleton active />
      ) : (
        <>
          {lastAdmin && (
            <Alert
              className="fault"
              type="warning"
              showIcon
              title={`现在还不能离职：${clerk.name} 是本机构唯一可用的管理员。`}
              description="请先在“设置权限”里把另一位同事设为机构管理员。"
              data-testid="leave-last-admin"
            />
          )}
          {count > 0 ? (
            <HandOver clerk={clerk} others={others} count={count} items={open.data.items} />
          ) : (
            <Alert
              type="success"
              showIcon
              title={`${clerk.name} 名下没有在办件`}
              description="离职后账号立即终止并退出登录，不能恢复；办过的件和审计记录都保留。"
            />
          )}
          {ready && (
            <p className="after-field">
              <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)} data-testid="leave-sure">
                我确认 {clerk.name} 离职，终止其账号
              </Checkbox>
            </p>
          )}
        </>
      )}
      <CommandFault error={leave.error} onReload={() => void open.refetch()} />
    </Modal>
  );
}

interface HandOverProps {
  clerk: ClerkView;
  others: ClerkView[];
  count: number;
  items: Array<{ id: string; acceptanceNumber: string; businessName: string; stateName: string }>;
}

function HandOver({ clerk, others, count, items }: HandOverProps) {
  const [to, setTo] = useState<string | undefined>(undefined);
  const forget = useForget();
  const { message } = App.useApp();
  const command = useCommand(routes.institutions.handOver, (reply) => {
    message.success(`已把 ${reply.cases} 件交给 ${reply.to}。`);
    void forget('clerk-open-cases', 'handovers');
  });
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={`现在还不能离职：${clerk.name} 名下还有 ${count} 件在办。`}
        description="先选一位同事接手，全部交接后才能终止账号，免得这些件没有人管。"
        data-testid="leave-blocked"
      />
      <ul className="plain-list after-field">
        {items.map((item) => (
          <li key={item.id}>
            <span className="mono">{acceptance(item.acceptanceNumber)}</span> {item.businessName}，{item.stateName}
          </li>
        ))}
        {count > items.length && <li className="soft">……共 {count} 件</li>}
      </ul>
      <label className="field-label" htmlFor="hand-over-to">
        接手的同事
      </label>
      {others.length === 0 ? (
        <p className="soft">没有其他在用的账号，请先新增一位经办人。</p>
      ) : (
        <div className="row-actions">
          <Select
            id="hand-over-to"
            className="w-260"
            value={to}
            onChange={setTo}
            placeholder="请选择"
            options={others.map(({ id, name, username }) => ({ value: id, label: `${name}（${username}）` }))}
            data-testid="hand-over-to"
          />
          <Button
            type="primary"
            disabled={!to}
            loading={command.isPending}
            onClick={() => to && command.mutate({ body: { from: clerk.id, to } })}
            data-testid="hand-over-confirm"
          >
            交接 {count} 件
          </Button>
        </div>
      )}
      <CommandFault error={command.error} />
    </>
  );
}
