import { View } from '@tarojs/components';
import { type AppointmentView, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { back } from '@/core/go';
import { useParam } from '@/core/param';
import { useLoad } from '@/core/use-load';
import { useSubmit } from '@/core/use-submit';
import { Button, Card, Empty, Facts, Failed, Gate, Page, Skeleton, Steps } from '@/ui';
import { type Slot, SlotChoice } from './slot-choice';
import { when } from './times';

const steps = ['哪一天', '几点', '核对'] as const;

/** Another time at the same service point. */
function Change({ view }: { view: AppointmentView }) {
  const [at, setAt] = useState(0);
  const [day, setDay] = useState<string>();
  const [slot, setSlot] = useState<Slot>();
  const send = useSubmit(async () => {
    if (!slot) return;
    await call(routes.appointments.change, {
      params: { id: view.id },
      body: { version: view.version, slotId: slot.id },
    });
    back();
  });
  if (!view.changeable) {
    return (
      <Page title="改时间">
        <Empty
          icon="calendar"
          title="这个预约已经不能改"
          note={`如有变化，请打网点电话 ${view.point.phone}。`}
          action={<Button onTap={back}>返回</Button>}
        />
      </Page>
    );
  }
  return (
    <Page
      title="改时间"
      foot={
        <>
          {at === 2 && (
            <Button id="change-submit" busy={send.busy} onTap={send.submit}>
              改成这个时间
            </Button>
          )}
          {at > 0 && (
            <Button kind="quiet" disabled={send.busy} onTap={() => setAt(at - 1)}>
              上一步
            </Button>
          )}
        </>
      }
    >
      <Steps names={steps} at={at} />
      <View className="lead">{`原来约的是 ${when(view.startsAt, view.endsAt)}，${view.point.name}。`}</View>
      {at < 2 && (
        <SlotChoice
          pointId={view.point.id}
          kind={view.kind}
          ask={at === 0 ? 'day' : 'slot'}
          day={day}
          slotId={slot?.id}
          onDay={(one) => {
            setDay(one);
            setAt(1);
          }}
          onSlot={(one) => {
            setSlot(one);
            setAt(2);
          }}
        />
      )}
      {at === 2 && slot && (
        <>
          <Failed error={send.error} />
          <Card title="改成">
            <Facts
              rows={[
                ['办什么事', view.matterName],
                ['时间', when(slot.startsAt, slot.endsAt)],
                ['网点', view.point.name],
              ]}
            />
          </Card>
        </>
      )}
    </Page>
  );
}

function Loaded({ id }: { id: string }) {
  const { data, error, reload } = useLoad(() => call(routes.appointments.detail, { params: { id } }), [id]);
  if (data) return <Change view={data} />;
  return (
    <Page title="改时间">
      <Failed error={error} onRetry={reload} />
      {!error && <Skeleton rows={5} />}
    </Page>
  );
}

export default function ChangePage() {
  const id = useParam('id') ?? '';
  return (
    <Gate title="改时间" needs={routes.appointments.change}>
      <Loaded id={id} />
    </Gate>
  );
}
