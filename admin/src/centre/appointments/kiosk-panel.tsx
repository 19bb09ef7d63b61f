import { type KioskView, type PointSettings, routes } from '@zhucheng/shared';
import { Alert, App, Button, Input, Popconfirm, Select, Table, Typography } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { EmptyHint, Panel } from '../../app/ui';
import { ReaderDialog } from './reader-dialog';

/** Self-service printers; a device's key is shown once. */
export function KioskPanel({ points }: { points: PointSettings[] }) {
  const [pointId, setPointId] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [token, setToken] = useState<string | null>(null);
  const [reading, setReading] = useState<KioskView | null>(null);
  const forget = useForget();
  const { message } = App.useApp();
  const list = useRead(['kiosks'], routes.printing.kiosks, {});
  const register = useCommand(routes.printing.registerKiosk, (reply) => {
    setToken(reply.token);
    setName('');
    void forget('kiosks');
  });
  const retire = useCommand(routes.printing.retireKiosk, () => {
    message.success('已停用，这台机器不能再打印。');
    void forget('kiosks');
  });
  return (
    <Panel title="自助打证机" flush testId="kiosk-panel">
      <div className="toolbar">
        <Select
          className="w-260"
          aria-label="所在网点"
          placeholder="所在网点"
          value={pointId}
          onChange={setPointId}
          options={points.map((point) => ({ value: point.id, label: point.name }))}
        />
        <Input
          className="w-260"
          aria-label="设备名称"
          placeholder="设备名称，例如：一楼 1 号机"
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button
          type="primary"
          disabled={!pointId || !name.trim()}
          loading={register.isPending}
          onClick={() => pointId && register.mutate({ body: { pointId, name } })}
          data-testid="kiosk-register"
        >
          登记自助机
        </Button>
      </div>
      <CommandFault error={register.error ?? retire.error ?? list.error} />
      {token && (
        <div className="pad">
          <Alert
            type="warning"
            showIcon
            title="设备密钥只显示这一次。请在自助机上打开 /kiosk，填进去保存。"
            description={
              <Typography.Text copyable code data-testid="kiosk-token">
                {token}
              </Typography.Text>
            }
            action={<Button onClick={() => setToken(null)}>已经填好</Button>}
          />
        </div>
      )}
      <Table
        className="work-table"
        rowKey="id"
        size="small"
        pagination={false}
        loading={list.isPending}
        dataSource={list.data?.items ?? []}
        locale={{ emptyText: <EmptyHint title="还没有自助机">在上面登记第一台。</EmptyHint> }}
        columns={[
          { title: '设备', dataIndex: 'name' },
          { title: '网点', dataIndex: 'pointName' },
          {
            title: '身份证读卡器',
            render: (_, kiosk) =>
              kiosk.active && (
                <>
                  {kiosk.reader ? (
                    <span className="mono" data-as-is>
                      {kiosk.reader.deviceId}{' '}
                    </span>
                  ) : (
                    '没有 '
                  )}
                  <Button size="small" onClick={() => setReading(kiosk)} data-testid="kiosk-reader">
                    {kiosk.reader ? '更换或取消' : '登记读卡器'}
                  </Button>
                </>
              ),
          },
          { title: '最近使用', render: (_, kiosk) => (kiosk.lastSeenAt ? minute(kiosk.lastSeenAt) : '还没有用过') },
          { title: '状态', render: (_, kiosk) => (kiosk.active ? '使用中' : '已停用') },
          {
            title: '操作',
            width: 110,
            render: (_, kiosk) =>
              kiosk.active && (
                <Popconfirm
                  title="停用这台自助机？"
                  description="停用后密钥失效，要用需重新登记。"
                  okText="停用"
                  cancelText="再想想"
                  onConfirm={() => retire.mutate({ params: { id: kiosk.id } })}
                >
                  <Button size="small" danger>
                    停用
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
      />
      {reading && <ReaderDialog kiosk={reading} onClose={() => setReading(null)} />}
    </Panel>
  );
}
