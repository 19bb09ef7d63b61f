import { View } from '@tarojs/components';
import { routes, type SignedIn } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { login } from '@/core/platform/login';
import { phone } from '@/core/platform/phone';
import type { PhoneEvent } from '@/core/platform/types';
import { startSession } from '@/core/session';
import { useSubmit } from '@/core/use-submit';
import { Banner, Button, Failed } from '@/ui';

interface Props {
  consent(): boolean;
  onSignedIn(signed: SignedIn): void;
}

/** One tap with the host's own account, then its phone number if the server does not know one yet. */
export function WalletSignIn({ consent, onSignedIn }: Props) {
  const [signed, setSigned] = useState<SignedIn>();
  const enter = useSubmit(async () => {
    if (!consent()) return;
    const proof = await login.prove();
    const answer =
      proof.channel === 'wechat'
        ? await call(routes.identity.wechat, { body: { code: proof.code } })
        : await call(routes.identity.alipay, { body: { authCode: proof.authCode } });
    if (answer.citizen.phoneMasked || !phone.button) return onSignedIn(answer);
    startSession(answer);
    setSigned(answer);
  });
  const bind = useSubmit(async (event: PhoneEvent) => {
    const proof = await phone.read(event);
    if (!proof) return;
    onSignedIn(
      proof.channel === 'wechat'
        ? await call(routes.identity.wechatPhone, { body: { code: proof.code } })
        : await call(routes.identity.alipayPhone, { body: { response: proof.response } }),
    );
  });
  const name = login.channel === 'wechat' ? '微信' : '支付宝';
  if (signed && phone.button) {
    const { openType, scope } = phone.button;
    const events = { onGetPhoneNumber: bind.submit, onGetAuthorize: bind.submit };
    return (
      <View className="actions">
        <Banner kind="ok">登录成功。还差一步：绑定手机号，办理进度会发短信告诉您。</Banner>
        <Button id="login-wallet-phone" busy={bind.busy} host={{ openType, scope, ...events }}>
          {`使用${name}绑定的手机号`}
        </Button>
        <Failed error={bind.error} />
        <Button kind="quiet" onTap={() => onSignedIn(signed)}>
          以后再说
        </Button>
      </View>
    );
  }
  return (
    <View>
      <Button id="login-wallet" busy={enter.busy} onTap={enter.submit}>
        {`${name}一键登录`}
      </Button>
      <Failed error={enter.error} />
    </View>
  );
}
