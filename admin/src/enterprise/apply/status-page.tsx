import { type FilingReceipt, filingStates, receiptNumber, routes } from '@zhucheng/shared';
import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import { CommandFault } from '../../app/errors';
import { showFaults } from '../../app/form-faults';
import { minute } from '../../app/format';
import { useCommand } from '../../app/query';
import { PageHead, Panel } from '../../app/ui';
import { OpenPage } from './open-page';

/** What has become of a filing. The receipt number travels in the body, never in the address. */
export function Component() {
  const [form] = Form.useForm<{ receipt: string }>();
  const given = (useLocation().state as { receipt?: string } | null)?.receipt;
  const command = useCommand(routes.institutions.status);
  const ask = (receipt: string): void =>
    command.mutate({ body: { receipt } }, { onError: (error) => showFaults(form, error) });
  const asked = useRef(false);
  useEffect(() => {
    if (!given || asked.current) return;
    asked.current = true;
    ask(given);
  });

  return (
    <OpenPage>
      <PageHead title="查询备案进度" hint="回执编号在提交备案申请后的页面上，以 JG 开头，共 20 位。" />
      <section className="panel">
        <div className="panel-body">
          <Form
            form={form}
            layout="vertical"
            size="large"
            requiredMark={false}
            initialValues={{ receipt: given }}
            onFinish={({ receipt }) => ask(receipt)}
          >
            <Form.Item
              name="receipt"
              label="回执编号"
              rules={[
                {
                  validator: (_, value: string | undefined) => {
                    const result = receiptNumber.safeParse(value ?? '');
                    const message = value ? result.error?.issues[0]?.message : '请填写回执编号。';
                    return message ? Promise.reject(new Error(message)) : Promise.resolve();
                  },
                },
              ]}
              validateTrigger="onSubmit"
            >
              <Input className="mono" maxLength={30} autoFocus data-testid="status-receipt" />
            </Form.Item>
            <Button type="primary" htmlType="submit" loading={command.isPending} data-testid="status-ask">
              查询
            </Button>
          </Form>
          <CommandFault error={command.error} />
        </div>
      </section>
      {command.data && <Answer receipt={command.data} />}
    </OpenPage>
  );
}

const next: Record<FilingReceipt['state'], string> = {
  pending: '登记中心正在审核，可能会打电话核实，请保持联系人手机畅通。',
  approved: '登记中心会把管理员账号的激活链接交给联系人。打开链接设好密码和动态口令，就可以登录工作台。',
  refused: '请按原因更正后重新申请；有疑问可到登记中心窗口咨询。',
};

/** Of a filing that names a member. */
const nextOfMember: Partial<Record<NonNullable<FilingReceipt['consent']>, string>> = {
  asked: '这家单位已经入驻，正在等它的管理员答复。您可以请单位里的管理员登录工作台，在“加入申请”里同意。',
  given: '单位管理员已经同意，登记中心审核后为您开通经办人账号。',
};

function Answer({ receipt }: { receipt: FilingReceipt }) {
  const { state, consent } = receipt;
  const hint = (state === 'pending' && consent && nextOfMember[consent]) || next[state];
  return (
    <div className="filing-answer" data-testid="status-answer" data-state={state}>
      <Panel title={receipt.name}>
        <Alert
          type={state === 'approved' ? 'success' : state === 'refused' ? 'error' : 'info'}
          showIcon
          role="status"
          title={filingStates[state]}
          description={
            <>
              {receipt.reason && <p>原因：{receipt.reason}</p>}
              <p>{hint}</p>
            </>
          }
        />
        <dl className="facts after-field">
          <div>
            <dt>提交时间</dt>
            <dd>{minute(receipt.submittedAt)}</dd>
          </div>
          <div>
            <dt>审核时间</dt>
            <dd>{receipt.decidedAt === null ? '还没有审核' : minute(receipt.decidedAt)}</dd>
          </div>
        </dl>
        {state !== 'pending' && (
          <p className="after-field">
            <Link to={state === 'approved' ? '/sign-in' : '/enterprise/apply'}>
              {state === 'approved' ? '去登录工作台' : '重新申请备案'}
            </Link>
          </p>
        )}
      </Panel>
    </div>
  );
}
