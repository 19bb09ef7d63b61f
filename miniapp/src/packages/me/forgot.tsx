import { View } from '@tarojs/components';
import {
  password as passwordRule,
  phone as phoneRule,
  residentId,
  routes,
  smsCode,
  typingRoom,
} from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { faultsFrom } from '@/core/faults';
import { replace } from '@/core/go';
import { endSession } from '@/core/session';
import { useSubmit } from '@/core/use-submit';
import { useWait } from '@/core/use-wait';
import { Banner, Button, Card, Failed, Page, TextField } from '@/ui';

/** A new password for who holds the bound phone and knows the ID number; whether there is an account does not show. */
export default function Forgot() {
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<Record<string, string | undefined>>({});
  const [done, setDone] = useState(false);
  const [wait, setWait] = useWait();
  const phoneFault = () => phoneRule.problem(phone) ?? undefined;
  const send = useSubmit(async () => {
    const fault = phoneFault();
    setFaults({ phone: fault });
    if (!fault) setWait((await call(routes.identity.sendSms, { body: { phone } })).againAt);
  });
  const save = useSubmit(async () => {
    const first = (checked: { success: boolean; error?: { issues: Array<{ message: string }> } }) =>
      checked.success ? undefined : checked.error?.issues[0]?.message;
    const found = {
      phone: phoneFault(),
      code: first(smsCode.safeParse(code.trim())),
      password: first(passwordRule.safeParse(password)),
    };
    setFaults(found);
    if (found.phone || found.code || found.password) return;
    const id = idNumber.trim();
    try {
      const body = { phone, code: code.trim(), password, ...(id && { idNumber: id }) };
      await call(routes.account.resetPassword, { body });
    } catch (error) {
      setFaults(faultsFrom(error));
      throw error;
    }
    endSession();
    setDone(true);
  });
  if (done)
    return (
      <Page title="忘记密码">
        <Banner>新密码已经设好，所有设备都已退出登录。请用新密码登录。</Banner>
        <View className="actions block">
          <Button id="forgot-login" onTap={() => replace('/packages/me/login')}>
            去登录
          </Button>
        </View>
      </Page>
    );
  return (
    <Page title="忘记密码">
      <Card title="重新设置密码">
        <TextField
          id="forgot-phone"
          label="绑定的手机号"
          keyboard="phone"
          maxLength={typingRoom(phoneRule)}
          value={phone}
          error={faults.phone}
          onChange={setPhone}
        />
        <TextField
          id="forgot-code"
          label="短信验证码"
          keyboard="number"
          maxLength={12}
          value={code}
          error={faults.code}
          onChange={setCode}
          side={
            <Button id="forgot-send" kind="text" busy={send.busy} disabled={wait > 0} onTap={send.submit}>
              {wait > 0 ? `${wait} 秒后重发` : '获取验证码'}
            </Button>
          }
        />
        <TextField
          id="forgot-id"
          label="证件号码"
          hint="实名过的要填，没实名的不用填"
          keyboard="idcard"
          maxLength={typingRoom(residentId)}
          value={idNumber}
          error={faults.idNumber}
          onChange={setIdNumber}
        />
        <TextField
          id="forgot-password"
          label="新密码"
          hint="至少 8 位，要有字母和数字"
          keyboard="password"
          maxLength={64}
          value={password}
          error={faults.password}
          onChange={setPassword}
        />
        <Failed error={send.error ?? save.error} />
        <Button id="forgot-save" busy={save.busy} onTap={save.submit}>
          设置新密码
        </Button>
      </Card>
    </Page>
  );
}
