import { cleanText, type RouteReply, routes } from '@zhucheng/shared';
import { Alert, Button, Form, Input, QRCode, Steps } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Brand } from '../brand';
import { CommandFault } from '../errors';
import { showFaults } from '../form-faults';
import { minute } from '../format';
import { useCommand } from '../query';
import { RecoveryCodes } from '../recovery-codes';
import { PageHead, PageSkeleton, Panel } from '../ui';
import { passwordRules } from './password-rules';

type Opened = RouteReply<typeof routes.staffAccess.activation>;

const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

/** Behind an activation link: own password, authenticator, recovery codes. The link's secret never leaves the fragment. */
export function Component() {
  const [token] = useState(() => window.location.hash.slice(1));
  const open = useCommand(routes.staffAccess.activation);
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current || !token) return;
    asked.current = true;
    open.mutate({ body: { token } });
  });
  return (
    <div className="open-page">
      <header className="open-head">
        <Brand />
        <span className="shell-place">北海市不动产登记中心</span>
        <span className="grow" />
        <Link to="/sign-in">登录工作台</Link>
      </header>
      <main className="open-body">
        <PageHead title="激活账号" hint="设自己的密码，用手机绑定动态口令，再保存备用码。大约三分钟。" />
        {open.data ? (
          <Activation token={token} account={open.data} />
        ) : open.error || !token ? (
          <Panel title="链接打不开">
            {token ? (
              <CommandFault error={open.error} />
            ) : (
              <Alert type="error" showIcon title="链接不完整，请把收到的链接整条复制到浏览器地址栏。" />
            )}
            <p className="after-field">
              <Link to="/sign-in">已经激活过？去登录</Link>
            </p>
          </Panel>
        ) : (
          <PageSkeleton />
        )}
      </main>
    </div>
  );
}

interface Values {
  password: string;
  again: string;
  totp: string;
}

function Activation({ token, account }: { token: string; account: Opened }) {
  const [form] = Form.useForm<Values>();
  const navigate = useNavigate();
  const [codes, setCodes] = useState<string[] | null>(null);
  const finish = useCommand(routes.staffAccess.activate, (reply) => {
    // The link is used; nobody needs to find it in the history.
    window.history.replaceState(window.history.state, '', window.location.pathname);
    setCodes(reply.recoveryCodes);
  });
  const { username, name, totpSecret, totpUri, linkExpiresAt } = account;
  const send = ({ password, totp }: Values): void =>
    finish.mutate(
      { body: { token, password, totp } },
      {
        onError: (error) => {
          form.setFieldValue('totp', '');
          showFaults(form, error);
        },
      },
    );

  return (
    <>
      <Steps
        className="activation-steps"
        current={codes ? 1 : 0}
        items={[{ title: '密码和动态口令' }, { title: '保存备用码' }]}
      />
      {codes ? (
        <Panel title="账号已激活">
          <RecoveryCodes
            username={username}
            codes={codes}
            done="去登录"
            onDone={() => navigate('/sign-in', { replace: true })}
          />
        </Panel>
      ) : (
        <Form
          form={form}
          layout="vertical"
          size="large"
          requiredMark={false}
          validateTrigger="onBlur"
          onFinish={send}
          data-testid="activation-form"
        >
          <Panel title={`${name}，您好`} extra={`链接有效至 ${minute(linkExpiresAt)}`}>
            <p className="soft">
              您的登录名是 <strong className="mono">{username}</strong>，以后用它登录。
            </p>
            <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
            <div className="form-grid after-field">
              <Form.Item name="password" label="设置密码" extra="至少 8 位，同时有字母和数字" rules={passwordRules}>
                <Input.Password maxLength={64} autoComplete="new-password" autoFocus data-testid="activate-password" />
              </Form.Item>
              <Form.Item
                name="again"
                label="再输一遍密码"
                dependencies={['password']}
                rules={[
                  { required: true, message: '请再输一遍密码。' },
                  ({ getFieldValue }) => ({
                    validator: (_, value: string) =>
                      !value || value === getFieldValue('password')
                        ? Promise.resolve()
                        : Promise.reject(new Error('两次输入的密码不一样。')),
                  }),
                ]}
              >
                <Input.Password maxLength={64} autoComplete="new-password" data-testid="activate-again" />
              </Form.Item>
            </div>
          </Panel>
          <Panel title="绑定动态口令">
            <div className="authenticator">
              <QRCode value={totpUri} size={176} aria-label="动态口令二维码" />
              <div>
                <ol className="numbered">
                  <li>在手机上装一个身份验证器，例如系统自带的“密码”、微信小程序“腾讯身份验证器”。</li>
                  <li>用它扫左边的二维码。扫不了就手工输入下面的密钥。</li>
                  <li>把手机上显示的 6 位数字填在下面。</li>
                </ol>
                <p className="soft">密钥</p>
                <p className="mono" data-testid="activate-secret" data-as-is>
                  {grouped(totpSecret)}
                </p>
                <p className="soft">每次打开链接都会换新密钥；以前扫过的请从手机里删掉，只留这一个。</p>
              </div>
            </div>
            <Form.Item
              name="totp"
              label="手机上显示的 6 位数字"
              className="activation-code"
              rules={[
                { required: true, message: '请填写手机上显示的 6 位数字。' },
                { pattern: /^\d{6}$/, message: '动态口令是 6 位数字。' },
              ]}
              normalize={(value: string) => cleanText(value).replace(/\D/g, '').slice(0, 6)}
            >
              <Input
                className="totp"
                inputMode="numeric"
                autoComplete="one-time-code"
                placeholder="6 位数字"
                data-testid="activate-totp"
              />
            </Form.Item>
            <CommandFault error={finish.error} />
            <Button type="primary" htmlType="submit" loading={finish.isPending} data-testid="activate-send">
              激活账号
            </Button>
          </Panel>
        </Form>
      )}
    </>
  );
}
