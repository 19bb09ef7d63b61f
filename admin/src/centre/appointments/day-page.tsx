import { type DayEntry, routes } from '@zhucheng/shared';
import { App, Button, DatePicker, Select, Table } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { CommandFault, LoadFault } from '../../app/errors';
import { day as dayOf } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { useRemembered } from '../../app/remembered';
import { useRole } from '../../app/session';
import { EmptyHint, PageHead } from '../../app/ui';
import { hours } from '../../renderer/slot-text';
import { SubjectLines } from '../../renderer/subject-lines';

const { appointments } = routes;
const tones = {
  booked: '',
  arrived: 'agrees',
  missed: 'differs',
  finished: 'soft',
  expired: 'soft',
  cancelled: 'soft',
};

/** Everybody who has booked at a service point on one day; officers check in and mark who did not come. */
export function Component() {
  const today = dayOf(Date.now());
  const [chosen, setChosen] = useRemembered<string>('appointments.point', '');
  const [day, setDay] = useState(today);
  const officer = useRole('officer');
  const forget = useForget();
  const { message } = App.useApp();
  const points = useRead(['service-points'], appointments.points, {});
  const point = points.data?.items.find(({ id }) => id === chosen)?.id ?? points.data?.items[0]?.id ?? '';
  const list = useRead(
    ['appointments', point, day],
    appointments.day,
    { query: { point, day } },
    { enabled: point !== '', every: 30_000, keep: true },
  );
  const arrive = useCommand(appointments.arrive, () => {
    message.success('已签到。');
    void forget('appointments');
  });
  const miss = useCommand(appointments.miss, () => {
    message.success('已记为未到场。');
    void forget('appointments');
  });
  const fault = points.error ?? (list.data ? null : list.error);
  if (fault) return <LoadFault error={fault} onRetry={() => void (points.error ? points : list).refetch()} />;
  const items = list.data?.items ?? [];
  const count = (state: DayEntry['state']) => items.filter((item) => item.state === state).length;
  const act = (item: DayEntry) => ({ params: { id: item.id }, body: { version: item.version } });
  return (
    <div className="page">
      <PageHead
        title="预约管理"
        hint={`共 ${items.length} 个预约，已到场 ${count('arrived') + count('finished')}，未到场 ${count('missed')}，等候 ${count('booked')}`}
      >
        <Select
          className="w-260"
          aria-label="网点"
          value={point || null}
          options={points.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          onChange={(id: string) => setChosen(id)}
          data-testid="appointments-point"
        />
        <DatePicker
          aria-label="日期"
          allowClear={false}
          value={dayjs(day)}
          onChange={(value) => value && setDay(value.format('YYYY-MM-DD'))}
          data-testid="appointments-day"
        />
      </PageHead>
      <CommandFault error={arrive.error ?? miss.error} onReload={() => void forget('appointments')} />
      <section className="panel">
        <Table
          data-testid="appointments-table"
          className="work-table"
          rowKey="id"
          size="small"
          pagination={false}
          loading={list.isPending && point !== ''}
          dataSource={items}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title="这一天还没有预约">可以换一天或换一个网点看看。</EmptyHint>
            ),
          }}
          columns={[
            {
              title: '时段',
              width: 130,
              render: (_, item) => <span className="mono">{hours(item.startsAt, item.endsAt)}</span>,
            },
            { title: '预约号', width: 180, render: (_, item) => <span className="mono nowrap">{item.number}</span> },
            { title: '事项', width: 100, dataIndex: 'matterName' },
            {
              title: '预约人',
              width: 150,
              render: (_, item) => (
                <span className="stack">
                  <strong>{item.booker}</strong>
                  <small className="soft mono">{item.phoneMasked}</small>
                </span>
              ),
            },
            {
              title: '办件与备注',
              render: (_, item) => (
                <>
                  <SubjectLines of={item.subjects} />
                  {item.note && <div className="soft">备注：{item.note}</div>}
                </>
              ),
            },
            {
              title: '状态',
              width: 90,
              render: (_, item) => <span className={tones[item.state]}>{item.stateName}</span>,
            },
            {
              title: '操作',
              width: 190,
              render: (_, item) => {
                if (!officer || day !== today) return null;
                const busy = arrive.isPending || miss.isPending;
                const begun = item.startsAt <= Date.now();
                return (
                  <span className="nowrap">
                    {(item.state === 'booked' || item.state === 'missed') && (
                      <Button
                        type="primary"
                        disabled={busy}
                        onClick={() => arrive.mutate(act(item))}
                        data-testid="appointment-arrive"
                      >
                        签到
                      </Button>
                    )}{' '}
                    {item.state === 'booked' && (
                      <Button
                        disabled={busy || !begun}
                        title={begun ? '' : '时段开始后才能记'}
                        onClick={() => miss.mutate(act(item))}
                        data-testid="appointment-miss"
                      >
                        未到场
                      </Button>
                    )}
                  </span>
                );
              },
            },
          ]}
        />
      </section>
    </div>
  );
}
