import { type AppointmentItem, routes } from '@zhucheng/shared';
import { App, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { day } from '../../app/format';
import { useCommand, useForget } from '../../app/query';
import { hours } from '../../renderer/slot-text';
import { SlotPicker } from './slot-picker';

/** Another time at the same service point. */
export function ChangeDialog({ item, onClose }: { item: AppointmentItem; onClose: () => void }) {
  const [slotId, setSlotId] = useState<string | undefined>();
  const forget = useForget();
  const { message } = App.useApp();
  const change = useCommand(routes.appointments.change, () => {
    message.success('已改约。');
    void forget('institution-appointments', 'slots');
    onClose();
  });
  return (
    <Modal
      open
      title="改时间"
      onCancel={onClose}
      okText="改成这个时间"
      okButtonProps={{ disabled: !slotId }}
      confirmLoading={change.isPending}
      onOk={() => slotId && change.mutate({ params: { id: item.id }, body: { version: item.version, slotId } })}
    >
      <p className="before-tick">
        原来约的是 {day(item.startsAt)} {hours(item.startsAt, item.endsAt)}，{item.point.name}。
      </p>
      <SlotPicker pointId={item.point.id} kind={item.kind} value={slotId} onChange={setSlotId} />
      <CommandFault error={change.error} onReload={() => void forget('institution-appointments', 'slots')} />
    </Modal>
  );
}
