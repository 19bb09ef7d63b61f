import { type BookingKind, bookingKinds, type WeeklySlot } from '@zhucheng/shared';
import { Button, InputNumber, Select, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { clock, weekdays } from '../../renderer/slot-text';

type Row = Pick<WeeklySlot, 'kind' | 'startMinute' | 'endMinute'>;
const sameRow = (a: Row, b: Row) => a.kind === b.kind && a.startMinute === b.startMinute && a.endMinute === b.endMinute;
const rowsOf = (week: readonly WeeklySlot[]): Row[] =>
  week
    .filter((slot, index) => week.findIndex((other) => sameRow(slot, other)) === index)
    .sort((a, b) => (a.kind === b.kind ? a.startMinute - b.startMinute : a.kind === 'window' ? -1 : 1));
const minutes = (value: Dayjs): number => value.hour() * 60 + value.minute();

/** Times down, weekdays across, a quota in each cell; empty means that nothing is offered then. */
export function WeekTable({ value = [], onChange }: { value?: WeeklySlot[]; onChange?: (week: WeeklySlot[]) => void }) {
  const [kind, setKind] = useState<BookingKind>('window');
  const [times, setTimes] = useState<[Dayjs, Dayjs] | null>(null);
  const change = (row: Row, weekday: number, quota: number | null): void => {
    const rest = value.filter((slot) => !(sameRow(slot, row) && slot.weekday === weekday));
    const { kind: of, startMinute, endMinute } = row;
    onChange?.(quota === null ? rest : [...rest, { kind: of, startMinute, endMinute, weekday, quota }]);
  };
  const add = (): void => {
    if (!times) return;
    const row = { kind, startMinute: minutes(times[0]), endMinute: minutes(times[1]) };
    const fresh = [1, 2, 3, 4, 5].map((weekday) => ({ ...row, weekday, quota: 5 }));
    onChange?.([...value.filter((slot) => !sameRow(slot, row)), ...fresh]);
    setTimes(null);
  };
  return (
    <>
      <table className="parties">
        <thead>
          <tr>
            <th>时段</th>
            {weekdays.map((name) => (
              <th key={name}>{name}</th>
            ))}
            <th>
              <span className="sr-only">删除</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(value).map((row) => (
            <tr key={`${row.kind}${row.startMinute}-${row.endMinute}`}>
              <th className="nowrap">
                {bookingKinds[row.kind]} {clock(row.startMinute)}—{clock(row.endMinute)}
              </th>
              {weekdays.map((name, index) => (
                <td key={name}>
                  <InputNumber
                    size="small"
                    className="quota"
                    min={0}
                    max={500}
                    precision={0}
                    controls={false}
                    aria-label={`${name} ${clock(row.startMinute)} ${bookingKinds[row.kind]}名额`}
                    value={value.find((slot) => sameRow(slot, row) && slot.weekday === index + 1)?.quota ?? null}
                    onChange={(quota) => change(row, index + 1, quota)}
                  />
                </td>
              ))}
              <td>
                <Button
                  size="small"
                  type="text"
                  aria-label={`删除时段 ${clock(row.startMinute)}`}
                  onClick={() => onChange?.(value.filter((slot) => !sameRow(slot, row)))}
                >
                  删除
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="toolbar">
        <Select
          className="w-160"
          aria-label="预约种类"
          value={kind}
          onChange={setKind}
          options={Object.entries(bookingKinds).map(([key, label]) => ({ value: key as BookingKind, label }))}
        />
        <TimePicker.RangePicker
          format="HH:mm"
          minuteStep={15}
          needConfirm={false}
          value={times}
          onChange={(range) => setTimes(range?.[0] && range[1] ? [dayjs(range[0]), dayjs(range[1])] : null)}
        />
        <Button onClick={add} disabled={!times}>
          加一个时段
        </Button>
        <span className="soft">格里是名额，空着就是那天不开放。</span>
      </div>
    </>
  );
}
