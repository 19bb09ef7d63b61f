import { type FilingDetail, type NewAccount, routes } from '@zhucheng/shared';
import { Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { showFaults } from '../../app/form-faults';
import { useCommand } from '../../app/query';
import { initialTerms, TermsFields, type TermsValues, termsOf } from './terms-fields';

interface Props<R> {
  filing: FilingDetail;
  onClose: () => void;
  onReload: () => void;
  onDone: (reply: R) => void;
}

function Head({ filing }: { filing: FilingDetail }) {
  return (
    <p className="case-line-head">
      <strong>{filing.name}</strong>
      <span className="mono soft">{filing.creditCode}</span>
    </p>
  );
}

/** Approval signs the agreement and opens the first administrator's account; for a member already, only a clerk's. */
export function ApproveDialog({ filing, onClose, onReload, onDone }: Props<NewAccount>) {
  const [form] = Form.useForm<TermsValues & { username: string }>();
  const [sure, setSure] = useState(false);
  const command = useCommand(routes.institutions.approve, ({ account }) => onDone(account));
  return (
    <Modal
      open
      title="通过备案"
      width={640}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText="通过并开通账号"
      okButtonProps={{ disabled: !sure, 'data-testid': 'approve-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <Head filing={filing} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ ...initialTerms(), username: filing.administrator.username }}
        onFinish={({ username, ...terms }) =>
          command.mutate(
            { params: { id: filing.id }, body: { ...(!filing.member && { terms: termsOf(terms) }), username } },
            {
              onError: (error) => {
                showFaults(form, error, 'terms');
              },
            },
          )
        }
      >
        {filing.member ? (
          <p>单位管理员已经同意。通过后开通一个普通经办人账号，业务权限由单位管理员设置。</p>
        ) : (
          <TermsFields />
        )}
        <Form.Item
          name="username"
          label={filing.member ? '经办人登录名' : '首位管理员登录名'}
          extra="申请时填写的登录名；如果已被占用，在这里改一个"
          rules={[{ required: true, message: '请填写登录名。' }]}
        >
          <Input className="mono w-260" maxLength={32} data-testid="approve-username" />
        </Form.Item>
      </Form>
      <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)} data-testid="approve-sure">
        {filing.member ? '我已核对申请人身份' : '我已核对营业执照、法定代表人和管理员身份'}
      </Checkbox>
      <CommandFault error={command.error} onReload={onReload} />
    </Modal>
  );
}

export function RefuseDialog({ filing, onClose, onReload, onDone }: Props<unknown>) {
  const [reason, setReason] = useState('');
  const command = useCommand(routes.institutions.refuse, onDone);
  return (
    <Modal
      open
      title="不通过备案"
      width={600}
      onCancel={onClose}
      onOk={() => command.mutate({ params: { id: filing.id }, body: { reason: reason.trim() } })}
      okText="答复不通过"
      okButtonProps={{ danger: true, disabled: !reason.trim(), 'data-testid': 'refuse-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <Head filing={filing} />
      <label className="field-label" htmlFor="refuse-reason">
        原因（申请单位会看到，请写明怎样更正）
      </label>
      <Input.TextArea
        id="refuse-reason"
        autoFocus
        rows={3}
        maxLength={300}
        showCount
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder="例如：单位名称与营业执照不一致，请更正后重新申请"
        data-testid="refuse-reason"
      />
      <CommandFault error={command.error} onReload={onReload} />
    </Modal>
  );
}
