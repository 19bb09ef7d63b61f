import { View } from '@tarojs/components';
import type { SignedIn } from '@zhucheng/shared';
import { useState } from 'react';
import { missingAt, ways as waysTo } from '@/core/assurance';
import { back, replace } from '@/core/go';
import { login } from '@/core/platform/login';
import { startSession } from '@/core/session';
import { a11y, Button, Card, Option, Page, Tabs } from '@/ui';
import { useWanted } from './proof/use-wanted';
import { PasswordForm } from './sign-in/password-form';
import { SmsForm } from './sign-in/sms-form';
import { WalletSignIn } from './sign-in/wallet';

const ways = [
  { value: 'code', label: '短信验证码登录', id: 'login-code-tab' },
  { value: 'password', label: '密码登录', id: 'login-password-tab' },
] as const;

export default function Login() {
  const [agreed, setAgreed] = useState(false);
  const [reminded, setReminded] = useState(false);
  const [way, setWay] = useState<'code' | 'password'>('code');
  const [typing, setTyping] = useState(login.channel === null);
  const wanted = useWanted();
  const finish = (signed: SignedIn) => {
    startSession(signed);
    const missing = missingAt(wanted ?? 'named', signed.citizen);
    if (missing) replace(waysTo[missing], { level: wanted });
    else back();
  };
  /** Nothing is sent before the terms are agreed to. */
  const consent = () => {
    setReminded(!agreed);
    return agreed;
  };
  return (
    <Page title="登录">
      <Card title="欢迎使用珠城e登">
        {login.channel && <WalletSignIn consent={consent} onSignedIn={finish} />}
        {!typing && (
          <View>
            <Button kind="text" onTap={() => setTyping(true)}>
              用手机号或密码登录
            </Button>
          </View>
        )}
        {typing && (
          <View>
            <Tabs options={ways} value={way} onChange={setWay} />
            {way === 'code' ? (
              <SmsForm consent={consent} onSignedIn={finish} />
            ) : (
              <PasswordForm consent={consent} onSignedIn={finish} />
            )}
          </View>
        )}
        <Option
          id="login-agree"
          many
          bare
          label="我已阅读并同意《服务条款》和《隐私保护指引》"
          on={agreed}
          onTap={() => {
            setAgreed(!agreed);
            setReminded(false);
          }}
        />
        {reminded && (
          <View className="field__error" {...a11y({ role: 'alert' })}>
            请先阅读并勾选同意，再登录。
          </View>
        )}
      </Card>
    </Page>
  );
}
