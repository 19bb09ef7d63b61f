import { SettingOutlined } from '@ant-design/icons';
import type { ReviewItem } from '@zhucheng/shared';
import { Button, Checkbox, Popover, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { acceptance, minute } from '../../app/format';
import { DeadlineText, StateTag } from '../../app/ui';

export const columnNames = {
  acceptanceNumber: '受理编号',
  businessName: '业务',
  location: '坐落',
  state: '状态',
  submittedAt: '提交时间',
  deadlineAt: '办理期限',
  claimedBy: '领取人',
} as const;
export type QueueColumn = keyof typeof columnNames;
export const allColumns = Object.keys(columnNames) as QueueColumn[];

const definitions: Record<QueueColumn, TableColumnsType<ReviewItem>[number]> = {
  acceptanceNumber: {
    title: '受理编号',
    width: 180,
    render: (_, item) => (
      <Link className="mono nowrap" to={`/review/${item.id}`}>
        {acceptance(item.acceptanceNumber)}
      </Link>
    ),
  },
  businessName: { title: '业务', dataIndex: 'businessName', width: 130 },
  location: { title: '坐落', dataIndex: 'location' },
  state: { title: '状态', width: 124, render: (_, item) => <StateTag state={item.state} name={item.stateName} /> },
  submittedAt: {
    title: '提交时间',
    width: 142,
    render: (_, item) => (
      <span className="nowrap">{item.submittedAt === null ? '未提交' : minute(item.submittedAt)}</span>
    ),
  },
  deadlineAt: { title: '办理期限', width: 142, render: (_, item) => <DeadlineText at={item.deadlineAt} /> },
  claimedBy: {
    title: '领取人',
    width: 92,
    render: (_, item) =>
      item.mine ? (
        <strong>我</strong>
      ) : (
        (item.claimedBy ?? <span className="soft">{item.state === 'reviewing' ? '无人领取' : '—'}</span>)
      ),
  },
};

export const columnsOf = (shown: QueueColumn[]): TableColumnsType<ReviewItem> =>
  allColumns.filter((name) => shown.includes(name)).map((name) => ({ key: name, ...definitions[name] }));

/** Which columns to show; the acceptance number stays, since it opens the case. */
export function ColumnChoice({ shown, onChange }: { shown: QueueColumn[]; onChange: (next: QueueColumn[]) => void }) {
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title="显示的列"
      content={
        <Checkbox.Group
          className="column-choice"
          value={shown}
          onChange={(next) => onChange(['acceptanceNumber', ...(next as QueueColumn[])])}
          options={allColumns.map((name) => ({
            value: name,
            label: columnNames[name],
            disabled: name === 'acceptanceNumber',
          }))}
        />
      }
    >
      <Button icon={<SettingOutlined />} data-testid="queue-columns">
        列
      </Button>
    </Popover>
  );
}
