import {
  acceptanceNumber,
  type Matter,
  matters,
  personName,
  phone,
  routes,
  typingRoom,
  visitCasesLimit,
} from '@zhucheng/shared';
import { App, Form, Input, Modal, Select } from 'antd';
import { asApiError } from '../../app/api';
import { CommandFault } from '../../app/errors';
import { useCommand, useForget, useRead } from '../../app/query';
import { SlotPicker } from './slot-picker';

interface Values {
  matter: Matter;
  pointId: string;
  slotId?: string;
  cases: string;
  name: string;
  phone: string;
  note: string;
}

const numbersIn = (text: string | undefined): string[] => [
  ...new Set((text ?? '').split(/[\s,，;；、]+/).filter(Boolean)),
];
const checked = (problem: (raw: string) => string | null) => ({
  validator: (_: unknown, value: string | undefined) => {
    const fault = problem(value ?? '');
    return fault ? Promise.reject(new Error(fault)) : Promise.resolve();
  },
});

/** What another page asks to be booked. */
export interface Wanted {
  matter: Matter;
  /** Acceptance numbers. */
  cases: string[];
}

interface Props {
  wanted?: Wanted | undefined;
  onClose(): void;
  onBooked(id: string): void;
}

/** Books for many cases: acceptance numbers pasted, one a line or as they come, or brought along from another page. */
export function BookDialog({ wanted, onClose, onBooked }: Props) {
  const [form] = Form.useForm<Values>();
  const matter = Form.useWatch('matter', form) ?? 'registration';
  const pointId = Form.useWatch('pointId', form) ?? '';
  const count = numbersIn(Form.useWatch('cases', form)).length;
  const forget = useForget();
  const { message } = App.useApp();
  const points = useRead(['service-points'], routes.appointments.points, {});
  const book = useCommand(routes.appointments.book, (reply) => {
    message.success('预约成功。');
    void forget('institution-appointments', 'slots');
    onClose();
    onBooked(reply.id);
  });
  const send = async (): Promise<void> => {
    const values = await form.validateFields().catch(() => null);
    if (!values?.slotId) return;
    const { slotId, note } = values;
    const contact = { name: values.name, phone: values.phone };
    book.mutate({ body: { slotId, matter, cases: numbersIn(values.cases), contact, ...(note && { note }) } });
  };
  const stale = book.error && ['SLOT_FULL', 'SLOT_CLOSED'].includes(asApiError(book.error).code);
  return (
    <Modal
      open
      title="新预约"
      width={640}
      onCancel={onClose}
      onOk={() => void send()}
      okText={count > 0 ? `预约（${count} 件）` : '预约'}
      okButtonProps={{ 'data-testid': 'book-ok' }}
      confirmLoading={book.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ matter: wanted?.matter ?? 'registration', cases: wanted?.cases.join('\n') ?? '' }}
      >
        <Form.Item name="matter" label="办什么事">
          <Select
            options={Object.entries(matters).map(([value, { name, note }]) => ({ value, label: `${name}（${note}）` }))}
            onChange={() => form.setFieldsValue({ slotId: undefined as never })}
            data-testid="book-matter"
          />
        </Form.Item>
        <Form.Item name="pointId" label="网点" rules={[{ required: true, message: '请选择网点。' }]}>
          <Select
            placeholder="选择网点"
            options={(points.data?.items ?? [])
              .filter((point) => point.matters.includes(matter))
              .map((point) => ({ value: point.id, label: `${point.name}　${point.address}` }))}
            onChange={() => form.setFieldsValue({ slotId: undefined as never })}
            data-testid="book-point"
          />
        </Form.Item>
        <Form.Item name="slotId" label="时间" rules={[{ required: true, message: '请选择日期和时段。' }]}>
          <SlotPicker key={`${pointId}${matter}`} pointId={pointId} kind={matters[matter].kind} />
        </Form.Item>
        <Form.Item
          name="cases"
          label={`办件的受理编号${count > 0 ? `（已填 ${count} 件）` : ''}`}
          extra={`可以从表格整列粘贴，用换行、空格或逗号隔开，一次最多 ${visitCasesLimit} 件；咨询可以不填。`}
          rules={[
            checked((text) => {
              const wrong = numbersIn(text).filter((one) => acceptanceNumber.problem(one) !== null);
              if (wrong.length > 0) return `这些受理编号不对，请核对：${wrong.slice(0, 5).join('、')}`;
              return numbersIn(text).length > visitCasesLimit ? `一次最多 ${visitCasesLimit} 件，请分几次预约。` : null;
            }),
          ]}
        >
          <Input.TextArea rows={4} data-testid="book-cases" />
        </Form.Item>
        <div className="two-columns">
          <Form.Item name="name" label="到场经办人" rules={[checked((raw) => personName.problem(raw))]}>
            <Input maxLength={50} data-testid="book-name" />
          </Form.Item>
          <Form.Item name="phone" label="经办人手机号" rules={[checked((raw) => phone.problem(raw))]}>
            <Input maxLength={typingRoom(phone)} data-testid="book-phone" />
          </Form.Item>
        </div>
        <Form.Item name="note" label="备注（可不填）">
          <Input maxLength={100} />
        </Form.Item>
      </Form>
      <CommandFault error={book.error} onReload={stale ? () => void forget('slots') : undefined} />
    </Modal>
  );
}
