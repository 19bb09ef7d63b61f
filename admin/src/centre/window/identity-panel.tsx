import { identityNumber, personalNumber, personName, routes } from '@zhucheng/shared';
import { Alert, Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { asApiError } from '../../app/api';
import { CommandFault } from '../../app/errors';
import { showFaults } from '../../app/form-faults';
import { day } from '../../app/format';
import { useCommand } from '../../app/query';
import { Panel } from '../../app/ui';
import { DocumentInput } from '../../renderer/document-input';

interface Values {
  code: string;
  name: string;
  idNumber: string;
  seen: boolean;
}

/** The input at which a refusal is shown that names none, by its code. */
const places: Record<string, keyof Values> = {
  WINDOW_CODE_INVALID: 'code',
  REAL_NAME_MISMATCH: 'name',
  WINDOW_IDENTITY_OTHER: 'idNumber',
};
const digits = (code: string): string => code.replace(/\s/g, '');
const rule = (problem: (value: string) => string | null | undefined) => ({
  validator: (_: unknown, value: string | undefined) => {
    const fault = problem(value ?? '');
    return fault ? Promise.reject(new Error(fault)) : Promise.resolve();
  },
});

/** Ties an account to the person at the counter (窗口核验), who shows a code on her phone and her document. */
export function IdentityPanel() {
  const [form] = Form.useForm<Values>();
  const [asked, setAsked] = useState<Values | null>(null);
  const [asking, again] = useState(0);
  const command = useCommand(routes.identity.proveAtWindow, () => {
    form.resetFields();
    again((count) => count + 1);
  });
  const { data: done } = command;
  const at = command.error && places[asApiError(command.error).code];
  const confirm = (): void => {
    if (!asked) return;
    const { code, name, idNumber } = asked;
    command.mutate(
      { body: { code, name, idNumber, seen: true } },
      {
        onError: (error) => {
          const place = places[asApiError(error).code];
          if (place) form.setFields([{ name: place, errors: [asApiError(error).message] }]);
          else showFaults(form, error);
        },
        onSettled: () => setAsked(null),
      },
    );
  };
  return (
    <Panel title="核对身份" extra="办事人不刷脸、在手机上选了“到窗口核验”的" testId="identity-panel">
      {done && (
        <div className="fault">
          <Alert
            type="success"
            showIcon
            data-testid="identity-done"
            title={`已确认：${done.name}，${day(done.until)}前有效。请对方看手机，页面会自己往下走。`}
          />
        </div>
      )}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onValuesChange={() => command.reset()}
        onFinish={(values) => setAsked({ ...values, code: digits(values.code), name: values.name.trim() })}
      >
        <div className="identity-fields">
          <Form.Item
            name="code"
            label="核验码"
            rules={[rule((value) => (/^\d{8}$/.test(digits(value)) ? null : '核验码是 8 位数字，在办事人手机上。'))]}
          >
            <Input
              className="mono"
              inputMode="numeric"
              autoComplete="off"
              maxLength={10}
              placeholder="1234 5678"
              data-testid="identity-code"
            />
          </Form.Item>
          <Form.Item name="name" label="姓名" rules={[rule(personName.problem)]}>
            <Input maxLength={50} autoComplete="off" placeholder="与证件上一致" data-testid="identity-name" />
          </Form.Item>
          <Form.Item name="idNumber" label="证件号码" rules={[rule(personalNumber.problem)]}>
            <DocumentInput key={asking} label="证件号码" testId="identity-number" />
          </Form.Item>
        </div>
        <Form.Item
          name="seen"
          valuePropName="checked"
          rules={[rule((value) => (value ? null : '请核对证件原件和本人后勾选。'))]}
        >
          <Checkbox data-testid="identity-seen">已核对证件原件和本人</Checkbox>
        </Form.Item>
        <CommandFault error={at ? null : command.error} />
        <Button type="primary" htmlType="submit" data-testid="identity-check">
          下一步：确认
        </Button>
      </Form>
      <Modal
        open={asked !== null}
        title="确认是本人"
        okText="确认是本人"
        cancelText="返回修改"
        onCancel={() => setAsked(null)}
        onOk={confirm}
        okButtonProps={{ 'data-testid': 'identity-confirm' }}
        confirmLoading={command.isPending}
      >
        {asked && (
          <dl className="facts check-facts">
            <div>
              <dt>姓名</dt>
              <dd>
                <strong>{asked.name}</strong>
              </dd>
            </div>
            <div>
              <dt>证件号码</dt>
              <dd className="mono">{identityNumber.print(identityNumber.normalise(asked.idNumber))}</dd>
            </div>
            <div>
              <dt>核验码</dt>
              <dd className="mono">{asked.code.replace(/^(\d{4})/, '$1 ')}</dd>
            </div>
          </dl>
        )}
        <p className="before-tick">
          确认后，出示这个核验码的账号一年内可以查看、办理此人的全部不动产业务。核验人和时间会记录在案。
        </p>
      </Modal>
    </Panel>
  );
}
