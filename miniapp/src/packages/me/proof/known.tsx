import { View } from '@tarojs/components';
import { back } from '@/core/go';
import { useSession } from '@/core/session';
import { day } from '@/core/when';
import { Banner, Button, Page } from '@/ui';

/** Nothing is left to do here. */
export function Known({ title }: { title: string }) {
  const citizen = useSession()?.citizen;
  const proof = citizen?.level === 'proven' ? citizen.proof : null;
  return (
    <Page title={title}>
      <Banner kind="ok" title={proof ? '已确认是您本人' : '已确认这台设备'}>
        {proof ? `${day(proof.until)}前不用再确认。` : ''}
      </Banner>
      <View className="actions block">
        <Button id="proof-back" kind="quiet" onTap={back}>
          返回
        </Button>
      </View>
    </Page>
  );
}
