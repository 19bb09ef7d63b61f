import { type CaseView, routes } from '@zhucheng/shared';
import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { acceptance } from '../../app/format';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand } from '../../app/query';

interface Props {
  view: CaseView;
  onClose(): void;
  onReload(): void;
  onDone(view: CaseView): void;
}

export function WithdrawDialog({ view, onClose, onReload, onDone }: Props) {
  const [reason, setReason] = useState('');
  const command = useCommand(routes.cases.withdraw, onDone);
  const ready = reason.trim() !== '';
  const go = (): void => {
    if (ready && !command.isPending) command.mutate({ params: { id: view.id }, body: { reason: reason.trim() } });
  };
  useConfirmKey(true, go);
  return (
    <Modal
      open
      title="撤回申请"
      width={600}
      onCancel={onClose}
      onOk={go}
      okText="确认撤回（Ctrl+Enter）"
      okButtonProps={{ danger: true, disabled: !ready, 'data-testid': 'withdraw-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <p className="case-line-head">
        <strong>{view.unit.location}</strong>
        <span className="soft">
          {view.business.name} · <span className="mono">{acceptance(view.acceptanceNumber)}</span>
        </span>
      </p>
      <Alert type="warning" showIcon title="撤回后这一件结束，不能恢复；单元随即释放，需要时可以重新立案。" />
      <label className="field-label" htmlFor="withdraw-reason">
        撤回原因
      </label>
      <Input.TextArea
        id="withdraw-reason"
        className="with-count"
        autoFocus
        rows={3}
        maxLength={200}
        showCount
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder="例如：购房人改签合同，重新办理"
        data-testid="withdraw-reason"
      />
      <CommandFault error={command.error} onReload={onReload} />
    </Modal>
  );
}
