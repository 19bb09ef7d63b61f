import { routes } from '@zhucheng/shared';
import { Button, Modal, Skeleton } from 'antd';
import { CommandFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useRead } from '../../app/query';
import { Fact } from '../../app/ui';
import { hours } from '../../renderer/slot-text';

/** The pickup code, read anew each time and shown to the booking institution only. */
export function CodeDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const read = useRead(['institution-appointment', id], routes.appointments.detail, { params: { id } });
  return (
    <Modal
      open
      title={read.data?.kind === 'print' ? '取件码' : '签到码'}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          知道了
        </Button>
      }
    >
      <CommandFault error={read.error} />
      {!read.data && !read.error && <Skeleton active />}
      {read.data && (
        <>
          <p className="pickup-code mono" data-testid="pickup-code">
            {read.data.pickupCode?.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3')}
          </p>
          <dl className="facts single">
            <Fact label="时间">
              {minute(read.data.startsAt).slice(0, 10)} {hours(read.data.startsAt, read.data.endsAt)}
            </Fact>
            <Fact label="网点">
              {read.data.point.name}
              <small className="soft block">{read.data.point.address}</small>
            </Fact>
            <Fact label="预约号">
              <span className="mono">{read.data.number}</span>
            </Fact>
            <Fact label="到场人">
              {read.data.contact.name}（{read.data.contact.phoneMasked}）
            </Fact>
          </dl>
          <p className="soft">
            {read.data.kind === 'print'
              ? '预约当天在自助机上输入取件码，选“单位取件”。您或有权限的同事在这个工作台上核对数字、点同意，就能打印。'
              : '到场后报预约号或出示签到码。'}
          </p>
        </>
      )}
    </Modal>
  );
}
