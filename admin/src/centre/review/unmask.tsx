import { EyeOutlined } from '@ant-design/icons';
import { type PartyView, routes } from '@zhucheng/shared';
import { Alert, Button, Form, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { CommandFault } from '../../app/errors';
import { useCommand } from '../../app/query';
import { useRole } from '../../app/session';

const SHOWN_FOR = 60;

interface Shown {
  partyId: string;
  idNumber: string;
  phone: string | null;
  left: number;
}

/**
 * Full identity of one party for a minute, after a reason is given; the server records who looked, when and why. The value
 * lives in this component only: in no cache and in no address.
 */
export function useUnmask(caseId: string) {
  const permitted = useRole('officer', 'registrar');
  const [form] = Form.useForm<{ reason: string }>();
  const [asking, setAsking] = useState<PartyView | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const command = useCommand(routes.review.unmask);

  const counting = shown !== null;
  useEffect(() => {
    if (!counting) return;
    const timer = setInterval(
      () => setShown((value) => (value && value.left > 1 ? { ...value, left: value.left - 1 } : null)),
      1000,
    );
    return () => clearInterval(timer);
  }, [counting]);

  const close = (): void => {
    setAsking(null);
    command.reset();
    form.resetFields();
  };
  const submit = ({ reason }: { reason: string }): void => {
    if (!asking) return;
    command.mutate(
      { params: { id: caseId }, body: { partyId: asking.id, reason } },
      {
        onSuccess: ({ idNumber, phone }) => {
          setShown({ partyId: asking.id, idNumber, phone, left: SHOWN_FOR });
          close();
          command.reset();
        },
      },
    );
  };

  const identity = (party: PartyView) =>
    shown?.partyId === party.id ? (
      <span className="identity unmasked" data-testid="unmasked">
        <span className="mono">{shown.idNumber}</span>
        {shown.phone && <span className="mono">{shown.phone}</span>}
        <span className="unmask-left">{shown.left} 秒后隐藏 · 已记录</span>
      </span>
    ) : null;
  const button = (party: PartyView) =>
    permitted ? (
      shown?.partyId === party.id ? (
        <Button size="small" onClick={() => setShown(null)}>
          隐藏
        </Button>
      ) : (
        <Button
          size="small"
          icon={<EyeOutlined />}
          onClick={() => setAsking(party)}
          aria-label={`查看${party.name}的完整证件号`}
          data-testid="unmask"
        >
          完整
        </Button>
      )
    ) : null;
  const dialog = (
    <Modal
      open={asking !== null}
      title={`查看${asking?.name ?? ''}的完整证件号和手机号`}
      onCancel={close}
      onOk={form.submit}
      okText="查看 60 秒"
      okButtonProps={{ 'data-testid': 'unmask-confirm' }}
      confirmLoading={command.isPending}
      destroyOnHidden
    >
      <Alert type="info" showIcon title="这次查看会连同您的姓名、时间和原因记入审计日志。" />
      <Form form={form} layout="vertical" onFinish={submit} className="dialog-form" requiredMark={false}>
        <Form.Item
          name="reason"
          label="查看原因"
          rules={[{ required: true, whitespace: true, message: '请填写原因。' }]}
        >
          <Input.TextArea
            autoFocus
            rows={2}
            maxLength={500}
            placeholder="例如：与纸质材料核对身份证号"
            data-testid="unmask-reason"
          />
        </Form.Item>
      </Form>
      <CommandFault error={command.error} />
    </Modal>
  );
  return { identity, button, dialog };
}
