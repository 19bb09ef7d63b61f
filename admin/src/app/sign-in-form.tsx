import { LockOutlined, SafetyOutlined, UserOutlined } from '@ant-design/icons';
import { routes } from '@zhucheng/shared';
import { Alert, Button, Form, Input, type InputRef } from 'antd';
import { type RefObject, useRef, useState } from 'react';
import { asApiError } from './api';
import { useCommand } from './query';
import { type Session, session } from './session';

interface Values {
  username: string;
  password: string;
  totp: string;
  newPassword?: string;
  again?: string;
}

/** The server's sentences for citizens mention SMS codes, which staff don't have. */
const words: Record<string, string> = {
  LOGIN_FAILED: '用户名或密码不正确，请核对后重试；忘记密码请联系系统管理员。',
  LOGIN_LOCKED: '连续多次输入错误，账号已暂时锁定，请 15 分钟后再试，或联系系统管理员。',
};

export function SignInForm({ username, onDone }: { username?: string; onDone: (started: Session) => void }) {
  const [form] = Form.useForm<Values>();
  const totp = useRef<InputRef>(null);
  const chosen = useRef<InputRef>(null);
  /** The password is an initial one: it is replaced by signing in. */
  const [initial, setInitial] = useState(false);
  const signIn = useCommand(routes.identity.staff, (reply) => {
    session.start(reply);
    onDone(reply);
  });
  const fault = signIn.error ? asApiError(signIn.error) : null;

  const submit = ({ again: _, ...values }: Values) =>
    signIn.mutate(
      { body: { ...values, username: values.username.trim() } },
      {
        onError: (error) => {
          if (asApiError(error).code === 'PASSWORD_CHANGE_REQUIRED') {
            // The code stays good: the server looks at it again together with the new password.
            setInitial(true);
            setTimeout(() => chosen.current?.focus());
            return;
          }
          form.setFieldValue('totp', '');
          const { fields } = asApiError(error);
          form.setFields(fields.map((field) => ({ name: field.path as keyof Values, errors: [field.message] })));
          totp.current?.focus();
        },
      },
    );

  return (
    <Form
      form={form}
      layout="vertical"
      size="large"
      requiredMark={false}
      onFinish={submit}
      initialValues={{ username }}
      validateTrigger="onBlur"
    >
      {fault && (
        <Alert
          className="fault"
          type={fault.code === 'PASSWORD_CHANGE_REQUIRED' ? 'info' : 'error'}
          showIcon
          role="alert"
          data-testid="sign-in-fault"
          title={words[fault.code] ?? fault.message}
          description={fault.requestId && !initial && <span className="request-id">请求编号 {fault.requestId}</span>}
        />
      )}
      <Form.Item name="username" label="用户名" rules={[{ required: true, message: '请填写用户名。' }]}>
        <Input
          prefix={<UserOutlined />}
          autoComplete="username"
          autoFocus={!username}
          disabled={Boolean(username)}
          data-testid="sign-in-username"
        />
      </Form.Item>
      <Form.Item name="password" label="密码" rules={[{ required: true, message: '请填写密码。' }]}>
        <Input.Password
          prefix={<LockOutlined />}
          autoComplete="current-password"
          autoFocus={Boolean(username)}
          data-testid="sign-in-password"
        />
      </Form.Item>
      <Form.Item
        name="totp"
        label="动态口令"
        extra="打开手机上的身份验证器，输入当前显示的 6 位数字"
        rules={[
          { required: true, message: '请填写动态口令。' },
          { pattern: /^\d{6}$/, message: '动态口令是 6 位数字。' },
        ]}
        normalize={(value: string) => value.replace(/\D/g, '').slice(0, 6)}
      >
        <Input
          ref={totp}
          className="totp"
          prefix={<SafetyOutlined />}
          inputMode="numeric"
          autoComplete="one-time-code"
          placeholder="6 位数字"
          data-testid="sign-in-totp"
        />
      </Form.Item>
      {initial && <NewPassword first={chosen} />}
      <Button type="primary" htmlType="submit" block loading={signIn.isPending} data-testid="sign-in-submit">
        {initial ? '设置新密码并登录' : '登录'}
      </Button>
    </Form>
  );
}

function NewPassword({ first }: { first: RefObject<InputRef | null> }) {
  return (
    <>
      <Form.Item
        name="newPassword"
        label="新密码"
        extra="至少 8 位，同时有字母和数字"
        rules={[
          { required: true, message: '请设置新密码。' },
          { min: 8, message: '密码至少 8 位。' },
          { pattern: /^(?=.*[A-Za-z])(?=.*\d)/, message: '密码要同时有字母和数字。' },
        ]}
      >
        <Input.Password
          ref={first}
          prefix={<LockOutlined />}
          maxLength={64}
          autoComplete="new-password"
          data-testid="sign-in-new-password"
        />
      </Form.Item>
      <Form.Item
        name="again"
        label="再输一遍新密码"
        dependencies={['newPassword']}
        rules={[
          { required: true, message: '请再输一遍新密码。' },
          ({ getFieldValue }) => ({
            validator: (_, value: string) =>
              !value || value === getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error('两次输入的新密码不一样。')),
          }),
        ]}
      >
        <Input.Password
          prefix={<LockOutlined />}
          maxLength={64}
          autoComplete="new-password"
          data-testid="sign-in-new-password-again"
        />
      </Form.Item>
    </>
  );
}
