import { View } from '@tarojs/components';
import { type BookingKind, type FreeDay, routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { useLoad } from '@/core/use-load';
import { Card, Empty, Failed, Option, Skeleton } from '@/ui';
import { dateName, hours } from './times';

export interface Slot {
  id: string;
  startsAt: number;
  endsAt: number;
}

interface Props {
  pointId: string;
  kind: BookingKind;
  day: string | undefined;
  slotId: string | undefined;
  /** Only days, only the times of the chosen day, or both below each other. */
  ask: 'day' | 'slot';
  onDay(day: string): void;
  onSlot(slot: Slot): void;
}

const left = ({ slots }: FreeDay): number => slots.reduce((sum, { free }) => sum + free, 0);

/** The days with free places, or the times of one day. */
export function SlotChoice({ pointId, kind, day, slotId, ask, onDay, onSlot }: Props) {
  const { data, error, reload } = useLoad(
    () => call(routes.appointments.slots, { params: { id: pointId }, query: { kind } }),
    [pointId, kind],
  );
  if (!data) return error ? <Failed error={error} onRetry={reload} /> : <Skeleton rows={5} />;
  if (data.days.length === 0) {
    return <Empty icon="calendar" title="这里近期没有可约的时间" note="请返回上一步换一个网点，或过几天再来看。" />;
  }
  if (ask === 'day') {
    return (
      <Card>
        {data.days.map((one) => {
          const free = left(one);
          return (
            <Option
              key={one.day}
              id={`day-${one.day}`}
              label={dateName(one.day)}
              note={free > 0 ? `还有 ${free} 个名额` : '已约满'}
              on={one.day === day}
              onTap={() => free > 0 && onDay(one.day)}
            />
          );
        })}
      </Card>
    );
  }
  const chosen = data.days.find((one) => one.day === day);
  return (
    <Card title={day ? dateName(day) : undefined}>
      {chosen ? (
        chosen.slots.map((slot, index) => (
          <Option
            key={slot.id}
            id={`slot-${index}`}
            label={hours(slot.startsAt, slot.endsAt)}
            note={slot.free > 0 ? `还有 ${slot.free} 个名额` : '已约满'}
            on={slot.id === slotId}
            onTap={() => slot.free > 0 && onSlot(slot)}
          />
        ))
      ) : (
        <View>这一天已经不能预约，请返回上一步换一天。</View>
      )}
    </Card>
  );
}
