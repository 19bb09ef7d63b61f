import { View } from '@tarojs/components';
import { routes, smsCode } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { faultsFrom } from '@/core/faults';
import { replace } from '@/core/go';
import { updateCitizen, useSession } from '@/core/session';
import { useSubmit } from '@/core/use-submit';
import { useWait } from '@/core/use-wait';
import { Button, Card, Failed, Gate, Page, TextField } from '@/ui';
import { Known } from './proof/known';
import { useArrival } from './proof/use-arrival';

const title = '确认这台设备';

/** Neither a password nor a phone left lying about is the person: a code to her own phone, or her face. */
function Device() {
  const known = useArrival('已确认这台设备', ({ deviceConfirmed }) => deviceConfirmed);
  const citizen = useSession()?.citizen;
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string>();
  const [wait, setWait] = useWait();
  const send = useSubmit(async () => setWait((await call(routes.identity.deviceCode, {})).againAt));
  const confirm = useSubmit(async () => {
    const checked = smsCode.safeParse(code.trim());
    setFault(checked.success ? undefined : checked.error.issues[0]?.message);
    if (!checked.success) return;
    try {
      updateCitizen(await call(routes.identity.device, { body: { code: checked.data } }));
    } catch (error) {
      setFault(faultsFrom(error).code);
      throw error;
    }
  });
  if (known || !citizen) return <Known title={title} />;
  return (
    <Page title={title}>
      <View className="lead">
        用密码或新绑定的微信、支付宝登录以后，或者 30
        分钟没有操作，都要请您确认一下：现在是您本人在用这台设备。确认后回到刚才的页面，填好的内容都在。
      </View>
      {citizen.phoneMasked && (
        <Card title={`发验证码到 ${citizen.phoneMasked}`}>
          <TextField
            id="device-code"
            label="短信验证码"
            hint="发到您绑定的手机，不要告诉别人"
            keyboard="number"
            maxLength={12}
            value={code}
            error={fault}
            onChange={(next) => {
              setCode(next);
              setFault(undefined);
            }}
            side={
              <Button id="device-send" kind="text" busy={send.busy} disabled={wait > 0} onTap={send.submit}>
                {wait > 0 ? `${wait} 秒后重发` : '获取验证码'}
              </Button>
            }
          />
          <Failed error={fault ? undefined : (send.error ?? confirm.error)} />
          <Button id="device-confirm" busy={confirm.busy} onTap={confirm.submit}>
            确认这台设备
          </Button>
        </Card>
      )}
      {citizen.realName && (
        <View className="actions block">
          <Button id="device-face" kind="quiet" onTap={() => replace('/packages/me/prove')}>
            {citizen.phoneMasked ? '手机不在身边？改用刷脸' : '刷脸确认'}
          </Button>
        </View>
      )}
    </Page>
  );
}

export default function DevicePage() {
  return (
    <Gate title={title} needs={routes.identity.device}>
      <Device />
    </Gate>
  );
}
