import { View } from '@tarojs/components';
import { type RouteReply, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { useSubmit } from '@/core/use-submit';
import { day } from '@/core/when';
import { Button, Card, Failed } from '@/ui';

/** The code with which this certificate is printed at a self-service printer; asked for by a tap, not kept. */
export function PrintCode({ id }: { id: string }) {
  const [answer, setAnswer] = useState<RouteReply<typeof routes.printing.certificateCode>>();
  const ask = useSubmit(async () => {
    setAnswer(await call(routes.printing.certificateCode, { params: { id } }));
  });
  return (
    <Card title="自助打证">
      <Failed error={ask.error} />
      {answer ? (
        <>
          <View className="amount centre" id="print-code">
            {answer.code.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3')}
          </View>
          <View className="small centre">
            {`在网点的自助机上输入这个取件码，再放上身份证或用支付宝刷脸，就能打印纸质证书，每本打印一次。${day(answer.expiresAt)}前有效，不要告诉别人。`}
          </View>
        </>
      ) : (
        <>
          <View className="small">要纸质证书，可以到网点的自助机上自己打印。</View>
          <Button id="print-code-ask" kind="quiet" busy={ask.busy} onTap={ask.submit}>
            获取取件码
          </Button>
        </>
      )}
    </Card>
  );
}
