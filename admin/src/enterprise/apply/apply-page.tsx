import {
  type FilingReceipt,
  filingTerms,
  type Identifier,
  type InstitutionKind,
  institutionKinds,
  organisationName,
  personName,
  phone,
  registeredCode,
  routes,
  typingRoom,
} from '@zhucheng/shared';
import { Button, Checkbox, Form, Input, Radio, Result } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { CommandFault } from '../../app/errors';
import { showFaults } from '../../app/form-faults';
import { useCommand } from '../../app/query';
import { PageHead, Panel } from '../../app/ui';
import { OpenPage } from './open-page';

interface Person {
  name: string;
  phone: string;
}
interface Values {
  name: string;
  creditCode: string;
  kind: InstitutionKind;
  legalRepresentative: string;
  contact: Person;
  administrator: Person & { username: string };
  agreed: boolean;
}

/** The identifier's own sentence, so that desk and server say the same. */
const checked = (identifier: Identifier) => ({
  validator: (_: unknown, value: string | undefined) => {
    const problem = identifier.problem(value ?? '');
    return problem ? Promise.reject(new Error(problem)) : Promise.resolve();
  },
});

/** An institution files to become a member (机构入驻备案). */
export function Component() {
  const [form] = Form.useForm<Values>();
  const [receipt, setReceipt] = useState<FilingReceipt | null>(null);
  const command = useCommand(routes.institutions.apply, (reply) => {
    setReceipt(reply);
    window.scrollTo(0, 0);
  });
  if (receipt) return <Sent receipt={receipt} />;

  const send = ({ agreed: _, ...values }: Values) =>
    command.mutate(
      { body: { ...values, termsVersion: filingTerms.version } },
      { onError: (error) => showFaults(form, error) },
    );
  return (
    <OpenPage>
      <PageHead
        title="机构入驻备案"
        hint="银行、房地产开发企业、房产中介填写下面三项内容，登记中心审核通过后开通工作台。大约需要 5 分钟。"
      />
      <Form
        form={form}
        layout="vertical"
        size="large"
        requiredMark={false}
        validateTrigger="onBlur"
        scrollToFirstError={{ focus: true }}
        onFinish={send}
        initialValues={{ kind: 'bank' }}
      >
        <Panel title="一、单位信息">
          <div className="form-grid">
            <Form.Item className="wide" name="kind" label="机构类型">
              <Radio.Group options={Object.entries(institutionKinds).map(([value, label]) => ({ value, label }))} />
            </Form.Item>
            <Form.Item name="name" label="单位名称" extra="与营业执照一致" rules={[checked(organisationName)]}>
              <Input maxLength={100} autoComplete="organization" data-testid="apply-name" />
            </Form.Item>
            <Form.Item
              name="creditCode"
              label="统一社会信用代码"
              extra="营业执照上的 18 位代码"
              rules={[
                checked(registeredCode),
                {
                  warningOnly: true,
                  validator: (_, value?: string) => {
                    const warning = registeredCode.warning(value ?? '');
                    return warning ? Promise.reject(new Error(warning)) : Promise.resolve();
                  },
                },
              ]}
            >
              <Input className="mono" maxLength={typingRoom(registeredCode)} data-testid="apply-credit-code" />
            </Form.Item>
            <Form.Item name="legalRepresentative" label="法定代表人（负责人）姓名" rules={[checked(personName)]}>
              <Input maxLength={50} data-testid="apply-representative" />
            </Form.Item>
          </div>
        </Panel>
        <Panel title="二、联系人" extra="审核中有疑问时联系">
          <div className="form-grid">
            <Form.Item name={['contact', 'name']} label="联系人姓名" rules={[checked(personName)]}>
              <Input maxLength={50} data-testid="apply-contact" />
            </Form.Item>
            <Form.Item name={['contact', 'phone']} label="联系人手机号" rules={[checked(phone)]}>
              <Input inputMode="tel" maxLength={typingRoom(phone)} data-testid="apply-contact-phone" />
            </Form.Item>
          </div>
        </Panel>
        <Panel title="三、首位机构管理员" extra="负责开通和管理本机构其他人员的账号">
          <div className="form-grid">
            <Form.Item name={['administrator', 'name']} label="管理员姓名" rules={[checked(personName)]}>
              <Input maxLength={50} data-testid="apply-admin" />
            </Form.Item>
            <Form.Item name={['administrator', 'phone']} label="管理员手机号" rules={[checked(phone)]}>
              <Input inputMode="tel" maxLength={typingRoom(phone)} data-testid="apply-admin-phone" />
            </Form.Item>
            <Form.Item
              name={['administrator', 'username']}
              label="登录名"
              extra="4 至 30 位，以字母开头，可含字母、数字、下划线和短横；通过后用它登录，重名时由登记中心调整"
              rules={[
                { required: true, message: '请填写登录名。' },
                {
                  pattern: /^ {0,9}[A-Za-z][A-Za-z0-9_-]{3,29} {0,9}$/,
                  message: '登录名应为 4 至 30 位，以字母开头，可含字母、数字、下划线和短横。',
                },
              ]}
            >
              <Input maxLength={32} autoComplete="off" data-testid="apply-username" />
            </Form.Item>
          </div>
        </Panel>
        <Panel title={filingTerms.title} extra={`版本 ${filingTerms.version}`}>
          <ol className="terms-list">
            {filingTerms.clauses.map((clause) => (
              <li key={clause}>{clause}</li>
            ))}
          </ol>
          <Form.Item
            name="agreed"
            valuePropName="checked"
            rules={[
              {
                validator: (_, value: boolean) =>
                  value ? Promise.resolve() : Promise.reject(new Error('请阅读并同意入驻服务条款。')),
              },
            ]}
          >
            <Checkbox className="before-tick" data-testid="apply-agreed">
              我代表本单位阅读并同意以上条款，所填内容真实
            </Checkbox>
          </Form.Item>
        </Panel>
        <CommandFault error={command.error} />
        <div className="open-actions">
          <Button type="primary" htmlType="submit" loading={command.isPending} data-testid="apply-send">
            提交备案申请
          </Button>
          <span className="soft">提交后会得到一个回执编号，凭它查询进度。</span>
        </div>
      </Form>
    </OpenPage>
  );
}

function Sent({ receipt }: { receipt: FilingReceipt }) {
  return (
    <OpenPage>
      <section className="panel">
        <Result
          status="success"
          title="备案申请已提交"
          subTitle={`${receipt.name}，登记中心审核后，管理员账号由登记中心交给联系人。`}
          extra={
            <>
              <p>请抄下或拍下回执编号，查询进度时要用：</p>
              <strong className="receipt-number mono" data-testid="receipt">
                {receipt.receipt}
              </strong>
              <Link to="/enterprise/apply/status" state={{ receipt: receipt.receipt }}>
                <Button type="primary" size="large">
                  查看进度
                </Button>
              </Link>
            </>
          }
        />
      </section>
    </OpenPage>
  );
}
