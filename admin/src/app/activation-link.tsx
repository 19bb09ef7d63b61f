import type { NewAccount } from '@zhucheng/shared';
import { Alert, Checkbox, Modal, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { minute } from './format';
import { Fact } from './ui';

export interface NewLink extends NewAccount {
  title: string;
  /** What else has to happen before the account can work. */
  more?: ReactNode;
}

/**
 * An activation link, which the server tells once. It lives in this dialog only, and the dialog closes only after the
 * reader says that it has been passed on.
 */
export function ActivationLinkDialog({ given, onClose }: { given: NewLink | null; onClose: () => void }) {
  const [kept, setKept] = useState(false);
  const close = (): void => {
    setKept(false);
    onClose();
  };
  return (
    <Modal
      open={given !== null}
      title={given?.title}
      width={640}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      destroyOnHidden
      okText="完成"
      onOk={close}
      okButtonProps={{ disabled: !kept, 'data-testid': 'link-done' }}
      cancelButtonProps={{ style: { display: 'none' } }}
    >
      {given && (
        <>
          <Alert
            type="warning"
            showIcon
            title="链接只显示这一次，关闭后无法再看"
            description="请当面或通过可靠方式交给本人，不要发到群里。本人打开后设自己的密码，用手机绑定动态口令；您不会知道他（她）的密码。"
          />
          <dl className="facts check-facts activation" data-testid="activation">
            <Fact label="姓名">{given.name}</Fact>
            <Fact label="登录名">
              <span className="mono secret-value" data-testid="link-username">
                {given.username}
              </span>
            </Fact>
            <Fact label="有效至">{minute(given.linkExpiresAt)}，只能用一次</Fact>
            <div className="wide">
              <dt>激活链接</dt>
              <dd>
                <Typography.Paragraph
                  className="mono activation-link"
                  copyable={{ tooltips: ['复制', '已复制'] }}
                  data-testid="link"
                  data-as-is
                >
                  {given.link}
                </Typography.Paragraph>
              </dd>
            </div>
          </dl>
          {given.more && <p className="after-field">{given.more}</p>}
          <p className="after-field">
            <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)} data-testid="link-kept">
              我已复制并会交给本人
            </Checkbox>
          </p>
        </>
      )}
    </Modal>
  );
}
