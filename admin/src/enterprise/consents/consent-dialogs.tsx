import { type AuthorisationView, routes } from '@zhucheng/shared';
import { Alert, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { acceptance } from '../../app/format';
import { useCommand } from '../../app/query';

interface Props<R> {
  view: AuthorisationView;
  open: boolean;
  onClose: () => void;
  onReload: () => void;
  onDone: (reply: R) => void;
}

function Head({ view }: { view: AuthorisationView }) {
  return (
    <p className="case-line-head">
      <strong>{view.item.location}</strong>
      <span className="soft">
        {view.item.businessName} · <span className="mono">{acceptance(view.case.acceptanceNumber)}</span>
      </span>
    </p>
  );
}

/** Consent is bound to the content just read: its hash goes along, and changed content is refused. */
export function GiveDialog({ view, open, onClose, onReload, onDone }: Props<AuthorisationView>) {
  const [agreed, setAgreed] = useState(false);
  const command = useCommand(routes.consents.give, onDone);
  return (
    <Modal
      open={open}
      title="核对后同意"
      width={600}
      onCancel={onClose}
      onOk={() => command.mutate({ params: { id: view.id }, body: { contentHash: view.contentHash } })}
      okText="代表本机构同意"
      okButtonProps={{ disabled: !agreed, 'data-testid': 'consent-give-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <Head view={view} />
      <ul className="agrees-to">
        {[...view.agreesTo, ...view.commitments].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="before-tick">表态后不能自行撤回，会连同您的姓名和时间记入登记档案。</p>
      <Checkbox checked={agreed} onChange={(event) => setAgreed(event.target.checked)} data-testid="consent-agreed">
        我已核对申请内容，有权代表本机构表态
      </Checkbox>
      <CommandFault
        error={command.error}
        onReload={() => {
          command.reset();
          setAgreed(false);
          onReload();
        }}
      />
    </Modal>
  );
}

export function RefuseDialog({ view, open, onClose, onReload, onDone }: Props<unknown>) {
  const [reason, setReason] = useState('');
  const command = useCommand(routes.consents.refuse, onDone);
  return (
    <Modal
      open={open}
      title="不同意"
      width={600}
      onCancel={onClose}
      onOk={() => command.mutate({ params: { id: view.id }, body: { reason: reason.trim() } })}
      okText="答复不同意"
      okButtonProps={{ danger: true, disabled: !reason.trim(), 'data-testid': 'consent-refuse-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <Head view={view} />
      <Alert type="warning" showIcon title="答复后办件退回申请人修改，申请人会看到您写的原因。" />
      <label className="field-label" htmlFor="consent-reason">
        原因
      </label>
      <Input.TextArea
        id="consent-reason"
        autoFocus
        rows={3}
        maxLength={200}
        showCount
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder="例如：贷款尚未结清，请先到本行办理带押过户手续"
        data-testid="consent-reason"
      />
      <CommandFault
        error={command.error}
        onReload={() => {
          command.reset();
          onReload();
        }}
      />
    </Modal>
  );
}
