import { Alert, Button, Checkbox, Modal, QRCode } from 'antd';
import { useState } from 'react';

export interface Secrets {
  title: string;
  username: string;
  name: string;
  initialPassword?: string;
  totpSecret?: string;
  totpUri?: string;
}

const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

/**
 * Secrets of an account, which the server tells once. They live in this dialog only, and it closes only after the reader
 * says that they have been passed on.
 */
export function AccountSecrets({ secrets, onClose }: { secrets: Secrets | null; onClose: () => void }) {
  const [kept, setKept] = useState(false);
  const close = (): void => {
    setKept(false);
    onClose();
  };
  return (
    <Modal
      open={secrets !== null}
      title={secrets?.title}
      width={680}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      destroyOnHidden
      footer={
        <Button type="primary" disabled={!kept} onClick={close} data-testid="secrets-done">
          完成
        </Button>
      }
    >
      {secrets && (
        <>
          <Alert
            type="warning"
            showIcon
            title="以下内容只显示这一次，关闭后无法再看"
            description={
              secrets.initialPassword
                ? '请当面或通过可靠方式交给本人。首次登录时必须换成自己的密码。'
                : '请本人立即用手机上的身份验证器扫码，旧的动态口令已经失效。'
            }
          />
          <div className="secrets" data-testid="secrets">
            <dl className="facts check-facts">
              <div>
                <dt>姓名</dt>
                <dd>{secrets.name}</dd>
              </div>
              <div>
                <dt>登录名</dt>
                <dd className="mono secret-value" data-testid="secret-username">
                  {secrets.username}
                </dd>
              </div>
              {secrets.initialPassword && (
                <div>
                  <dt>初始密码</dt>
                  <dd className="mono secret-value" data-testid="secret-password">
                    {secrets.initialPassword}
                  </dd>
                </div>
              )}
              {secrets.totpSecret && (
                <div>
                  <dt>动态口令密钥</dt>
                  <dd className="mono" data-testid="secret-totp">
                    {grouped(secrets.totpSecret)}
                  </dd>
                </div>
              )}
            </dl>
            {secrets.totpUri && (
              <div className="secrets-code">
                <QRCode value={secrets.totpUri} size={168} aria-label="动态口令二维码" />
                用身份验证器扫码绑定
              </div>
            )}
          </div>
          <p className="after-field">
            <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)} data-testid="secrets-kept">
              我已记下或交给本人
            </Checkbox>
          </p>
        </>
      )}
    </Modal>
  );
}
