import { View } from '@tarojs/components';
import { routes } from '@zhucheng/shared';
import { useEffect } from 'react';
import { call } from '@/core/api';
import { refreshCitizen } from '@/core/citizen';
import { useCanShowFace } from '@/core/face-documents';
import { go, replace } from '@/core/go';
import { bookingPage } from '@/core/places';
import { useSession } from '@/core/session';
import { useLoad } from '@/core/use-load';
import { usePoll } from '@/core/use-poll';
import { clock } from '@/core/when';
import { a11y, Bullets, Button, Card, Failed, Gate, Page, Skeleton } from '@/ui';
import { Known } from './proof/known';
import { useArrival } from './proof/use-arrival';

const title = '到窗口核验';
const bring = [
  '您本人的身份证原件，或护照、通行证等证件原件',
  '这台手机，号码要当场给工作人员看',
  '您本人到场，别人不能代替',
];

/** The code that an officer types, who has seen person and ID card (窗口核验). */
function ProveWindow() {
  const known = useArrival('窗口已确认是您本人');
  const citizen = useSession()?.citizen;
  const canShow = useCanShowFace(citizen?.document);
  const { data, error, reload } = useLoad(() => call(routes.identity.windowCode, {}), []);
  const look = async () => {
    await refreshCitizen();
    if (data && data.expiresAt <= Date.now()) await reload();
  };
  const seen = citizen?.level === 'proven' && !citizen.deviceConfirmed;
  useEffect(() => {
    // The person is proven now; the device may still have to be confirmed.
    if (seen && !known) replace('/packages/me/device');
  }, [seen, known]);
  usePoll(look, !known && data !== undefined, data?.code, { first: 5_000, most: 10_000 });
  if (known || !citizen) return <Known title={title} />;
  return (
    <Page title={title}>
      <View className="lead">不刷脸也可以：带证件原件到登记窗口，工作人员当面核对，几分钟就好。</View>
      <Card title="给工作人员看这个号码">
        <Failed error={error} onRetry={reload} />
        {!data && !error && <Skeleton rows={2} />}
        {data && (
          <>
            <View
              id="window-code"
              className="amount amount--code centre"
              {...a11y({ role: 'img', label: `核验码 ${data.code.split('').join(' ')}` })}
            >
              {data.code.replace(/^(\d{4})(\d{4})$/, '$1 $2')}
            </View>
            <View className="small centre">{`${clock(data.expiresAt)} 前有效，过了会自动换新的。`}</View>
            <Button id="window-code-new" kind="text" onTap={reload}>
              换一个号码
            </Button>
          </>
        )}
      </Card>
      <Card title="要带什么">
        <Bullets items={bring} />
      </Card>
      <View className="actions block">
        {citizen.realName ? (
          <>
            <Button id="window-book" kind="quiet" onTap={() => go(bookingPage, { purpose: 'window' })}>
              预约去窗口的时间
            </Button>
            {canShow && (
              <Button id="window-face" kind="text" onTap={() => replace('/packages/me/prove')}>
                改用刷脸
              </Button>
            )}
          </>
        ) : (
          <View className="small centre">不用预约，到大厅取号就可以办；姓名和证件号码由工作人员当面录入。</View>
        )}
      </View>
    </Page>
  );
}

export default function ProveWindowPage() {
  return (
    <Gate title={title} needs={routes.identity.windowCode}>
      <ProveWindow />
    </Gate>
  );
}
