import { routes } from '@zhucheng/shared';
import { Button, Modal, Skeleton } from 'antd';
import { CommandFault } from '../../app/errors';
import { useRead } from '../../app/query';

/** The pickup code, read anew each time and shown to the booking institution only. */
export function CodeDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const read = useRead(['institution-appointment', id], routes.appointments.detail, { params: { id } });
  return (
    <Modal
      open
      title={`预约号 ${read.data?.number ?? ''}`}
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
          <p>
            {read.data.kind === 'print'
              ? '当天在自助机上输入取件码和本机构的统一社会信用代码打印。'
              : '到场后报预约号或出示取件码签到。'}
            到场人：{read.data.contact.name}（{read.data.contact.phoneMasked}）
          </p>
        </>
      )}
    </Modal>
  );
}
