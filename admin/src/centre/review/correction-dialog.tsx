import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { routes } from '@zhucheng/shared';
import { Alert, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand } from '../../app/query';
import { CaseLine, type DecisionProps } from './dialog-parts';

interface Fault {
  step?: string | null;
  text: string;
}

/** The one correction notice (一次性补正通知): every fault at once, read through before it leaves. */
export function CorrectionDialog({ review, open, onClose, onReload, onDone }: DecisionProps) {
  const { case: view } = review;
  const [form] = Form.useForm<{ faults: Fault[] }>();
  const [checked, setChecked] = useState<Fault[] | null>(null);
  const command = useCommand(routes.review.requestCorrection, onDone);
  const steps = view.steps.filter((step) => ['verify', 'form', 'ask'].includes(step.kind));
  const stepName = (id: string | null | undefined): string => steps.find((step) => step.id === id)?.name ?? '整件申请';

  const check = async (): Promise<void> => {
    const values = await form.validateFields().catch(() => null);
    if (values) setChecked(values.faults.map((fault) => ({ step: fault.step ?? null, text: fault.text.trim() })));
  };
  const send = (): void => {
    if (!checked || command.isPending) return;
    command.mutate({
      params: { id: view.id },
      body: { version: view.version, faults: checked.map(({ step, text }) => ({ step: step ?? null, text })) },
    });
  };
  const reload = (): void => {
    command.reset();
    setChecked(null);
    onReload();
  };
  const confirm = checked ? send : () => void check();
  useConfirmKey(open, confirm);

  return (
    <Modal
      open={open}
      title={checked ? '核对补正通知' : '通知补正'}
      width={720}
      onCancel={onClose}
      footer={
        <>
          {checked ? (
            <Button onClick={() => setChecked(null)}>返回修改</Button>
          ) : (
            <Button onClick={onClose}>先不发</Button>
          )}
          <Button type="primary" onClick={confirm} loading={command.isPending} data-testid="correct-confirm">
            {checked ? `发出通知，共 ${checked.length} 项` : '下一步：核对'}（Ctrl+Enter）
          </Button>
        </>
      }
    >
      <CaseLine review={review} />
      <Alert
        type="warning"
        showIcon
        title="补正通知只能发出一次，请一次列全。"
        description="申请人补正后重新提交，再审时只能通过或不通过。"
      />
      <div hidden={checked !== null} className="dialog-form">
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ faults: [{ text: '' }] }}>
          <Form.List name="faults">
            {(fields, { add, remove }) => (
              <>
                {fields.map(({ key, name }, index) => (
                  <div className="fault-row" key={key}>
                    <span className="fault-number" aria-hidden="true">
                      {index + 1}
                    </span>
                    <Form.Item name={[name, 'step']} className="w-160">
                      <Select
                        aria-label={`第 ${index + 1} 项所在步骤`}
                        placeholder="整件申请"
                        allowClear
                        options={steps.map((step) => ({ value: step.id, label: step.name }))}
                      />
                    </Form.Item>
                    <Form.Item
                      name={[name, 'text']}
                      className="grow"
                      rules={[{ required: true, whitespace: true, message: '请写明要补正什么。' }]}
                    >
                      <Input.TextArea
                        autoFocus
                        autoSize={{ minRows: 1, maxRows: 4 }}
                        maxLength={300}
                        aria-label={`第 ${index + 1} 项补正内容`}
                        placeholder="写明哪里不对、应当怎样改"
                        data-testid={`correct-text-${index}`}
                      />
                    </Form.Item>
                    <Button
                      type="text"
                      icon={<DeleteOutlined />}
                      aria-label={`删除第 ${index + 1} 项`}
                      disabled={fields.length === 1}
                      onClick={() => remove(name)}
                    />
                  </div>
                ))}
                {fields.length < 30 && (
                  <Button
                    type="dashed"
                    icon={<PlusOutlined />}
                    onClick={() => add({ text: '' })}
                    data-testid="correct-add"
                  >
                    再加一项
                  </Button>
                )}
              </>
            )}
          </Form.List>
        </Form>
      </div>
      {checked && (
        <div className="letter" data-testid="correct-letter">
          <p>申请人将看到：</p>
          <ol>
            {checked.map((fault) => (
              <li key={`${fault.step}-${fault.text}`}>
                <strong>{stepName(fault.step)}：</strong>
                {fault.text}
              </li>
            ))}
          </ol>
        </div>
      )}
      <CommandFault error={command.error} onReload={reload} />
    </Modal>
  );
}
