import { KeyOutlined, LockOutlined, SafetyOutlined, UserOutlined } from '@ant-design/icons';
import { cleanText, type RouteCall, routes, type StaffSignedIn } from '@zhucheng/shared';
import { Alert, Button, Divider, Form, Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { asApiError, call } from './api';
import { RequestId } from './errors';
import { answerWithPasskey, passkeysWork } from './passkeys';
import { useCommand } from './query';
import { type Session, session } from './session';

type Values = RouteCall<typeof routes.identity.staff>['body'];

export function SignInForm({ username, onDone }: { username?: string; onDone: (started: Session) => void }) {
  const [form] = Form.useForm<Values>();
  const second = useRef<InputRef>(null);
  const [recovering, setRecovering] = useState(false);
  const [passkeyFault, setPasskeyFault] = useState<unknown>(null);
  const enter = (reply: StaffSignedIn): void => {
    session.start(reply);
    onDone(reply);
  };
  const signIn = useCommand(routes.identity.staff, enter);
  const byPasskey = useCommand(routes.staffAccess.passkeySignIn, enter);
  const error = passkeyFault ?? byPasskey.error ?? signIn.error;
  const fault = error ? asApiError(error) : null;

  const submit = (values: Values): void => {
    setPasskeyFault(null);
    byPasskey.reset();
    signIn.mutate(
      { body: { ...values, username: (username ?? values.username).trim() } },
      {
        onError: (failed) => {
          form.setFieldValue(recovering ? 'recoveryCode' : 'totp', '');
          const { fields } = asApiError(failed);
          form.setFields(fields.map((field) => ({ name: field.path as keyof Values, errors: [field.message] })));
          second.current?.focus();
        },
      },
    );
  };

  const enterByPasskey = async (): Promise<void> => {
    setPasskeyFault(null);
    signIn.reset();
    try {
      const options = await call(routes.staffAccess.passkeyChallenge, {});
      await byPasskey.mutateAsync({ body: { answer: await answerWithPasskey(options) } });
    } catch (failed) {
      setPasskeyFault(failed);
    }
  };

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
          type="error"
          showIcon
          role="alert"
          data-testid="sign-in-fault"
          title={fault.message}
          description={fault.requestId && <RequestId value={fault.requestId} />}
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
      {recovering ? (
        <Form.Item
          key="recovery"
          name="recoveryCode"
          label="备用码"
          extra="激活账号时保存的 10 个备用码，每个只能用一次"
          rules={[{ required: true, message: '请填写备用码。' }]}
        >
          <Input
            ref={second}
            className="mono"
            prefix={<SafetyOutlined />}
            autoComplete="off"
            placeholder="例如 abcd-efgh-2345"
            data-testid="sign-in-recovery"
          />
        </Form.Item>
      ) : (
        <Form.Item
          key="totp"
          name="totp"
          label="动态口令"
          extra="打开手机上的身份验证器，输入当前显示的 6 位数字"
          rules={[
            { required: true, message: '请填写动态口令。' },
            { pattern: /^\d{6}$/, message: '动态口令是 6 位数字。' },
          ]}
          normalize={(value: string) => cleanText(value).replace(/\D/g, '').slice(0, 6)}
        >
          <Input
            ref={second}
            className="totp"
            prefix={<SafetyOutlined />}
            inputMode="numeric"
            autoComplete="one-time-code"
            placeholder="6 位数字"
            data-testid="sign-in-totp"
          />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={signIn.isPending} data-testid="sign-in-submit">
        登录
      </Button>
      <Button
        type="link"
        size="small"
        className="sign-in-other"
        onClick={() => setRecovering(!recovering)}
        data-testid="sign-in-recover"
      >
        {recovering ? '用动态口令登录' : '手机不在身边？用备用码登录'}
      </Button>
      {passkeysWork() && (
        <>
          <Divider plain>或</Divider>
          <Button
            block
            icon={<KeyOutlined />}
            loading={byPasskey.isPending}
            onClick={() => void enterByPasskey()}
            data-testid="sign-in-passkey"
          >
            用通行密钥登录
          </Button>
        </>
      )}
    </Form>
  );
}
