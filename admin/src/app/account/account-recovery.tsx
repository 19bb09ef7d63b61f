import { type OwnStaffAccount, routes } from '@zhucheng/shared';
import { Button, Form, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../errors';
import { useCommand, useForget } from '../query';
import { RecoveryCodes } from '../recovery-codes';
import { Panel } from '../ui';
import { CodeField } from './code-field';

/** How many recovery codes are left, and a new set. */
export function RecoveryPanel({ account }: { account: OwnStaffAccount }) {
  const [open, setOpen] = useState(false);
  const left = account.recoveryCodesLeft;
  return (
    <Panel
      title="备用码"
      extra={
        <Button onClick={() => setOpen(true)} data-testid="recovery-new">
          换一批备用码
        </Button>
      }
    >
      <p className={left === 0 ? 'verdict bad' : 'soft'} data-testid="recovery-left">
        {left === 0
          ? '没有可用的备用码了。手机丢了就只能找管理员重置，请现在换一批。'
          : `还有 ${left} 个没有用过。手机不在身边时，用一个代替动态口令登录，每个只能用一次。`}
      </p>
      {open && <NewCodes username={account.username} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function NewCodes({ username, onClose }: { username: string; onClose: () => void }) {
  const [form] = Form.useForm<{ totp: string }>();
  const forget = useForget();
  const renew = useCommand(routes.staffAccess.newRecoveryCodes, () => forget('own-account'));
  return (
    <Modal
      open
      title="换一批备用码"
      width={520}
      onCancel={onClose}
      closable={!renew.data}
      mask={{ closable: !renew.data }}
      okText="生成新的备用码"
      cancelText="取消"
      onOk={() => form.submit()}
      confirmLoading={renew.isPending}
      {...(renew.data && { footer: null })}
    >
      {renew.data ? (
        <RecoveryCodes username={username} codes={renew.data.recoveryCodes} done="完成" onDone={onClose} />
      ) : (
        <>
          <p className="soft">以前的备用码立即作废。</p>
          <Form
            form={form}
            className="dialog-form"
            layout="vertical"
            requiredMark={false}
            onFinish={({ totp }) => renew.mutate({ body: { totp } }, { onError: () => form.setFieldValue('totp', '') })}
          >
            <CodeField />
          </Form>
          <CommandFault error={renew.error} />
        </>
      )}
    </Modal>
  );
}
