import {
  type ClerkView,
  type InstitutionStaff,
  type NewAccount,
  personName,
  phone,
  routes,
  typingRoom,
} from '@zhucheng/shared';
import { App, Checkbox, Form, Input, Modal, Radio, Select } from 'antd';
import { CommandFault } from '../../app/errors';
import { showFaults } from '../../app/form-faults';
import { useCommand, useForget } from '../../app/query';
import { type Described, useSave } from '../../app/use-save';

interface Values {
  name: string;
  phone: string;
  username: string;
  branchId: string;
  range: 'all' | 'some';
  businessIds: string[];
  allBranches: boolean;
  admin: boolean;
}

interface Props {
  staff: InstitutionStaff;
  /** Null for a new one. */
  clerk: ClerkView | null;
  onClose: () => void;
  onCreated: (account: NewAccount) => void;
}

const problemOf = (problem: (value: string) => string | null) => ({
  validator: (_: unknown, value: string | undefined) => {
    const text = problem(value ?? '');
    return text ? Promise.reject(new Error(text)) : Promise.resolve();
  },
});

/** A new clerk, or another clerk's permissions. */
export function ClerkDialog({ staff, clerk, onClose, onCreated }: Props) {
  const [form] = Form.useForm<Values>();
  const forget = useForget();
  const { message } = App.useApp();
  const done = (): void => {
    void forget('institution-staff');
    onClose();
  };
  const create = useCommand(routes.institutions.createClerk, (account) => {
    done();
    onCreated(account);
  });
  const names = new Map([...staff.branches, ...staff.businesses].map(({ id, name }) => [id, name]));
  const described: Described = [
    ['branchId', '所属网点', (id: string) => names.get(id) ?? id],
    ['allBranches', '网点范围', (all: boolean) => (all ? '全部网点的件' : '仅所属网点的件')],
    [
      'businessIds',
      '可办业务',
      (ids: string[]) => (ids.includes('*') ? '全部业务' : ids.map((id) => names.get(id) ?? '已停办的业务').join('、')),
    ],
    ['admin', '机构管理员', (admin: boolean) => (admin ? '是' : '不是')],
  ];
  const change = useSave(routes.institutions.setPermissions, described, () => {
    done();
    message.success('权限已保存，立即生效。');
  });
  const send = ({ range, businessIds, name, phone: number, username, ...values }: Values): void => {
    const permissions = { ...values, businessIds: range === 'all' ? ['*'] : (businessIds ?? []) };
    const onError = (error: unknown): void => showFaults(form, error);
    if (clerk) change.save({ params: { id: clerk.id }, body: { version: clerk.version, ...permissions } }, { onError });
    else create.mutate({ body: { name, phone: number, username, ...permissions } }, { onError });
  };
  const open = staff.branches.filter((branch) => branch.active || branch.id === clerk?.branchId);
  const all = clerk?.businessIds.includes('*') ?? false;
  return (
    <Modal
      open
      title={clerk ? `设置 ${clerk.name} 的权限` : '新增经办人'}
      width={640}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={clerk ? '保存权限' : '新增并生成激活链接'}
      okButtonProps={{ 'data-testid': 'clerk-save' }}
      confirmLoading={create.isPending || change.busy}
    >
      <Form
        form={form}
        className="dialog-form"
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        onFinish={send}
        initialValues={{
          branchId: clerk?.branchId ?? open[0]?.id,
          range: all ? 'all' : 'some',
          businessIds: clerk && !all ? clerk.businessIds : [],
          allBranches: clerk?.allBranches ?? false,
          admin: clerk?.admin ?? false,
        }}
      >
        {!clerk && (
          <div className="form-grid">
            <Form.Item name="name" label="姓名" rules={[problemOf(personName.problem)]}>
              <Input maxLength={50} autoFocus data-testid="clerk-name" />
            </Form.Item>
            <Form.Item name="phone" label="手机号" rules={[problemOf(phone.problem)]}>
              <Input inputMode="tel" maxLength={typingRoom(phone)} data-testid="clerk-phone" />
            </Form.Item>
            <Form.Item
              className="wide"
              name="username"
              label="登录名"
              extra="4 至 30 位，以字母开头；全平台不能重名，建议加单位简称，例如 yintan-lili"
              rules={[
                {
                  required: true,
                  pattern: /^ {0,9}[A-Za-z][A-Za-z0-9_-]{3,29} {0,9}$/,
                  message: '登录名应为 4 至 30 位，以字母开头，可含字母、数字、下划线和短横。',
                },
              ]}
            >
              <Input maxLength={32} autoComplete="off" data-testid="clerk-username" />
            </Form.Item>
          </div>
        )}
        <PermissionFields branches={open} staff={staff} />
      </Form>
      {change.conflict}
      <CommandFault error={create.error ?? change.error} onReload={done} />
    </Modal>
  );
}

function PermissionFields({ staff, branches }: { staff: InstitutionStaff; branches: InstitutionStaff['branches'] }) {
  const range = Form.useWatch<Values['range']>('range');
  return (
    <>
      <div className="form-grid">
        <Form.Item name="branchId" label="所属网点" rules={[{ required: true, message: '请选择所属网点。' }]}>
          <Select options={branches.map(({ id, name }) => ({ value: id, label: name }))} data-testid="clerk-branch" />
        </Form.Item>
        <Form.Item name="allBranches" label="网点范围">
          <Radio.Group
            options={[
              { value: false, label: '仅所属网点的件' },
              { value: true, label: '全部网点的件' },
            ]}
          />
        </Form.Item>
      </div>
      <Form.Item name="range" label="可办业务">
        <Radio.Group
          options={[
            { value: 'some', label: '只办选中的业务' },
            { value: 'all', label: '全部业务（含以后新增的）' },
          ]}
        />
      </Form.Item>
      {range === 'some' && (
        <Form.Item name="businessIds" extra={staff.businesses.length > 0 && '不选就只能登录，不能办理业务'}>
          <Checkbox.Group className="choices" aria-label="业务">
            {staff.businesses.length === 0 && <span className="soft">目前没有可由机构发起的业务。</span>}
            {staff.businesses.map(({ id, name }) => (
              <Checkbox key={id} value={id} data-testid={`clerk-business-${id}`}>
                {name}
              </Checkbox>
            ))}
          </Checkbox.Group>
        </Form.Item>
      )}
      <Form.Item name="admin" valuePropName="checked" extra="可以管理本机构的网点、人员和权限">
        <Checkbox data-testid="clerk-admin">同时是机构管理员</Checkbox>
      </Form.Item>
    </>
  );
}
