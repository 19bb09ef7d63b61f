import { type AppointmentItem, routes } from '@zhucheng/shared';
import { App, Button, Popconfirm, Table } from 'antd';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { CommandFault, LoadFault } from '../../app/errors';
import { day } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { EmptyHint, PageHead, Pager, useCursor } from '../../app/ui';
import { hours } from '../../renderer/slot-text';
import { SubjectLines } from '../../renderer/subject-lines';
import { BookDialog, type Wanted } from './book-dialog';
import { ChangeDialog } from './change-dialog';
import { CodeDialog } from './code-dialog';

const { appointments } = routes;

/** The institution's bookings: for many cases at once, at the counter or the printer. */
export function Component() {
  const wanted = (useLocation().state as { book?: Wanted } | null)?.book;
  const navigate = useNavigate();
  const [booking, setBooking] = useState(wanted !== undefined);
  const [changing, setChanging] = useState<AppointmentItem | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const cursor = useCursor('appointments');
  const forget = useForget();
  const { message } = App.useApp();
  const list = useRead(
    ['institution-appointments', cursor.cursor ?? ''],
    appointments.ofInstitution,
    { query: { cursor: cursor.cursor, limit: 20 } },
    { keep: true },
  );
  const cancel = useCommand(appointments.cancel, () => {
    message.success('已取消，名额已让出。');
    void forget('institution-appointments');
  });
  /** Clears the location state, so that a reload shows the list and not the dialog. */
  const stop = (): void => {
    setBooking(false);
    if (wanted) navigate('.', { replace: true, state: null });
  };
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="page">
      <PageHead title="预约" hint="一次可以带多件办件预约窗口或自助打证；时段开始前可以改约或取消。">
        <Button type="primary" onClick={() => setBooking(true)} data-testid="institution-book">
          新预约
        </Button>
      </PageHead>
      <CommandFault error={cancel.error} onReload={() => void forget('institution-appointments')} />
      <section className="panel">
        <Table
          data-testid="institution-appointments"
          className="work-table"
          rowKey="id"
          size="small"
          pagination={false}
          loading={list.isPending}
          dataSource={list.data?.items ?? []}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title="还没有预约">点右上角“新预约”，粘贴受理编号即可。</EmptyHint>
            ),
          }}
          columns={[
            {
              title: '时间',
              width: 190,
              render: (_, item) => (
                <span className="mono nowrap">
                  {day(item.startsAt)} {hours(item.startsAt, item.endsAt)}
                </span>
              ),
            },
            { title: '预约号', width: 170, render: (_, item) => <span className="mono nowrap">{item.number}</span> },
            { title: '事项', width: 90, dataIndex: 'matterName' },
            { title: '网点', width: 200, render: (_, item) => item.point.name },
            {
              title: '办件',
              render: (_, item) => <SubjectLines of={item.subjects} />,
            },
            { title: '状态', width: 80, dataIndex: 'stateName' },
            {
              title: '操作',
              width: 230,
              render: (_, item) => (
                <span className="nowrap">
                  {(item.state === 'booked' || item.state === 'arrived') && (
                    <Button size="small" onClick={() => setShown(item.id)} data-testid="institution-code">
                      {item.kind === 'print' ? '取件码' : '签到码'}
                    </Button>
                  )}{' '}
                  {item.changeable && (
                    <>
                      <Button size="small" onClick={() => setChanging(item)} data-testid="institution-change">
                        改时间
                      </Button>{' '}
                      <Popconfirm
                        title="取消这个预约？"
                        okText="取消预约"
                        cancelText="再想想"
                        onConfirm={() => cancel.mutate({ params: { id: item.id }, body: { version: item.version } })}
                      >
                        <Button size="small" danger>
                          取消
                        </Button>
                      </Popconfirm>
                    </>
                  )}
                </span>
              ),
            },
          ]}
        />
        <Pager at={cursor} next={list.data?.next ?? null} />
      </section>
      {booking && <BookDialog wanted={wanted} onClose={stop} onBooked={setShown} />}
      {changing && <ChangeDialog item={changing} onClose={() => setChanging(null)} />}
      {shown && <CodeDialog id={shown} onClose={() => setShown(null)} />}
    </div>
  );
}
