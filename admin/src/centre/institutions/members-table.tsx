import { type InstitutionItem, type InstitutionKind, institutionKinds, routes } from '@zhucheng/shared';
import { Alert, App, Button, Form, Input, Modal, Table } from 'antd';
import { useState } from 'react';
import { CommandFault, LoadFault } from '../../app/errors';
import { showFaults } from '../../app/form-faults';
import { useCommand, useForget, useRead } from '../../app/query';
import { EmptyHint, Pager, useCursor } from '../../app/ui';
import { type Described, useSave } from '../../app/use-save';
import { initialTerms, TermsFields, type TermsValues, termsOf } from './terms-fields';

const states = {
  active: { name: '有效', tone: 'done' },
  'not-yet': { name: '未到生效日', tone: 'waiting' },
  expired: { name: '已到期', tone: 'stopped' },
  closed: { name: '已终止', tone: 'ended' },
} as const;

const described: Described = [
  ['from', '协议开始', String],
  ['until', '协议截止', String],
  ['publicArchive', '公共档案查询', (open: boolean) => (open ? '开通' : '不开通')],
];

type Open = { what: 'renew' | 'close'; item: InstitutionItem } | null;

/** Members and the state of their agreements. */
export function MembersTable() {
  const cursor = useCursor('members');
  const [open, setOpen] = useState<Open>(null);
  const list = useRead(
    ['institutions', cursor.cursor ?? ''],
    routes.institutions.list,
    { query: { cursor: cursor.cursor, limit: 20 } },
    { keep: true },
  );
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <Table
        data-testid="institution-table"
        className="work-table"
        rowKey="id"
        size="medium"
        pagination={false}
        loading={list.isPending || list.isPlaceholderData}
        dataSource={list.data?.items ?? []}
        locale={{
          emptyText: list.isPending ? (
            <div className="empty-space" />
          ) : (
            <EmptyHint title="还没有入驻机构">备案申请通过后出现在这里。</EmptyHint>
          ),
        }}
        columns={[
          { title: '机构', render: (_, item) => <strong>{item.name}</strong> },
          {
            title: '统一社会信用代码',
            width: 200,
            render: (_, item) => <span className="mono">{item.creditCode}</span>,
          },
          {
            title: '类型',
            width: 130,
            render: (_, item) => institutionKinds[item.kind as InstitutionKind] ?? item.kind,
          },
          {
            title: '协议期限',
            width: 210,
            render: (_, item) =>
              item.from && item.until ? (
                <span className="nowrap">
                  {item.from} 至 {item.until}
                </span>
              ) : (
                <span className="soft">没有期限</span>
              ),
          },
          { title: '公共档案查询', width: 120, render: (_, item) => (item.publicArchive ? '已开通' : '未开通') },
          {
            title: '状态',
            width: 110,
            render: (_, item) => (
              <span className={`state-tag tone-${states[item.state].tone}`}>{states[item.state].name}</span>
            ),
          },
          {
            title: '操作',
            width: 160,
            render: (_, item) => (
              <span className="row-actions">
                <Button onClick={() => setOpen({ what: 'renew', item })} data-testid="institution-renew">
                  {item.state === 'closed' ? '恢复' : '续签'}
                </Button>
                {item.state !== 'closed' && (
                  <Button danger onClick={() => setOpen({ what: 'close', item })} data-testid="institution-close">
                    终止
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      <Pager at={cursor} next={list.data?.next ?? null} busy={list.isPlaceholderData} />
      {open?.what === 'renew' && <RenewDialog item={open.item} onClose={() => setOpen(null)} />}
      {open?.what === 'close' && <CloseDialog item={open.item} onClose={() => setOpen(null)} />}
    </>
  );
}

function RenewDialog({ item, onClose }: { item: InstitutionItem; onClose: () => void }) {
  const [form] = Form.useForm<TermsValues>();
  const forget = useForget();
  const { message } = App.useApp();
  const command = useSave(routes.institutions.renew, described, () => {
    message.success('新的协议期限已生效。');
    void forget('institutions');
    onClose();
  });
  return (
    <Modal
      open
      title={item.state === 'closed' ? '恢复入驻' : '续签协议'}
      width={600}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText="确认"
      okButtonProps={{ 'data-testid': 'renew-confirm' }}
      confirmLoading={command.busy}
    >
      <p className="case-line-head">
        <strong>{item.name}</strong>
        <span className="mono soft">{item.creditCode}</span>
      </p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ ...initialTerms(), publicArchive: item.publicArchive }}
        onFinish={(values) =>
          command.save(
            { params: { id: item.id }, body: { ...termsOf(values), version: item.version } },
            { onError: (error) => showFaults(form, error) },
          )
        }
      >
        <TermsFields />
      </Form>
      {command.conflict}
      <CommandFault error={command.error} />
    </Modal>
  );
}

function CloseDialog({ item, onClose }: { item: InstitutionItem; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const forget = useForget();
  const { message } = App.useApp();
  const command = useCommand(routes.institutions.close, () => {
    message.success('已终止，该机构的账号已全部退出。');
    void forget('institutions');
    onClose();
  });
  return (
    <Modal
      open
      title="终止入驻"
      width={600}
      onCancel={onClose}
      onOk={() => command.mutate({ params: { id: item.id }, body: { reason: reason.trim() } })}
      okText="终止入驻"
      okButtonProps={{ danger: true, disabled: !reason.trim(), 'data-testid': 'close-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <p className="case-line-head">
        <strong>{item.name}</strong>
        <span className="mono soft">{item.creditCode}</span>
      </p>
      <Alert
        type="warning"
        showIcon
        title="该机构的所有账号会立即退出，之后不能登录。"
        description="在办件不会删除；以后可以用“恢复”重新签约。"
      />
      <label className="field-label" htmlFor="close-reason">
        原因（记入审计日志）
      </label>
      <Input.TextArea
        id="close-reason"
        autoFocus
        rows={3}
        maxLength={300}
        showCount
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        data-testid="close-reason"
      />
      <CommandFault error={command.error} />
    </Modal>
  );
}
