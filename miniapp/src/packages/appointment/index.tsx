import { View } from '@tarojs/components';
import { type AppointmentItem, routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useParam } from '@/core/param';
import { useLoad } from '@/core/use-load';
import { useRefresh } from '@/core/use-refresh';
import { day } from '@/core/when';
import { Banner, Button, Card, Cell, Empty, Failed, Gate, Page, Skeleton, Tag } from '@/ui';
import { tagKinds } from './kinds';
import { when } from './times';

const List = ({ items }: { items: readonly AppointmentItem[] }) => (
  <Card flush>
    {items.map((one) => (
      <Cell
        key={one.id}
        id={`appointment-${one.number}`}
        icon="calendar"
        title={`${one.matterName}　${when(one.startsAt, one.endsAt)}`}
        note={`${one.point.name}\n预约号 ${one.number}`}
        value={<Tag kind={tagKinds[one.state]}>{one.stateName}</Tag>}
        onTap={() => go('/packages/appointment/detail', { id: one.id })}
      />
    ))}
  </Card>
);

function Appointments() {
  // Who comes from a case has said what the visit is for.
  const purpose = { case: useParam('case'), purpose: useParam('purpose') };
  const { data, error, reload } = useLoad(() => call(routes.appointments.mine, {}), []);
  useRefresh(reload);
  const coming = data?.items.filter((one) => one.changeable || one.state === 'arrived') ?? [];
  const past = data?.items.filter((one) => !coming.includes(one)) ?? [];
  const paused = data?.pausedUntil ?? null;
  return (
    <Page
      title="我的预约"
      foot={
        <Button
          id="appointment-new"
          disabled={!data || paused !== null}
          onTap={() => go('/packages/appointment/book', purpose)}
        >
          预约办理
        </Button>
      }
    >
      <Failed error={error} onRetry={reload} />
      {!data && !error && <Skeleton rows={4} />}
      {paused !== null && (
        <Banner kind="warn" title={`网上预约暂停到${day(paused)}`}>
          因为多次预约后没有到场。这段时间可以直接到窗口取号办理。
        </Banner>
      )}
      {data?.items.length === 0 && (
        <Empty icon="calendar" title="还没有预约" note="先约好时间再去，到了不用排队。点下面的“预约办理”开始。" />
      )}
      {coming.length > 0 && <List items={coming.reverse()} />}
      {past.length > 0 && (
        <>
          <View className="heading">以前的预约</View>
          <List items={past} />
        </>
      )}
    </Page>
  );
}

export default function AppointmentsPage() {
  return (
    <Gate title="我的预约" needs={routes.appointments.mine}>
      <Appointments />
    </Gate>
  );
}
