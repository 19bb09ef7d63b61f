import { type CalendarEntry, routes, type SavedDay } from '@zhucheng/shared';
import { App, Button, DatePicker, Input, Popconfirm, Select, Table } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { useCommand, useForget } from '../../app/query';
import { EmptyHint, Panel } from '../../app/ui';
import { type Described, useSave } from '../../app/use-save';
import { dayText, weekdays } from '../../renderer/slot-text';

const kinds: Record<CalendarEntry['kind'], string> = { closed: '休息', open: '上班' };
const described: Described = [
  ['kind', '这一天', (kind: CalendarEntry['kind']) => kinds[kind]],
  ['asWeekday', '按哪天的时段', (weekday: number) => weekdays[weekday - 1] ?? ''],
  ['note', '说明', String],
];

/** Holidays and extra working days, for all service points. */
export function CalendarPanel({ entries }: { entries: SavedDay[] }) {
  const [day, setDay] = useState<Dayjs | null>(null);
  const [as, setAs] = useState<number>(0);
  const [note, setNote] = useState('');
  const forget = useForget();
  const { message } = App.useApp();
  const set = useSave(routes.appointments.setDay, described, ({ cancelled }) => {
    message.success(cancelled > 0 ? `已设置，取消并通知了 ${cancelled} 个预约。` : '已设置。');
    setDay(null);
    setNote('');
    void forget('appointment-settings');
  });
  const clear = useCommand(routes.appointments.clearDay, () => {
    message.success('已恢复为平常的一天。');
    void forget('appointment-settings');
  });
  const send = (): void => {
    if (!day) return;
    const chosen = day.format('YYYY-MM-DD');
    const version = entries.find((entry) => entry.day === chosen)?.version ?? 0;
    set.save({ body: { day: chosen, kind: as ? 'open' : 'closed', asWeekday: as || null, note, version } });
  };
  return (
    <Panel title="节假日与调休" extra="对所有网点生效" flush testId="calendar-panel">
      <div className="toolbar">
        <DatePicker aria-label="日期" minDate={dayjs()} value={day} onChange={setDay} />
        <Select
          className="w-260"
          aria-label="这一天"
          value={as}
          onChange={setAs}
          options={[
            { value: 0, label: '休息，不办理' },
            ...weekdays.map((name, index) => ({ value: index + 1, label: `上班，按${name}的时段` })),
          ]}
        />
        <Input
          className="w-260"
          aria-label="说明"
          maxLength={60}
          placeholder="说明，例如：国庆节"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <Popconfirm
          title={as ? '设为上班日？' : '设为休息日？'}
          description={as ? '会按所选星期的时段开放预约。' : '这一天已有的预约会取消，并通知预约人。'}
          onConfirm={send}
          okText="确定"
          cancelText="再想想"
        >
          <Button type="primary" disabled={!day} loading={set.busy}>
            设置
          </Button>
        </Popconfirm>
      </div>
      {set.conflict}
      <CommandFault error={set.error ?? clear.error} onReload={() => void forget('appointment-settings')} />
      <Table
        className="work-table"
        rowKey="day"
        size="small"
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        dataSource={entries}
        locale={{ emptyText: <EmptyHint title="没有特别的日子">法定节假日公布后，在上面逐天设置。</EmptyHint> }}
        columns={[
          { title: '日期', render: (_, entry) => <span className="mono">{dayText(entry.day)}</span> },
          {
            title: '这一天',
            render: (_, entry) =>
              entry.kind === 'closed' ? '休息' : `上班，按${weekdays[(entry.asWeekday ?? 1) - 1]}的时段`,
          },
          { title: '说明', dataIndex: 'note' },
          {
            title: '操作',
            width: 110,
            render: (_, entry) => (
              <Button
                size="small"
                disabled={clear.isPending}
                aria-label={`恢复 ${entry.day}`}
                onClick={() => clear.mutate({ params: { day: entry.day }, query: { version: entry.version } })}
              >
                恢复平常
              </Button>
            ),
          },
        ]}
      />
    </Panel>
  );
}
