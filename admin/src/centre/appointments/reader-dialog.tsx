import { type KioskView, routes } from '@zhucheng/shared';
import { App, Button, Form, Input, Modal, Popconfirm } from 'antd';
import { CommandFault } from '../../app/errors';
import { useForget } from '../../app/query';
import { type Described, useSave } from '../../app/use-save';

interface Values {
  deviceId: string;
  publicKey: string;
  url?: string;
}

const described: Described = [
  ['reader', '读卡器', ({ deviceId, publicKey }: Values) => `${deviceId}\n${publicKey.trim()}`],
];

/** The identity card reader beside a kiosk: what it signs with this key is believed. */
export function ReaderDialog({ kiosk, onClose }: { kiosk: KioskView; onClose: () => void }) {
  const [form] = Form.useForm<Values>();
  const forget = useForget();
  const { message } = App.useApp();
  const set = useSave(routes.printing.setReader, described, ({ reader }) => {
    message.success(reader ? '读卡器已登记，这台自助机可以读身份证了。' : '已取消，这台自助机不再读身份证。');
    void forget('kiosks');
    onClose();
  });
  const params = { id: kiosk.id };
  const { version } = kiosk;
  return (
    <Modal
      open
      title={`身份证读卡器 · ${kiosk.name}`}
      width={640}
      onCancel={onClose}
      okText={kiosk.reader ? '换成这台读卡器' : '登记读卡器'}
      okButtonProps={{ 'data-testid': 'reader-ok' }}
      confirmLoading={set.busy}
      onOk={() =>
        void form.validateFields().then(
          ({ deviceId, publicKey, url }) =>
            set.save({
              params,
              body: { version, reader: { deviceId, publicKey, ...(url?.trim() && { url: url.trim() }) } },
            }),
          () => undefined,
        )
      }
    >
      <p className="before-tick">
        编号和公钥由读卡器厂家的服务程序显示，请照原样粘贴。登记后，只有这台读卡器签名的身份证信息才算数。
      </p>
      {kiosk.reader && (
        <p className="before-tick">
          现在登记的是{' '}
          <span className="mono" data-as-is>
            {kiosk.reader.deviceId}
          </span>
          ，公钥指纹{' '}
          <span className="mono" data-as-is>
            {kiosk.reader.fingerprint.slice(0, 16)}
          </span>{' '}
          <Popconfirm
            title="取消这台读卡器？"
            description="取消后，这台自助机不能再用身份证取件。"
            okText="取消登记"
            cancelText="再想想"
            onConfirm={() => set.save({ params, body: { version, reader: null } })}
          >
            <Button size="small" danger data-testid="reader-remove">
              取消登记
            </Button>
          </Popconfirm>
        </p>
      )}
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item name="deviceId" label="设备编号" rules={[{ required: true, message: '请填写设备编号。' }]}>
          <Input maxLength={40} autoComplete="off" data-testid="reader-device" />
        </Form.Item>
        <Form.Item name="publicKey" label="公钥" rules={[{ required: true, message: '请粘贴读卡器的公钥。' }]}>
          <Input.TextArea className="mono" rows={5} placeholder="-----BEGIN PUBLIC KEY-----" data-testid="reader-key" />
        </Form.Item>
        <Form.Item name="url" label="地址（一般不用填）" extra="读卡器接在自助机上，例如 http://127.0.0.1:8765">
          <Input maxLength={200} data-testid="reader-url" />
        </Form.Item>
      </Form>
      {set.conflict}
      <CommandFault error={set.error} />
    </Modal>
  );
}
