import { CheckCircleFilled, ExclamationCircleOutlined } from '@ant-design/icons';
import { isOpen, type WorkItem } from '@zhucheng/shared';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { acceptance, minute, yuan } from '../../app/format';
import { DeadlineText, StateTag, UnitNumber } from '../../app/ui';
import { PartyNames } from '../../renderer/party-names';

export const columnNames = {
  acceptanceNumber: '受理编号',
  businessName: '业务',
  location: '坐落',
  unitNumber: '不动产单元号',
  parties: '当事人',
  missing: '完整性',
  state: '状态',
  deadlineAt: '办理期限',
  fee: '费用',
  clerk: '经办人',
  updatedAt: '更新时间',
} as const;
export type WorkColumn = keyof typeof columnNames;
export const firstColumns: WorkColumn[] = [
  'acceptanceNumber',
  'businessName',
  'location',
  'parties',
  'missing',
  'state',
  'deadlineAt',
];

/** What is still missing, in words. */
export function Completeness({ item }: { item: WorkItem }) {
  if (!isOpen(item.state)) return <span className="soft">—</span>;
  if (item.missing.length === 0)
    return (
      <span className="complete">
        <CheckCircleFilled aria-hidden="true" /> 填写完整
      </span>
    );
  return (
    <span className="incomplete">
      <ExclamationCircleOutlined aria-hidden="true" /> 缺：{item.missing.join('、')}
    </span>
  );
}

const definitions: Record<WorkColumn, TableColumnsType<WorkItem>[number]> = {
  acceptanceNumber: {
    title: '受理编号',
    width: 166,
    render: (_, item) => (
      <Link className="mono nowrap" to={`/work/${item.id}`}>
        {acceptance(item.acceptanceNumber)}
      </Link>
    ),
  },
  businessName: { title: '业务', dataIndex: 'businessName', width: 150 },
  location: { title: '坐落', dataIndex: 'location' },
  unitNumber: { title: '不动产单元号', width: 270, render: (_, item) => <UnitNumber value={item.unitNumber} /> },
  parties: {
    title: '当事人',
    width: 140,
    render: (_, item) => <PartyNames parties={item.parties} asked={item.state === 'authorising'} />,
  },
  missing: { title: '完整性', width: 152, render: (_, item) => <Completeness item={item} /> },
  state: { title: '状态', width: 120, render: (_, item) => <StateTag state={item.state} name={item.stateName} /> },
  deadlineAt: {
    title: '办理期限',
    width: 112,
    render: (_, item) => <DeadlineText at={item.deadlineAt} withDate={false} />,
  },
  fee: {
    title: '费用',
    width: 108,
    render: (_, item) => (
      <span className="nowrap">
        {item.feeFen === null ? '—' : yuan(item.feeFen)}
        {item.orderId && <small className="block tone-text-action">待缴费</small>}
      </span>
    ),
  },
  clerk: { title: '经办人', dataIndex: 'clerk', width: 76 },
  updatedAt: {
    title: '更新时间',
    width: 142,
    render: (_, item) => <span className="nowrap">{minute(item.updatedAt)}</span>,
  },
};

export const columnsOf = (shown: WorkColumn[]): TableColumnsType<WorkItem> =>
  (Object.keys(columnNames) as WorkColumn[])
    .filter((name) => shown.includes(name))
    .map((name) => ({ key: name, ...definitions[name] }));
