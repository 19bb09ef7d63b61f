import { KeyOutlined, PlusOutlined } from '@ant-design/icons';
import { type PasskeyView, routes } from '@zhucheng/shared';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { asApiError, call } from '../api';
import { CommandFault } from '../errors';
import { showFaults } from '../form-faults';
import { minute } from '../format';
import { makePasskey, passkeysWork } from '../passkeys';
import { useCommand, useForget } from '../query';
import { EmptyHint, Panel } from '../ui';
import { CodeField } from './code-field';

/** Passkeys: the device's own finger, face or PIN signs in, without a password. */
export function PasskeysPanel({ passkeys }: { passkeys: PasskeyView[] }) {
  const [adding, setAdding] = useState(false);
  const forget = useForget();
  const { message, modal } = App.useApp();
  const remove = useCommand(routes.staffAccess.removePasskey, () => forget('own-account'));
  const ask = ({ id, name }: PasskeyView): void => {
    modal.confirm({
      title: `删除通行密钥“${name}”？`,
      content: '删除后不能再用它登录。那台设备上保存的记录请自己在系统设置里删掉。',
      okText: '删除',
      okButtonProps: { danger: true },
      cancelText: '取消',
      onOk: () =>
        remove
          .mutateAsync({ params: { id } })
          .then(() => message.success('已删除。'))
          .catch((error: unknown) => void message.error(asApiError(error).message)),
    });
  };
  return (
    <Panel
      title="通行密钥"
      testId="passkeys"
      extra={
        passkeysWork() && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)} data-testid="passkey-new">
            登记这台设备
          </Button>
        )
      }
    >
      {passkeys.length === 0 ? (
        <EmptyHint title="还没有通行密钥">
          {passkeysWork()
            ? '登记后，用这台设备的指纹、面容或开机密码就能登录，不用输密码和动态口令。'
            : '这个浏览器不支持通行密钥，请换用新版的 Chrome、Edge 或 Safari。'}
        </EmptyHint>
      ) : (
        <ul className="device-list">
          {passkeys.map((passkey) => (
            <li key={passkey.id}>
              <KeyOutlined aria-hidden="true" />
              <span className="stack grow">
                <strong>{passkey.name}</strong>
                <small className="soft">
                  {minute(passkey.createdAt)} 登记，
                  {passkey.lastUsedAt === null ? '还没有用过' : `上次使用 ${minute(passkey.lastUsedAt)}`}
                </small>
              </span>
              <Button danger onClick={() => ask(passkey)} data-testid="passkey-remove">
                删除
              </Button>
            </li>
          ))}
        </ul>
      )}
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </Panel>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<{ name: string; totp: string }>();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const forget = useForget();
  const { message } = App.useApp();
  const send = async ({ name, totp }: { name: string; totp: string }): Promise<void> => {
    setFault(null);
    setBusy(true);
    try {
      const options = await call(routes.staffAccess.newPasskey, { body: { totp } });
      await call(routes.staffAccess.addPasskey, { body: { name, answer: await makePasskey(options) } });
      message.success('已登记，下次可以点“用通行密钥登录”。');
      void forget('own-account');
      onClose();
    } catch (error) {
      form.setFieldValue('totp', '');
      showFaults(form, error);
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title="登记这台设备的通行密钥"
      width={480}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText="下一步：在设备上确认"
      cancelText="取消"
      confirmLoading={busy}
      okButtonProps={{ 'data-testid': 'passkey-save' }}
    >
      <Form
        form={form}
        className="dialog-form"
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => void send(values)}
      >
        <Form.Item
          name="name"
          label="起个名字"
          extra="方便以后辨认，例如：办公室电脑"
          rules={[{ required: true, whitespace: true, message: '请给这把通行密钥起个名字。' }]}
        >
          <Input maxLength={30} autoFocus data-testid="passkey-name" />
        </Form.Item>
        <CodeField />
      </Form>
      <CommandFault error={fault} />
    </Modal>
  );
}
