import { routes, type SignedIn } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useSubmit } from '@/core/use-submit';
import { Button, Failed, TextField } from '@/ui';

interface Props {
  consent(): boolean;
  onSignedIn(signed: SignedIn): void;
}

export function PasswordForm({ consent, onSignedIn }: Props) {
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const enter = useSubmit(async () => {
    setTried(true);
    if (!account.trim() || !password || !consent()) return;
    onSignedIn(await call(routes.identity.password, { body: { account, password } }));
  });
  return (
    <>
      <TextField
        id="login-account"
        label="手机号或身份证号"
        keyboard="idcard"
        maxLength={40}
        value={account}
        error={tried && !account.trim() ? '请填写手机号或身份证号。' : undefined}
        onChange={setAccount}
      />
      <TextField
        id="login-password"
        label="密码"
        keyboard="password"
        maxLength={64}
        value={password}
        error={tried && !password ? '请填写密码。' : undefined}
        onChange={setPassword}
      />
      <Failed error={enter.error} />
      <Button id="login-submit" busy={enter.busy} onTap={enter.submit}>
        登录
      </Button>
      <Button id="login-forgot" kind="text" onTap={() => go('/packages/me/forgot')}>
        忘记密码
      </Button>
    </>
  );
}
