import { parseYuan, routes } from '@zhucheng/shared';
import { App, Form, Input, Modal } from 'antd';
import { CommandFault } from '../../app/errors';
import { showFaults } from '../../app/form-faults';
import { yuan } from '../../app/format';
import { useCommand } from '../../app/query';

interface Values {
  amountFen: string;
  reason: string;
}

/** Proposes a refund; what was typed is read back before it is sent. */
export function RefundDialog(props: { orderId: string; mostFen: number; onClose: () => void; onDone: () => void }) {
  const { orderId, mostFen, onClose, onDone } = props;
  const [form] = Form.useForm<Values>();
  const typed = Form.useWatch('amountFen', form);
  const fen = parseYuan(typed ?? '');
  const { message } = App.useApp();
  const propose = useCommand(routes.centreOrders.refund, () => {
    void message.success('已提出，等另一位同事复核。');
    onDone();
  });
  return (
    <Modal
      open
      title="提出退款"
      onCancel={onClose}
      onOk={() => form.submit()}
      okText="提出，等复核"
      cancelText="取消"
      okButtonProps={{ 'data-testid': 'refund-send' }}
      confirmLoading={propose.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ amountFen: (mostFen / 100).toFixed(2), reason: '' }}
        onFinish={({ amountFen, reason }) =>
          propose.mutate(
            { params: { id: orderId }, body: { amountFen: parseYuan(amountFen) ?? 0, reason: reason.trim() } },
            { onError: (error) => showFaults(form, error) },
          )
        }
      >
        <Form.Item
          name="amountFen"
          label={`退款金额（最多 ${yuan(mostFen)}）`}
          rules={[
            {
              validator: (_, value: string) => {
                const amount = parseYuan(value ?? '');
                if (amount === null || amount < 1) return Promise.reject(new Error('请填金额，例如 80.00。'));
                return amount > mostFen
                  ? Promise.reject(new Error(`最多还能退 ${yuan(mostFen)}。`))
                  : Promise.resolve();
              },
            },
          ]}
        >
          <Input className="mono" inputMode="decimal" suffix="元" data-testid="refund-amount" />
        </Form.Item>
        <Form.Item
          name="reason"
          label="退款原因（会告诉付款人）"
          rules={[{ required: true, whitespace: true, min: 4, message: '请写明原因，至少 4 个字。' }]}
        >
          <Input.TextArea rows={2} maxLength={100} showCount data-testid="refund-reason" />
        </Form.Item>
      </Form>
      <p className="soft" aria-live="polite">
        {fen !== null && fen > 0
          ? `${fen >= mostFen ? '全部退还' : '退还一部分'} ${yuan(fen)}，原路退回。复核同意后才会退款。`
          : '复核同意后才会退款。'}
      </p>
      <CommandFault error={propose.error} onReload={onDone} />
    </Modal>
  );
}
