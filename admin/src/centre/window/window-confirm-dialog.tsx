import { type PartyView, routes } from '@zhucheng/shared';
import { App, Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { acceptance } from '../../app/format';
import { useCommand, useForget } from '../../app/query';

export interface WindowTarget {
  party: PartyView;
  acceptanceNumber: string;
  businessName: string;
}

/** Confirms an authorisation given at the counter, after the original identity document was seen. */
export function WindowConfirmDialog(props: { target: WindowTarget | null; onClose: () => void; onDone?: () => void }) {
  const { target, onClose, onDone } = props;
  const [checked, setChecked] = useState(false);
  const forget = useForget();
  const { message } = App.useApp();
  const close = (): void => {
    setChecked(false);
    command.reset();
    onClose();
  };
  const command = useCommand(routes.review.confirmAtWindow, () => {
    message.success('已确认窗口核验。');
    void forget('window', 'queue');
    onDone?.();
    close();
  });
  return (
    <Modal
      open={target !== null}
      title="窗口核验身份"
      onCancel={close}
      onOk={() => target && command.mutate({ params: { id: target.party.id }, body: { documentChecked: true } })}
      okText="确认核验通过"
      okButtonProps={{ disabled: !checked, 'data-testid': 'window-confirm-ok' }}
      confirmLoading={command.isPending}
      destroyOnHidden
    >
      {target && (
        <>
          <dl className="facts check-facts">
            <div>
              <dt>当事人</dt>
              <dd>
                <strong>{target.party.name}</strong>（{target.party.roleName}）
              </dd>
            </div>
            <div>
              <dt>证件号</dt>
              <dd className="mono">{target.party.idNumberMasked}</dd>
            </div>
            <div>
              <dt>办件</dt>
              <dd>
                {target.businessName} <span className="mono nowrap">{acceptance(target.acceptanceNumber)}</span>
              </dd>
            </div>
          </dl>
          <p className="before-tick">确认后等同于当事人本人授权，并记录核验人和时间。</p>
          <Checkbox
            checked={checked}
            onChange={(event) => setChecked(event.target.checked)}
            data-testid="window-document-checked"
          >
            我已核对身份证原件与本人一致，并向其说明了申请内容
          </Checkbox>
        </>
      )}
      <CommandFault error={command.error} onReload={() => void forget('window')} />
    </Modal>
  );
}
