import { type Business, type CaseView, routes } from '@zhucheng/shared';
import { Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { acceptance } from '../../app/format';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand } from '../../app/query';
import { toTick } from '../../renderer/commitments';
import { PartiesTable } from '../../renderer/parties-table';
import { StepsPanel } from '../../renderer/steps-panel';

interface Props {
  kind: 'send' | 'submit';
  view: CaseView;
  business: Business | undefined;
  onClose(): void;
  onReload(): void;
  onDone(view: CaseView): void;
}

/** Everything once more, before it leaves the institution. */
export function SendCheck({ kind, view, business, onClose, onReload, onDone }: Props) {
  const [checked, setChecked] = useState(false);
  const [committed, setCommitted] = useState(false);
  const commitments = kind === 'send' ? toTick(view) : [];
  const promised = commitments.length === 0 || committed;
  const send = useCommand(routes.cases.send, onDone);
  const submit = useCommand(routes.cases.submit, onDone);
  const command = kind === 'send' ? send : submit;
  const go = (): void => {
    if (!checked || !promised || command.isPending) return;
    if (kind === 'send')
      send.mutate({
        params: { id: view.id },
        body: { version: view.version, ...(commitments.length > 0 && { committed }) },
      });
    else submit.mutate({ params: { id: view.id } });
  };
  useConfirmKey(true, go);
  const asked = business?.steps.some((step) => step.kind === 'authorise') && kind === 'send';
  return (
    <Modal
      open
      title={asked ? '核对后发起授权' : '核对后提交'}
      width={860}
      onCancel={onClose}
      onOk={go}
      okText={`${asked ? '核对无误，发起授权' : '核对无误，提交'}（Ctrl+Enter）`}
      okButtonProps={{ disabled: !checked || !promised, 'data-testid': 'send-confirm' }}
      cancelText="返回修改"
      confirmLoading={command.isPending}
    >
      <p className="case-line-head">
        <strong>{view.unit.location}</strong>
        <span className="soft">
          {view.business.name} · <span className="mono">{acceptance(view.acceptanceNumber)}</span>
        </span>
      </p>
      <div className="send-check" data-testid="send-check">
        <StepsPanel steps={view.steps} />
        <div className="send-parties">
          <PartiesTable business={business} parties={view.parties} />
        </div>
      </div>
      <p className="before-tick soft">
        {asked
          ? '发起后，需要授权的人会收到短信，在自己的手机上核对以上内容并刷脸；内容不能再改，需要改时先收回。'
          : '提交后先做系统审核，通过后按业务规定由登记中心审核、缴费、登簿。'}
      </p>
      {commitments.length > 0 && (
        <div className="send-commitments" data-testid="send-commitments">
          <ul className="agrees-to">
            {commitments.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <Checkbox
            checked={committed}
            onChange={(event) => setCommitted(event.target.checked)}
            data-testid="send-committed"
          >
            已阅读，代表本机构作出以上承诺
          </Checkbox>
        </div>
      )}
      <Checkbox checked={checked} onChange={(event) => setChecked(event.target.checked)} data-testid="send-checked">
        以上内容我已逐项核对，与合同和证件一致
      </Checkbox>
      <CommandFault error={command.error} onReload={onReload} />
    </Modal>
  );
}
