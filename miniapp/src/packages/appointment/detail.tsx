import { View } from '@tarojs/components';
import { type AppointmentView, acceptanceNumber, routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { copy, sure } from '@/core/outside';
import { useParam } from '@/core/param';
import { useLoad } from '@/core/use-load';
import { useRefresh } from '@/core/use-refresh';
import { useSubmit } from '@/core/use-submit';
import { Banner, Button, Card, Facts, Failed, Gate, Page, Skeleton, Tag } from '@/ui';
import { Qr } from '@/ui/qr';
import { tagKinds } from './kinds';
import { groupedCode, when } from './times';

const codeName = ({ kind }: AppointmentView): string => (kind === 'print' ? '取件码' : '签到码');

const Code = ({ view, code }: { view: AppointmentView; code: string }) => (
  <Card title={codeName(view)}>
    <View className="amount centre" id="pickup-code">
      {groupedCode(code)}
    </View>
    <Qr text={code} label={`${codeName(view)} ${code} 的二维码`} />
    <View className="small centre">
      {view.kind === 'print'
        ? '预约当天在自助机上输入取件码，再放上身份证或用支付宝刷脸，就能打印证书。不要告诉别人。'
        : '到网点出示这个码或报预约号签到。不要告诉别人。'}
    </View>
  </Card>
);

function Detail({ view, fresh, reload }: { view: AppointmentView; fresh: boolean; reload(): Promise<void> }) {
  const cancel = useSubmit(async () => {
    if (!(await sure('取消预约', '取消后名额会让给别人，要办需要重新预约。', '取消预约'))) return;
    await call(routes.appointments.cancel, { params: { id: view.id }, body: { version: view.version } });
    await reload();
  });
  return (
    <Page
      title="预约详情"
      foot={
        view.changeable && (
          <>
            <Button
              id="appointment-change"
              kind="quiet"
              onTap={() => go('/packages/appointment/change', { id: view.id })}
            >
              改时间
            </Button>
            <Button id="appointment-cancel" kind="danger" busy={cancel.busy} onTap={cancel.submit}>
              取消预约
            </Button>
          </>
        )
      }
    >
      {fresh && view.state === 'booked' && (
        <Banner kind="ok" title="预约成功">
          已经发消息给您，前一天还会提醒一次。
        </Banner>
      )}
      <Failed error={cancel.error} onRetry={reload} />
      <Card title={view.matterName} extra={<Tag kind={tagKinds[view.state]}>{view.stateName}</Tag>}>
        <Facts
          rows={[
            ['预约号', view.number],
            ['时间', when(view.startsAt, view.endsAt)],
            ['网点', view.point.name],
            ['地址', view.point.address],
            ['电话', view.point.phone],
            ...view.subjects.map(
              (one) => ['办件', `${one.text}（${acceptanceNumber.group(one.acceptanceNumber)}）`] as const,
            ),
          ]}
        />
        <Button kind="text" onTap={() => copy(view.number, '预约号已复制')}>
          复制预约号
        </Button>
      </Card>
      {view.pickupCode && <Code view={view} code={view.pickupCode} />}
    </Page>
  );
}

function Loaded({ id }: { id: string }) {
  const fresh = useParam('fresh') === '1';
  const { data, error, reload } = useLoad(() => call(routes.appointments.detail, { params: { id } }), [id]);
  useRefresh(reload);
  if (data) return <Detail view={data} fresh={fresh} reload={reload} />;
  return (
    <Page title="预约详情">
      <Failed error={error} onRetry={reload} />
      {!error && <Skeleton rows={6} />}
    </Page>
  );
}

export default function DetailPage() {
  const id = useParam('id') ?? '';
  return (
    <Gate title="预约详情" needs={routes.appointments.detail}>
      <Loaded id={id} />
    </Gate>
  );
}
