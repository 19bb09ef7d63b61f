import { type Business, type CaseView, routes, stepOf } from '@zhucheng/shared';
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

/** What happens to a case of this business once it is sent. */
function afterSending(business: Business | undefined): string {
  if (!business) return '提交后先做系统审核。';
  const officer = stepOf(business, 'review')?.officer === 'always' ? '，再由登记中心人工审核' : '';
  const pay = business.fee.matter === 'none' ? '' : '缴费、';
  const end = business.effects.length > 0 ? '登簿' : '按预约到窗口办理';
  return `提交后先做系统审核${officer}；通过后${pay}${end}。`;
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
        <div className="send-parties">
          <PartiesTable business={business} parties={view.parties} />
        </div>
        <StepsPanel steps={view.steps} basis={view.basis} />
      </div>
      <p className="before-tick soft">
        {asked
          ? '发起后，需要授权的人会收到短信，在自己的手机上核对以上内容并刷脸；内容不能再改，需要改时先收回。'
          : afterSending(business)}
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
        以上内容我已逐项核对，准确无误
      </Checkbox>
      <CommandFault error={command.error} onReload={onReload} />
    </Modal>
  );
}
