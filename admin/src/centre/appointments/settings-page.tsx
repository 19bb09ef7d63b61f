import { matters, type PointSettings, routes } from '@zhucheng/shared';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { LoadFault } from '../../app/errors';
import { useRead } from '../../app/query';
import { EmptyHint, PageHead, PageSkeleton, Panel } from '../../app/ui';
import { CalendarPanel } from './calendar-panel';
import { KioskPanel } from './kiosk-panel';
import { PointDialog } from './point-dialog';
import { RulesPanel } from './rules-panel';

const places = ({ week }: PointSettings): number => week.reduce((sum, { quota }) => sum + quota, 0);

/** Service points, quotas, holidays, rules and kiosks; the administrator's page. */
export function Component() {
  const [editing, setEditing] = useState<PointSettings | null | undefined>();
  const settings = useRead(['appointment-settings'], routes.appointments.settings, {});
  if (settings.error && !settings.data)
    return <LoadFault error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <PageSkeleton />;
  const { points, calendar, rules } = settings.data;
  return (
    <div className="page">
      <PageHead title="预约设置" hint="网点、时段和名额、节假日、预约规则，保存后马上对外生效。">
        <Button type="primary" onClick={() => setEditing(null)} data-testid="point-add">
          新增网点
        </Button>
      </PageHead>
      <Panel title="服务网点" flush testId="points-panel">
        <Table
          className="work-table"
          rowKey="id"
          size="small"
          pagination={false}
          dataSource={points}
          locale={{ emptyText: <EmptyHint title="还没有网点">点右上角“新增网点”。</EmptyHint> }}
          columns={[
            { title: '代码', dataIndex: 'code', width: 70 },
            {
              title: '网点',
              render: (_, point) => (
                <span className="stack">
                  <strong>{point.name}</strong>
                  <small className="soft">{point.address}</small>
                </span>
              ),
            },
            { title: '电话', dataIndex: 'phone', width: 130 },
            { title: '办理事项', render: (_, point) => point.matters.map((one) => matters[one].name).join('、') },
            { title: '每周名额', width: 90, render: (_, point) => <span className="mono">{places(point)}</span> },
            { title: '预约', width: 80, render: (_, point) => (point.active ? '开放' : '停止') },
            {
              title: '操作',
              width: 90,
              render: (_, point) => (
                <Button size="small" onClick={() => setEditing(point)} data-testid={`point-edit-${point.code}`}>
                  修改
                </Button>
              ),
            },
          ]}
        />
      </Panel>
      <CalendarPanel entries={calendar} />
      <RulesPanel rules={rules} />
      <KioskPanel points={points} />
      <PointDialog key={editing?.id ?? 'new'} point={editing} onClose={() => setEditing(undefined)} />
    </div>
  );
}
