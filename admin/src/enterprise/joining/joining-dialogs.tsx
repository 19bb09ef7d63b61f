import { type JoiningRequest, routes } from '@zhucheng/shared';
import { Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { useCommand } from '../../app/query';

interface Props {
  request: JoiningRequest;
  onClose: () => void;
  onDone: () => void;
  onReload: () => void;
}

function Head({ request }: Pick<Props, 'request'>) {
  return (
    <p className="case-line-head">
      <strong>{request.person.name}</strong>
      <span className="soft">
        {request.person.phone} · <span className="mono">{request.person.username}</span>
      </span>
    </p>
  );
}

export function AdmitDialog({ request, onClose, onDone, onReload }: Props) {
  const [sure, setSure] = useState(false);
  const command = useCommand(routes.institutions.admitJoining, onDone);
  return (
    <Modal
      open
      title="同意加入本机构"
      width={600}
      onCancel={onClose}
      onOk={() => command.mutate({ params: { id: request.id } })}
      okText="代表本机构同意"
      okButtonProps={{ disabled: !sure, 'data-testid': 'joining-admit-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <Head request={request} />
      <ul className="agrees-to">
        <li>登记中心审核后，为这个人开通本机构的普通经办人账号，不是管理员。</li>
        <li>账号开通时没有任何业务权限，由您在“人员与权限”里设置。</li>
        <li>您的姓名和答复时间记入审计日志，答复后不能自行撤回。</li>
      </ul>
      <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)} data-testid="joining-sure">
        我已向本人核实，这是本机构的工作人员
      </Checkbox>
      <CommandFault error={command.error} onReload={onReload} />
    </Modal>
  );
}

export function RefuseDialog({ request, onClose, onDone, onReload }: Props) {
  const [reason, setReason] = useState('');
  const command = useCommand(routes.institutions.refuseJoining, onDone);
  return (
    <Modal
      open
      title="不同意加入"
      width={600}
      onCancel={onClose}
      onOk={() => command.mutate({ params: { id: request.id }, body: { reason: reason.trim() } })}
      okText="答复不同意"
      okButtonProps={{ danger: true, disabled: !reason.trim(), 'data-testid': 'joining-refuse-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <Head request={request} />
      <label className="field-label" htmlFor="joining-reason">
        原因（申请人会看到）
      </label>
      <Input.TextArea
        id="joining-reason"
        autoFocus
        rows={3}
        maxLength={300}
        showCount
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder="例如：本单位没有这位工作人员"
        data-testid="joining-reason"
      />
      <CommandFault error={command.error} onReload={onReload} />
    </Modal>
  );
}
