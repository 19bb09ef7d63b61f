import { type EscrowTroubleItem, routes } from '@zhucheng/shared';
import { App, Button, Input, Modal, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { asApiError } from '../../app/api';
import { CommandFault, LoadFault } from '../../app/errors';
import { minute, yuan } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { useRole } from '../../app/session';
import { EmptyHint, PageHead, Pager, useCursor } from '../../app/ui';

/** Escrows that need a person, with what the bank said (要人处理的资金监管). */
export function Component() {
  const forget = useForget();
  const { message } = App.useApp();
  const officer = useRole('officer');
  const registrar = useRole('registrar');
  const [busy, setBusy] = useState<string | null>(null);
  const [target, setTarget] = useState<EscrowTroubleItem | null>(null);
  const at = useCursor('');
  const query = at.cursor ? { cursor: at.cursor } : {};
  const list = useRead(['escrows', at.cursor ?? ''], routes.escrow.troubled, { query }, { every: 8_000 });
  const again = useCommand(routes.escrow.ask, () => forget('escrows', 'escrow'));
  const ask = (id: string) => () => {
    setBusy(id);
    again.mutate(
      { params: { id } },
      {
        onSuccess: () => message.success('已再次询问监管银行；同一笔指令编号不变，不会重复付款。'),
        onError: (error) => message.error(asApiError(error).message),
        onSettled: () => setBusy(null),
      },
    );
  };
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="page">
      <PageHead
        title="资金监管"
        hint="银行没有受理、锁定不足、付款退款没办成、长时间不答复或报告有疑点的，留在这里等人核实。"
      />
      <section className="panel">
        <Table
          data-testid="escrows-table"
          className="work-table"
          rowKey="id"
          size="medium"
          pagination={false}
          loading={list.isPending}
          dataSource={list.data?.items ?? []}
          locale={{
            emptyText: list.isPending ? (
              <div className="empty-space" />
            ) : (
              <EmptyHint title="没有要处理的">各笔监管资金都在正常办理。</EmptyHint>
            ),
          }}
          columns={[
            {
              title: '办件',
              width: '34%',
              render: (_, item) => (
                <>
                  <Link to={`/review/${item.caseId}`} className="mono">
                    {item.acceptanceNumber}
                  </Link>
                  <small className="soft block">
                    {item.businessName} · {item.location}
                  </small>
                </>
              ),
            },
            {
              title: '状态与银行的说法',
              render: (_, item) => (
                <>
                  <strong>{item.stateName}</strong>
                  <small className="block" data-testid="escrow-said">
                    {item.trouble}
                  </small>
                </>
              ),
            },
            {
              title: '监管 / 存入 / 锁定',
              width: 200,
              render: (_, item) => (
                <>
                  {yuan(item.amountFen)}
                  <small className="soft block">
                    {yuan(item.depositedFen)} / {yuan(item.lockedFen)}
                  </small>
                </>
              ),
            },
            { title: '从何时起', width: 150, render: (_, item) => minute(item.since) },
            {
              title: '操作',
              width: 200,
              render: (_, item) => (
                <>
                  {item.mayAsk && (officer || registrar) && (
                    <Button onClick={ask(item.id)} loading={busy === item.id} data-testid="escrow-ask">
                      再问银行
                    </Button>
                  )}
                  {item.alarm && registrar && (
                    <Button onClick={() => setTarget(item)} data-testid="escrow-settle">
                      写明核实结果
                    </Button>
                  )}
                </>
              ),
            },
          ]}
        />
        <Pager at={at} next={list.data?.next ?? null} busy={list.isFetching} />
      </section>
      {target && <SettleDialog target={target} onClose={() => setTarget(null)} />}
    </div>
  );
}

function SettleDialog({ target, onClose }: { target: EscrowTroubleItem; onClose: () => void }) {
  const [note, setNote] = useState('');
  const forget = useForget();
  const settle = useCommand(routes.escrow.settle, () => {
    void forget('escrows', 'escrow');
    onClose();
  });
  return (
    <Modal
      open
      title="写明与银行核实的结果"
      okText="核实完毕"
      cancelText="返回"
      okButtonProps={{ disabled: !note.trim(), 'data-testid': 'escrow-settle-ok' }}
      confirmLoading={settle.isPending}
      onOk={() => settle.mutate({ params: { id: target.id }, body: { note: note.trim() } })}
      onCancel={onClose}
    >
      <CommandFault error={settle.error} />
      <p>{target.trouble}</p>
      <label className="field-label" htmlFor="escrow-settle-note">
        核实结果（记入审计日志）
      </label>
      <Input.TextArea
        id="escrow-settle-note"
        rows={3}
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        data-testid="escrow-settle-note"
      />
    </Modal>
  );
}
