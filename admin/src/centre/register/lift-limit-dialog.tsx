import { routes, type UnitDetail } from '@zhucheng/shared';
import { Alert, App, Input, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { acceptance } from '../../app/format';
import { useCommand, useForget } from '../../app/query';

interface Props {
  limit: UnitDetail['limits'][number] | null;
  unit: UnitDetail;
  onClose: () => void;
  onDone: (reply: UnitDetail) => void;
}

/** Lifts one limit, with the reason or the document it rests on. */
export function LiftLimitDialog({ limit, unit, onClose, onDone }: Props) {
  const [reason, setReason] = useState('');
  const { message } = App.useApp();
  const forget = useForget();
  const close = (): void => {
    setReason('');
    command.reset();
    onClose();
  };
  const command = useCommand(routes.register.liftLimit, (reply) => {
    message.success('已解除限制。');
    onDone(reply);
    close();
  });
  const suspended = unit.pendingCases.filter((item) => item.state === 'suspended');
  return (
    <Modal
      open={limit !== null}
      title={`解除${limit?.kindName ?? '限制'}`}
      onCancel={close}
      onOk={() => limit && command.mutate({ params: { id: limit.id }, body: { reason: reason.trim() } })}
      okText="确认解除"
      okButtonProps={{ disabled: !reason.trim(), 'data-testid': 'lift-limit-confirm' }}
      confirmLoading={command.isPending}
    >
      {limit && (
        <>
          <dl className="facts check-facts">
            <div>
              <dt>不动产</dt>
              <dd>{unit.unit.location}</dd>
            </div>
            <div>
              <dt>嘱托机关或申请人</dt>
              <dd>{limit.authority}</dd>
            </div>
            <div>
              <dt>文号</dt>
              <dd>{limit.documentNumber}</dd>
            </div>
          </dl>
          <Alert
            type="info"
            showIcon
            title={
              suspended.length
                ? `这个单元有 ${suspended.length} 件中止的业务，解除后请留意它们的状态。`
                : '解除后登记簿保留这条限制的历史记录。'
            }
            description={
              suspended.length > 0 &&
              suspended.map((item) => `${item.businessName} ${acceptance(item.acceptanceNumber)}`).join('；')
            }
          />
        </>
      )}
      <label className="field-label" htmlFor="lift-reason">
        解除原因或解除文书文号
      </label>
      <Input.TextArea
        id="lift-reason"
        autoFocus
        rows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder="例如：（2026）桂0502执保123号之一 解除查封裁定"
        data-testid="lift-reason"
      />
      <CommandFault error={command.error} onReload={() => void forget('unit')} />
    </Modal>
  );
}
