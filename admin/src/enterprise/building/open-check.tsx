import { LeftOutlined } from '@ant-design/icons';
import { type BuildingTable, type BuildingUnit, type Business, routes, unitStandings } from '@zhucheng/shared';
import { Alert, Button, Table } from 'antd';
import { useNavigate } from 'react-router';
import { CommandFault } from '../../app/errors';
import { area } from '../../app/format';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand, useForget } from '../../app/query';
import { Key, PageHead, UnitNumber } from '../../app/ui';
import { rememberBatch } from '../batch/batch-memory';

interface Props {
  business: Business;
  verify: Record<string, unknown>;
  table: BuildingTable;
  units: BuildingUnit[];
  onBack(): void;
}

const ROW_PX = 45;
const MOST_PX = 460;

/** How many and which, before a batch of cases is opened. */
export function OpenCheck({ business, verify, table, units, onBack }: Props) {
  const navigate = useNavigate();
  const forget = useForget();
  const body = { businessId: business.id, verify, unitIds: units.map((unit) => unit.id) };
  const command = useCommand(routes.enterprise.open, (batch) => {
    rememberBatch(batch.id, { kind: 'open', body });
    void forget('work', 'desk');
    navigate(`/batches/${batch.id}`);
  });
  const go = (): void => {
    if (!command.isPending) command.mutate({ body });
  };
  useConfirmKey(true, go);
  const fromNotice = Object.values(business.parties).some(({ are }) => are === 'notice-holders-or-entered');
  const noticed = units.filter((unit) => unit.noticed).length;
  return (
    <div className="page">
      <Button className="back" type="link" icon={<LeftOutlined />} onClick={onBack}>
        返回楼盘表修改
      </Button>
      <PageHead title="核对后成批立案" hint={`${table.estate} · ${business.name}`} />
      <section className="panel" data-testid="open-check">
        <div className="check-sum">
          <p>
            将为 <strong className="big">{units.length}</strong> 套单元各立一件“{business.name}”。
          </p>
          <p className="soft">
            {perBuilding(units)}
            {fromNotice &&
              `。其中 ${noticed} 套有预告登记，自动带出当事人；${units.length - noticed} 套立案后逐件填写当事人`}
            。
          </p>
        </div>
        <Table
          className="work-table"
          rowKey="id"
          size="small"
          virtual
          scroll={{ x: 900, y: Math.min(MOST_PX, units.length * ROW_PX) }}
          pagination={false}
          dataSource={units}
          columns={[
            { title: '楼栋', dataIndex: 'building', width: 110 },
            { title: '层', dataIndex: 'floor', width: 64 },
            { title: '房号', dataIndex: 'room', width: 90 },
            { title: '不动产单元号', width: 280, render: (_, unit) => <UnitNumber value={unit.unitNumber} /> },
            { title: '用途', dataIndex: 'useName', width: 100 },
            { title: '面积', width: 110, render: (_, unit) => area(unit.areaHundredths) },
            { title: '现状', width: 110, render: (_, unit) => unitStandings[unit.standing] },
          ]}
        />
        <div className="check-foot">
          <Alert type="info" showIcon title="立案后单元即被占用，不能重复办理同类业务；不办的可以在业务列表里撤回。" />
          <CommandFault error={command.error} />
          <div className="form-actions">
            <Button size="large" onClick={onBack}>
              返回修改
            </Button>
            <Button type="primary" size="large" onClick={go} loading={command.isPending} data-testid="open-confirm">
              确认立案 {units.length} 件 <Key>Ctrl+Enter</Key>
            </Button>
          </div>
        </div>
      </section>
    </div>
  );
}

function perBuilding(units: BuildingUnit[]): string {
  const counts = new Map<string, number>();
  for (const { building } of units) counts.set(building, (counts.get(building) ?? 0) + 1);
  return [...counts].map(([building, many]) => `${building} ${many} 套`).join('，');
}
