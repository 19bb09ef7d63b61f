import { type RouteReply, routes } from '@zhucheng/shared';
import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useCommand, useForget, useRead } from '../../app/query';
import { useRole } from '../../app/session';

type Alarm = RouteReply<typeof routes.audit.unmaskAlarms>['items'][number];

/** Who has looked at more full identities in an hour than the work needs; the pause can be lifted here. */
export function UnmaskAlarms() {
  const alarms = useRead(['unmask-alarms'], routes.audit.unmaskAlarms, {}, { every: 60_000 });
  const administrator = useRole('administrator');
  const [target, setTarget] = useState<Alarm | null>(null);
  const items = alarms.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <>
      <Alert
        className="fault"
        type={items.some((item) => item.pausedUntil) ? 'warning' : 'info'}
        showIcon
        data-testid="unmask-alarms"
        title={`近 7 天有 ${items.length} 人一小时内查看完整证件号超过 ${alarms.data!.perHour} 次`}
        description={items.map((item) => (
          <div key={item.id} className="unmask-alarm">
            <span>
              {item.name}（{item.username}）· {minute(item.alarmedAt)} ·{' '}
              {item.pausedUntil ? `已暂停查看，到 ${minute(item.pausedUntil)} 自动恢复` : '已恢复'}
            </span>
            {administrator && item.pausedUntil && (
              <Button size="small" onClick={() => setTarget(item)} data-testid="unmask-lift">
                解除暂停
              </Button>
            )}
          </div>
        ))}
      />
      {target && <LiftDialog target={target} onClose={() => setTarget(null)} />}
    </>
  );
}

function LiftDialog({ target, onClose }: { target: Alarm; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const forget = useForget();
  const lift = useCommand(routes.audit.liftUnmaskPause, () => {
    void forget('unmask-alarms', 'audit');
    onClose();
  });
  return (
    <Modal
      open
      title={`解除 ${target.name} 的暂停`}
      okText="解除暂停"
      cancelText="返回"
      okButtonProps={{ disabled: !reason.trim(), 'data-testid': 'unmask-lift-ok' }}
      confirmLoading={lift.isPending}
      onOk={() => lift.mutate({ params: { id: target.id }, body: { reason: reason.trim() } })}
      onCancel={onClose}
    >
      <CommandFault error={lift.error} />
      <label className="field-label" htmlFor="unmask-lift-reason">
        原因（记入审计日志）
      </label>
      <Input.TextArea
        id="unmask-lift-reason"
        rows={3}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        data-testid="unmask-lift-reason"
      />
    </Modal>
  );
}
