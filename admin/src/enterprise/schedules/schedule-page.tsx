import { DownloadOutlined, FilePdfOutlined, LeftOutlined } from '@ant-design/icons';
import { fillPath, routes } from '@zhucheng/shared';
import { App, Button, Table } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { asApiError } from '../../app/api';
import { LoadFault } from '../../app/errors';
import { download, openInTab, raw } from '../../app/files';
import { acceptance, minute } from '../../app/format';
import { useHotkeys } from '../../app/hotkeys';
import { useRead } from '../../app/query';
import { Key, PageHead, PageSkeleton, UnitNumber } from '../../app/ui';
import { useVisit } from '../appointments/use-visit';

/** A row of two lines. */
const ROW_PX = 68;
const MOST_PX = 720;

/** One result schedule, as it is printed. */
export function Component() {
  const { id = '' } = useParams();
  const { message } = App.useApp();
  const [opening, setOpening] = useState(false);
  const schedule = useRead(['schedules', 'one', id], routes.enterprise.schedule, { params: { id } });
  const open = (): void => {
    setOpening(true);
    openInTab(async () => (await raw(fillPath(routes.enterprise.schedulePdf.path, { id }))).blob())
      .catch((error) => message.error(asApiError(error).message))
      .finally(() => setOpening(false));
  };
  const visit = useVisit();
  const take = (): void => {
    download(fillPath(routes.sheets.schedule.path, { id }), `明细表-${schedule.data?.number ?? id}.xlsx`).catch(
      (error) => message.error(asApiError(error).message),
    );
  };
  useHotkeys({ p: open });
  if (schedule.error && !schedule.data)
    return <LoadFault error={schedule.error} onRetry={() => void schedule.refetch()} />;
  if (!schedule.data) return <PageSkeleton />;
  const { data } = schedule;
  return (
    <div className="page">
      <Link className="back" to="/schedules">
        <LeftOutlined /> 登记结果明细表
      </Link>
      <PageHead
        title={`明细表 ${data.number}`}
        hint={`${data.institution} · ${data.businessName} · ${data.by} 于 ${minute(data.createdAt)} 制作，共 ${data.cases} 件`}
      >
        <Button size="large" icon={<DownloadOutlined />} onClick={take} data-testid="schedule-xlsx">
          导出表格
        </Button>
        <Button
          size="large"
          onClick={() => visit({ matter: 'print', cases: data.rows.map((row) => row.acceptanceNumber) })}
          data-testid="schedule-visit"
        >
          预约打印这 {data.cases} 件
        </Button>
        <Button
          type="primary"
          size="large"
          icon={<FilePdfOutlined />}
          onClick={open}
          loading={opening}
          data-testid="schedule-pdf"
        >
          打开 PDF <Key>P</Key>
        </Button>
      </PageHead>
      <section className="panel">
        <Table
          className="work-table"
          rowKey="acceptanceNumber"
          size="small"
          virtual
          pagination={false}
          scroll={{ x: 1130, y: Math.min(MOST_PX, Math.max(4, data.rows.length) * ROW_PX) }}
          dataSource={data.rows}
          columns={[
            {
              title: '受理编号',
              width: 170,
              render: (_, row) => <span className="mono nowrap">{acceptance(row.acceptanceNumber)}</span>,
            },
            { title: '坐落', dataIndex: 'location', width: 210 },
            { title: '不动产单元号', width: 250, render: (_, row) => <UnitNumber value={row.unitNumber} /> },
            { title: '当事人', dataIndex: 'parties', width: 130 },
            {
              title: '证书或证明号',
              width: 286,
              render: (_, row) => row.certificateNumber ?? <span className="soft">—</span>,
            },
            { title: '结果', dataIndex: 'result', width: 84 },
          ]}
        />
      </section>
    </div>
  );
}
