import { type PrintEntry, type PrintState, printStates, routes } from '@zhucheng/shared';
import { App, Button, Input, Modal, Select, Table } from 'antd';
import { useState } from 'react';
import { CommandFault, LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { useRole } from '../../app/session';
import { EmptyHint, PageHead, Pager, useCursor } from '../../app/ui';

const { printing } = routes;
const tones: Record<PrintState, string> = { printing: '', printed: 'agrees', trouble: 'differs', released: 'soft' };

/** What the self-service printers have printed; a reprint is allowed here, with a reason. */
export function Component() {
  const [state, setState] = useState<PrintState | undefined>();
  const [target, setTarget] = useState<PrintEntry | null>(null);
  const officer = useRole('officer');
  const cursor = useCursor(state ?? 'all');
  const list = useRead(
    ['prints', state ?? '', cursor.cursor ?? ''],
    printing.log,
    { query: { state, cursor: cursor.cursor, limit: 20 } },
    { every: 30_000, keep: true },
  );
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="page">
      <PageHead title="自助打证记录" hint="每本证书只能打印一次。故障或遗失需要重打的，写明原因后同意重打。">
        <Select
          className="w-160"
          aria-label="状态"
          value={state ?? ''}
          onChange={(value) => setState((value || undefined) as PrintState | undefined)}
          options={[
            { value: '', label: '全部' },
            ...Object.entries(printStates).map(([value, label]) => ({ value, label })),
          ]}
        />
      </PageHead>
      <section className="panel">
        <Table
          data-testid="print-table"
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
              <EmptyHint title="还没有打印记录">有人在自助机上打印后，会出现在这里。</EmptyHint>
            ),
          }}
          columns={[
            {
              title: '开始时间',
              width: 150,
              render: (_, item) => <span className="mono">{minute(item.startedAt)}</span>,
            },
            { title: '证号', dataIndex: 'certificateNumber' },
            { title: '自助机', render: (_, item) => `${item.pointName} ${item.kioskName}` },
            {
              title: '结果',
              render: (_, item) => (
                <span className={tones[item.state]}>
                  {item.stateName}
                  {item.troubleName && `（${item.troubleName}）`}
                </span>
              ),
            },
            { title: '重打原因', render: (_, item) => item.reason ?? '' },
            {
              title: '操作',
              width: 110,
              render: (_, item) =>
                officer &&
                (item.state === 'printed' || item.state === 'trouble') && (
                  <Button onClick={() => setTarget(item)} data-testid="print-release">
                    同意重打
                  </Button>
                ),
            },
          ]}
        />
        <Pager at={cursor} next={list.data?.next ?? null} />
      </section>
      <ReleaseDialog target={target} onClose={() => setTarget(null)} />
    </div>
  );
}

function ReleaseDialog({ target, onClose }: { target: PrintEntry | null; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const forget = useForget();
  const { message } = App.useApp();
  const close = (): void => {
    setReason('');
    release.reset();
    onClose();
  };
  const release = useCommand(printing.release, () => {
    message.success('已同意重打，本人可以在自助机上再打印一次。');
    void forget('prints');
    close();
  });
  return (
    <Modal
      open={target !== null}
      title="同意重打"
      onCancel={close}
      onOk={() => target && release.mutate({ params: { id: target.id }, body: { reason } })}
      okText="同意重打一次"
      okButtonProps={{ disabled: !reason.trim(), 'data-testid': 'print-release-ok' }}
      confirmLoading={release.isPending}
      destroyOnHidden
    >
      <p className="before-tick">{target?.certificateNumber}。废证请收回销毁；原因会留在审计日志里。</p>
      <Input.TextArea
        aria-label="重打原因"
        rows={3}
        maxLength={200}
        placeholder="例如：卡纸，废纸已销毁"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        data-testid="print-reason"
      />
      <CommandFault error={release.error} onReload={() => void forget('prints')} />
    </Modal>
  );
}
