import { View } from '@tarojs/components';
import { type Matter, matters, routes, type ServicePoint } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { missingAt, ways } from '@/core/assurance';
import { go, replace } from '@/core/go';
import { useParam } from '@/core/param';
import { useSession } from '@/core/session';
import { useLoad } from '@/core/use-load';
import { useSubmit } from '@/core/use-submit';
import { Banner, Button, Card, Empty, Facts, Failed, Gate, Option, Page, Skeleton, Steps } from '@/ui';
import { CaseChoice } from './case-choice';
import { type Slot, SlotChoice } from './slot-choice';
import { when } from './times';

const steps = ['办什么事', '去哪里', '哪一天', '几点', '核对'] as const;
const questions = [
  '您要办什么事？',
  '您想去哪个网点？',
  '您想哪一天去？',
  '您想几点去？',
  '请核对，没有错就提交',
] as const;

interface Choice {
  matter?: Matter;
  point?: ServicePoint;
  day?: string;
  slot?: Slot;
  cases: string[];
}

function Points({
  points,
  choice,
  onChoose,
}: {
  points: ServicePoint[];
  choice: Choice;
  onChoose(one: ServicePoint): void;
}) {
  const fitting = points.filter((one) => choice.matter && one.matters.includes(choice.matter));
  if (fitting.length === 0) {
    return <Empty icon="pin" title="目前没有网点办这件事" note="请返回上一步换一件事，或打 12345 咨询。" />;
  }
  return (
    <Card>
      {fitting.map((one) => (
        <Option
          key={one.id}
          id={`point-${one.id}`}
          label={one.name}
          note={`${one.address}\n电话 ${one.phone}\n${one.openingNotes}`}
          on={one.id === choice.point?.id}
          onTap={() => onChoose(one)}
        />
      ))}
    </Card>
  );
}

function Book() {
  const about = useParam('case');
  const purpose = useParam('purpose');
  // The first matter of that kind: to hand in an application, or to print.
  const known = (Object.keys(matters) as Matter[]).find((one) => matters[one].kind === purpose);
  const [at, setAt] = useState(known ? 1 : 0);
  const [choice, setChoice] = useState<Choice>({ matter: known, cases: about ? [about] : [] });
  const { data, error, reload } = useLoad(() => call(routes.appointments.points, {}), []);
  const { matter, point, day, slot, cases } = choice;
  const citizen = useSession()?.citizen;
  const answer = (change: Partial<Choice>) => {
    setChoice({ ...choice, ...change });
    setAt(at + 1);
  };
  const send = useSubmit(async () => {
    if (!slot || !matter) return;
    const booked = await call(routes.appointments.book, { body: { slotId: slot.id, matter, cases } });
    replace('/packages/appointment/detail', { id: booked.id, fresh: '1' });
  });
  return (
    <Page
      title="预约"
      foot={
        <>
          {at === 4 && (
            <Button id="book-submit" busy={send.busy} onTap={send.submit}>
              提交预约
            </Button>
          )}
          {at > 0 && (
            <Button id="book-back" kind="quiet" disabled={send.busy} onTap={() => setAt(at - 1)}>
              上一步
            </Button>
          )}
        </>
      }
    >
      <Steps names={steps} at={at} />
      <View className="heading">{questions[at]}</View>
      <Failed error={error} onRetry={reload} />
      {!data && !error && <Skeleton rows={4} />}
      {data && at === 0 && (
        <Card>
          {Object.entries(matters).map(([key, { name, note }]) => (
            <Option
              key={key}
              id={`matter-${key}`}
              label={name}
              note={note}
              on={key === matter}
              onTap={() => {
                // The pickup code needs a proven person: asked for now rather than after the booking.
                const missing = matters[key as Matter].kind === 'print' && citizen && missingAt('proven', citizen);
                if (missing) return go(ways[missing]);
                answer({ matter: key as Matter, ...(key === matter ? {} : { slot: undefined, day: undefined }) });
              }}
            />
          ))}
        </Card>
      )}
      {data && at === 1 && (
        <Points
          points={data.items}
          choice={choice}
          onChoose={(one) =>
            answer({ point: one, ...(one.id === point?.id ? {} : { slot: undefined, day: undefined }) })
          }
        />
      )}
      {(at === 2 || at === 3) && point && matter && (
        <SlotChoice
          pointId={point.id}
          kind={matters[matter].kind}
          ask={at === 2 ? 'day' : 'slot'}
          day={day}
          slotId={slot?.id}
          onDay={(one) => answer({ day: one })}
          onSlot={(one) => answer({ slot: one })}
        />
      )}
      {at === 4 && point && matter && slot && (
        <>
          <Failed error={send.error} />
          <Card title="预约内容">
            <Facts
              rows={[
                ['办什么事', matters[matter].name],
                ['时间', when(slot.startsAt, slot.endsAt)],
                ['网点', point.name],
                ['地址', point.address],
                ['电话', point.phone],
              ]}
            />
          </Card>
          <CaseChoice chosen={cases} onChange={(next) => setChoice({ ...choice, cases: next })} />
          <Banner>请带身份证原件，按时到场。来不了请在时段开始前取消；多次约了不来，网上预约会暂停。</Banner>
        </>
      )}
    </Page>
  );
}

export default function BookPage() {
  return (
    <Gate title="预约" needs={routes.appointments.book}>
      <Book />
    </Gate>
  );
}
