import { View } from '@tarojs/components';
import { routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { back, replace } from '@/core/go';
import { useParam } from '@/core/param';
import { updateCitizen, useSession } from '@/core/session';
import { FacePanel } from '@/renderer/face-panel';
import { Bullets, Button, Card, Facts, Gate, Page } from '@/ui';
import { NameAdvice } from './name-advice';
import { Known } from './proof/known';
import { useArrival } from './proof/use-arrival';

const title = '确认是您本人';

function Prove() {
  const fresh = useParam('fresh') === '1';
  const known = useArrival('已确认是您本人');
  const citizen = useSession()?.citizen;
  if (known || !citizen) return <Known title={title} />;
  const renewed = citizen.level !== 'proven' && citizen.proof !== null;
  return (
    <Page title={title}>
      <View className="lead">
        {renewed
          ? '上次确认已满一年，请再刷一次脸。'
          : '房子是大事。刷一次脸，别人就不能冒用您的名字查房、卖房、打证。'}
      </View>
      <NameAdvice />
      <Card title="要确认的人">
        <Facts
          rows={[
            ['姓名', citizen.name ?? ''],
            ['证件号码', citizen.idNumberMasked ?? ''],
          ]}
        />
        <Bullets items={['一年内不用再确认', '换了手机号，要再确认一次']} />
      </Card>
      <FacePanel
        id="prove"
        owner={`prove-${citizen.id}`}
        label="开始刷脸"
        otherwise="到窗口核验"
        waits
        start={(channel) => call(routes.identity.face, { body: { channel, faceConsent: true } })}
        confirm={async (attemptId) => updateCitizen(await call(routes.identity.faceConfirm, { body: { attemptId } }))}
      >
        <Button id="prove-window" kind="quiet" onTap={() => replace('/packages/me/prove-window')}>
          不刷脸，到窗口核验
        </Button>
        {fresh && (
          <Button id="prove-later" kind="text" onTap={back}>
            以后再说
          </Button>
        )}
      </FacePanel>
    </Page>
  );
}

export default function ProvePage() {
  return (
    <Gate title={title} needs={routes.identity.face}>
      <Prove />
    </Gate>
  );
}
