import { type BookingKind, routes } from '@zhucheng/shared';
import { Select } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { useRead } from '../../app/query';
import { dayText, hours } from '../../renderer/slot-text';

interface Props {
  pointId: string;
  kind: BookingKind;
  value?: string | undefined;
  onChange?: (slotId: string | undefined) => void;
}

/** A day, then a time of it, with the places left. */
export function SlotPicker({ pointId, kind, value, onChange }: Props) {
  const [day, setDay] = useState<string | null>(null);
  const read = useRead(
    ['slots', pointId, kind],
    routes.appointments.slots,
    { params: { id: pointId }, query: { kind } },
    { enabled: pointId !== '' },
  );
  const days = read.data?.days ?? [];
  const slots = days.find((one) => one.day === day)?.slots ?? [];
  return (
    <>
      <div className="slot-picker">
        <Select
          className="w-260"
          aria-label="日期"
          placeholder="选择日期"
          loading={read.isLoading}
          value={day}
          notFoundContent="近期没有可约的时间，请换一个网点。"
          options={days.map((one) => {
            const free = one.slots.reduce((sum, slot) => sum + slot.free, 0);
            return { value: one.day, label: `${dayText(one.day)}　余 ${free} 个名额`, disabled: free === 0 };
          })}
          onChange={(next: string) => {
            setDay(next);
            onChange?.(undefined);
          }}
          data-testid="slot-day"
        />
        <Select
          className="w-260"
          aria-label="时段"
          placeholder="选择时段"
          disabled={!day}
          value={value ?? null}
          options={slots.map((slot) => ({
            value: slot.id,
            label: `${hours(slot.startsAt, slot.endsAt)}　余 ${slot.free} 个名额`,
            disabled: slot.free === 0,
          }))}
          onChange={(next: string) => onChange?.(next)}
          data-testid="slot-time"
        />
      </div>
      <CommandFault error={read.error} />
    </>
  );
}
