import { phone as phoneRule, routes, type SignedIn, smsCode, typingRoom } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { faultsFrom } from '@/core/faults';
import { useSubmit } from '@/core/use-submit';
import { useWait } from '@/core/use-wait';
import { Button, Failed, TextField } from '@/ui';

interface Props {
  consent(): boolean;
  onSignedIn(signed: SignedIn): void;
}

export function SmsForm({ consent, onSignedIn }: Props) {
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [faults, setFaults] = useState<{ phone?: string; code?: string }>({});
  const [wait, setWait] = useWait();
  const phoneFault = () => phoneRule.problem(phone) ?? undefined;
  const send = useSubmit(async () => {
    const fault = phoneFault();
    setFaults({ phone: fault });
    if (fault) return;
    const { againAt } = await call(routes.identity.sendSms, { body: { phone } });
    setWait(againAt);
  });
  const enter = useSubmit(async () => {
    const wrong = smsCode.safeParse(code.trim());
    const found = { phone: phoneFault(), code: wrong.success ? undefined : wrong.error.issues[0]?.message };
    setFaults(found);
    if (found.phone || found.code || !consent()) return;
    try {
      onSignedIn(await call(routes.identity.sms, { body: { phone, code: code.trim() } }));
    } catch (error) {
      setFaults(faultsFrom(error));
      throw error;
    }
  });
  return (
    <>
      <TextField
        id="login-phone"
        label="手机号"
        keyboard="phone"
        maxLength={typingRoom(phoneRule)}
        value={phone}
        error={faults.phone}
        onChange={setPhone}
      />
      <TextField
        id="login-code"
        label="短信验证码"
        keyboard="number"
        maxLength={12}
        value={code}
        error={faults.code}
        onChange={setCode}
        side={
          <Button id="login-send" kind="text" busy={send.busy} disabled={wait > 0} onTap={send.submit}>
            {wait > 0 ? `${wait} 秒后重发` : '获取验证码'}
          </Button>
        }
      />
      <Failed error={send.error ?? enter.error} />
      <Button id="login-submit" busy={enter.busy} onTap={enter.submit}>
        登录
      </Button>
    </>
  );
}
