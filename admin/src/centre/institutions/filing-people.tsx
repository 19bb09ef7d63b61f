import { EyeOutlined } from '@ant-design/icons';
import { type RouteReply, routes } from '@zhucheng/shared';
import { Button, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { CommandFault } from '../../app/errors';
import { useCommand } from '../../app/query';

const shownForMs = 60_000;

/** Full names and phones of a filing for a minute, after a reason is given; the server records the look. */
export function useFilingPeople(id: string) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [shown, setShown] = useState<RouteReply<typeof routes.institutions.unmask> | null>(null);
  const close = (): void => {
    setAsking(false);
    setReason('');
  };
  const command = useCommand(routes.institutions.unmask, (people) => {
    setShown(people);
    close();
  });
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(null), shownForMs);
    return () => clearTimeout(timer);
  }, [shown]);

  const control = shown ? (
    <Button size="small" onClick={() => setShown(null)}>
      隐藏
    </Button>
  ) : (
    <Button size="small" icon={<EyeOutlined />} onClick={() => setAsking(true)} data-testid="filing-unmask">
      查看完整信息
    </Button>
  );
  const dialog = (
    <Modal
      open={asking}
      title="查看完整姓名和手机号"
      onCancel={close}
      onOk={() => command.mutate({ params: { id }, body: { reason: reason.trim() } })}
      okText="查看一分钟"
      okButtonProps={{ disabled: !reason.trim(), 'data-testid': 'filing-unmask-ok' }}
      confirmLoading={command.isPending}
      destroyOnHidden
    >
      <label className="field-label" htmlFor="filing-unmask-reason">
        原因（和您的姓名、时间一起记入审计日志）
      </label>
      <Input
        id="filing-unmask-reason"
        autoFocus
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder="例如：电话核实联系人"
        data-testid="filing-unmask-reason"
      />
      <CommandFault error={command.error} />
    </Modal>
  );
  return { shown, control, dialog };
}
