import { routes } from '@zhucheng/shared';
import { Alert, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand } from '../../app/query';
import { refusalOf } from '../../renderer/declarations';
import { CaseLine, type DecisionProps } from './dialog-parts';

/** Refusal (不予登记, of a pre-review 不予受理): ends the case, so it asks for a reason and a second look. */
export function RejectDialog({ review, open, onClose, onReload, onDone }: DecisionProps) {
  const { case: view } = review;
  const refusal = refusalOf(view);
  const [reason, setReason] = useState('');
  const [sure, setSure] = useState(false);
  const command = useCommand(routes.review.reject, onDone);
  const ready = reason.trim().length > 0 && sure;
  const confirm = (): void => {
    if (ready && !command.isPending)
      command.mutate({ params: { id: view.id }, body: { version: view.version, reason: reason.trim() } });
  };
  useConfirmKey(open, confirm);
  const reload = (): void => {
    command.reset();
    onReload();
  };
  return (
    <Modal
      open={open}
      title={refusal}
      width={600}
      onCancel={onClose}
      onOk={confirm}
      okText={`决定${refusal}（Ctrl+Enter）`}
      okButtonProps={{ danger: true, disabled: !ready, 'data-testid': 'case-reject-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <CaseLine review={review} />
      <Alert
        type="warning"
        showIcon
        title="决定后此件办结，不能恢复。"
        description={
          review.correctionUsed ? '已通知过一次补正。' : '如果补正后可以办理，请改用“通知补正”，申请人不必重新申请。'
        }
      />
      <label className="field-label" htmlFor="reject-reason">
        理由（申请人会看到，请写明依据和可以怎么办）
      </label>
      <Input.TextArea
        id="reject-reason"
        autoFocus
        rows={4}
        maxLength={500}
        showCount
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        data-testid="reject-reason"
      />
      <p className="after-field">
        <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)} data-testid="reject-sure">
          我已核对，决定对此件{refusal}
        </Checkbox>
      </p>
      <CommandFault error={command.error} onReload={reload} />
    </Modal>
  );
}
