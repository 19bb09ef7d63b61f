import { type QueuedRefund, routes } from '@zhucheng/shared';
import { Alert, App, DatePicker, Form, Input, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { CommandFault } from '../../app/errors';
import { showFaults } from '../../app/form-faults';
import { day, yuan } from '../../app/format';
import { useCommand } from '../../app/query';

interface Values {
  reference: string;
  paidOn: Dayjs;
  reason: string;
}

/** A refund that was paid by the bank instead. */
export function OutsideDialog(props: { refund: QueuedRefund; onClose: () => void; onDone: () => void }) {
  const { refund, onClose, onDone } = props;
  const [form] = Form.useForm<Values>();
  const { message } = App.useApp();
  const propose = useCommand(routes.centreRefunds.outside, () => {
    void message.success('已提出，等另一位同事核对银行回单。');
    onDone();
  });
  return (
    <Modal
      open
      title={`线下退款 ${yuan(refund.amountFen)}`}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText="提出，等复核"
      cancelText="取消"
      okButtonProps={{ 'data-testid': 'outside-send' }}
      confirmLoading={propose.isPending}
    >
      <Alert
        type="info"
        showIcon
        title="请先通过银行把款转给付款人，再在这里登记"
        description="复核时系统会再问一次支付平台：平台已经退回的，不能再算线下退款。"
      />
      <Form
        form={form}
        className="dialog-form"
        layout="vertical"
        requiredMark={false}
        initialValues={{ paidOn: dayjs(day(Date.now())) }}
        onFinish={({ reference, paidOn, reason }) =>
          propose.mutate(
            {
              params: { id: refund.id },
              body: { reference: reference.trim(), paidOn: paidOn.format('YYYY-MM-DD'), reason: reason.trim() },
            },
            { onError: (error) => showFaults(form, error) },
          )
        }
      >
        <Form.Item
          name="reference"
          label="银行回单号"
          rules={[{ required: true, whitespace: true, min: 4, message: '请照银行回单填写，至少 4 个字。' }]}
        >
          <Input maxLength={60} autoFocus data-testid="outside-reference" />
        </Form.Item>
        <Form.Item name="paidOn" label="转账日期" rules={[{ required: true, message: '请选择转账日期。' }]}>
          <DatePicker className="w-160" maxDate={dayjs(day(Date.now()))} />
        </Form.Item>
        <Form.Item
          name="reason"
          label="原因（会告诉付款人）"
          rules={[{ required: true, whitespace: true, min: 4, message: '请写明原因，至少 4 个字。' }]}
        >
          <Input.TextArea
            rows={2}
            maxLength={100}
            showCount
            placeholder="例如：原付款的银行卡已注销"
            data-testid="outside-reason"
          />
        </Form.Item>
      </Form>
      <CommandFault error={propose.error} onReload={onDone} />
    </Modal>
  );
}
