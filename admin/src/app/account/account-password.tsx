import { routes } from '@zhucheng/shared';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../errors';
import { useCommand, useForget } from '../query';
import { Panel } from '../ui';

/** The password, and how to change it. */
export function PasswordPanel() {
  const [open, setOpen] = useState(false);
  return (
    <Panel
      title="登录密码"
      extra={
        <Button onClick={() => setOpen(true)} data-testid="password-change">
          修改密码
        </Button>
      }
    >
      <p className="soft">至少 8 位，要同时有字母和数字。修改后，其他地方登录着的都会退出。</p>
      {open && <ChangeDialog onClose={() => setOpen(false)} />}
    </Panel>
  );
}

interface Values {
  oldPassword: string;
  password: string;
  again: string;
}

function ChangeDialog({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<Values>();
  const forget = useForget();
  const { message } = App.useApp();
  const change = useCommand(routes.account.changeStaffPassword, () => {
    message.success('密码已修改，其他地方已退出登录。');
    void forget('own-sessions');
    onClose();
  });
  return (
    <Modal
      open
      title="修改密码"
      width={440}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText="修改"
      cancelText="取消"
      confirmLoading={change.isPending}
      okButtonProps={{ 'data-testid': 'password-save' }}
    >
      <Form
        form={form}
        className="dialog-form"
        layout="vertical"
        requiredMark={false}
        onFinish={({ oldPassword, password }) => change.mutate({ body: { oldPassword, password } })}
      >
        <Form.Item name="oldPassword" label="原密码" rules={[{ required: true, message: '请填写原密码。' }]}>
          <Input.Password autoFocus autoComplete="current-password" maxLength={64} data-testid="password-old" />
        </Form.Item>
        <Form.Item
          name="password"
          label="新密码"
          rules={[
            { required: true, message: '请设置新密码。' },
            { pattern: /^(?=.*[A-Za-z])(?=.*\d).{8,64}$/, message: '至少 8 位，要同时有字母和数字。' },
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={64} data-testid="password-new" />
        </Form.Item>
        <Form.Item
          name="again"
          label="再输一次新密码"
          dependencies={['password']}
          rules={[
            { required: true, message: '请再输一次。' },
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                !value || value === getFieldValue('password')
                  ? Promise.resolve()
                  : Promise.reject(new Error('两次输入的不一样。')),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={64} data-testid="password-again" />
        </Form.Item>
      </Form>
      <CommandFault error={change.error} />
    </Modal>
  );
}
