import { batchLimit, routes, type WorkItem } from '@zhucheng/shared';
import { Alert, Input, Modal, Table } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { CommandFault } from '../../app/errors';
import { acceptance } from '../../app/format';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand, useForget } from '../../app/query';
import { PartyNames } from '../../renderer/party-names';
import { rememberBatch } from '../batch/batch-memory';
import { type BatchAction, fits } from './batch-actions';

const words: Record<BatchAction, { title: string; button: string; meaning: string }> = {
  send: {
    title: '核对后发起授权',
    button: '确认发起',
    meaning: '当事人会收到短信，在自己的手机上核对内容并刷脸。',
  },
  remind: {
    title: '核对后提醒授权',
    button: '确认提醒',
    meaning: '还没有授权的当事人会再收到一条短信；已经授权的不打扰。20 分钟内提醒过的不重复发。',
  },
  submit: { title: '核对后提交', button: '确认提交', meaning: '申请提交登记中心，先做系统审核；提交后不能再改。' },
  withdraw: {
    title: '核对后撤回',
    button: '确认撤回',
    meaning: '撤回后办件结束，占用的单元随即释放；当事人会收到通知。撤回不能恢复，需要时重新立案。',
  },
};
const ROW_PX = 62;
const MOST_PX = 300;

interface Props {
  action: BatchAction;
  items: WorkItem[];
  onClose(): void;
}

/** How many cases, which, and what will happen to them, before a batch leaves. */
export function ActDialog({ action, items, onClose }: Props) {
  const navigate = useNavigate();
  const forget = useForget();
  const [reason, setReason] = useState('');
  const able = items.filter((item) => fits(action, item));
  const left = items.length - able.length;
  const tooMany = able.length > batchLimit;
  const needsReason = action === 'withdraw';
  const body = {
    action,
    caseIds: able.map((item) => item.id),
    ...(needsReason ? { reason: reason.trim() } : {}),
  };
  const command = useCommand(routes.enterprise.act, (batch) => {
    rememberBatch(batch.id, { kind: 'act', body });
    void forget('work', 'desk');
    navigate(`/batches/${batch.id}`);
  });
  const ready = able.length > 0 && !tooMany && (!needsReason || reason.trim() !== '');
  const go = (): void => {
    if (ready && !command.isPending) command.mutate({ body });
  };
  useConfirmKey(true, go);
  const { title, button, meaning } = words[action];
  return (
    <Modal
      open
      title={title}
      width={820}
      onCancel={onClose}
      onOk={go}
      okText={`${button} ${able.length} 件（Ctrl+Enter）`}
      okButtonProps={{ disabled: !ready, danger: needsReason, 'data-testid': 'act-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <p className="check-line">
        {able.length > 0 ? (
          <>
            共 <strong className="big">{able.length}</strong> 件。{meaning}
          </>
        ) : (
          '勾选的办件里没有现在能这样办的，请看列表里的完整性和状态。'
        )}
      </p>
      {left > 0 && able.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={`另外 ${left} 件现在还不能这样办（没填完整、等授权、不用授权或已办结），这次不动。`}
        />
      )}
      {tooMany && <Alert type="warning" showIcon title={`一次最多 ${batchLimit} 件，请减少勾选，分批办理。`} />}
      {able.length > 0 && (
        <Table
          className="act-table"
          rowKey="id"
          size="small"
          virtual
          pagination={false}
          scroll={{ x: 720, y: Math.min(MOST_PX, able.length * ROW_PX) }}
          dataSource={able}
          columns={[
            {
              title: '受理编号',
              width: 170,
              render: (_, item) => <span className="mono">{acceptance(item.acceptanceNumber)}</span>,
            },
            { title: '业务', dataIndex: 'businessName', width: 150 },
            { title: '坐落', dataIndex: 'location', width: 240 },
            { title: '当事人', width: 160, render: (_, item) => <PartyNames parties={item.parties} /> },
          ]}
        />
      )}
      {needsReason && able.length > 0 && (
        <>
          <label className="field-label" htmlFor="act-reason">
            撤回原因
          </label>
          <Input.TextArea
            id="act-reason"
            className="with-count"
            rows={2}
            maxLength={200}
            showCount
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            placeholder="例如：合同信息有误，改好后重新办理"
            data-testid="act-reason"
          />
        </>
      )}
      <CommandFault error={command.error} />
    </Modal>
  );
}
