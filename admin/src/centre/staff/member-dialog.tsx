import { type CentreMember, type CentreRole, centreRoles, loginName, personName, routes } from '@zhucheng/shared';
import { Alert, App, Checkbox, Form, Input, Modal } from 'antd';
import type { NewLink } from '../../app/activation-link';
import { CommandFault } from '../../app/errors';
import { showFaults } from '../../app/form-faults';
import { roleNames } from '../../app/menu';
import { useCommand, useForget } from '../../app/query';
import { type Described, useSave } from '../../app/use-save';
import { moreOf } from './staff-table';

interface Values {
  name: string;
  username: string;
  roles: CentreRole[];
}

interface Props {
  /** Null for a new one. */
  member: CentreMember | null;
  /** There is somebody who could agree to a new administrator. */
  enough: boolean;
  onClose: () => void;
  onCreated: (link: NewLink) => void;
}

const duties: Record<CentreRole, string> = {
  officer: '审核办件、窗口核验',
  registrar: '登簿、办事指南',
  auditor: '只读：办件、登记簿和审计日志',
  administrator: '管理人员、机构和设置，须另一位管理员同意',
};

const described: Described = [
  ['roles', '岗位', (roles: CentreRole[]) => roles.map((role) => roleNames[role]).join('、')],
];

/** A new member of the centre's staff, or another's roles. */
export function MemberDialog({ member, enough, onClose, onCreated }: Props) {
  const [form] = Form.useForm<Values>();
  const roles = Form.useWatch('roles', form);
  const forget = useForget();
  const { message } = App.useApp();
  const done = (): void => {
    void forget('centre-staff');
    onClose();
  };
  const create = useCommand(routes.staffAccess.create, (reply) => {
    done();
    onCreated({ title: '账号已建立', ...reply, more: moreOf(reply) });
  });
  const change = useSave(
    routes.staffAccess.setRoles,
    described,
    ({ proposed }) => {
      done();
      message.success(proposed ? '已提出，等另一位系统管理员同意。' : '岗位已保存，立即生效。');
    },
    (body, { values }) => ({ ...body, was: values?.roles }),
  );
  const send = (values: Values): void => {
    const onError = (error: unknown): void => showFaults(form, error);
    if (member)
      change.save({ params: { id: member.id }, body: { was: member.roles, roles: values.roles } }, { onError });
    else create.mutate({ body: values }, { onError });
  };
  const had = member?.roles.includes('administrator') || member?.proposal != null;
  const wantsAdministrator = roles?.includes('administrator') && !member?.roles.includes('administrator');
  return (
    <Modal
      open
      title={member ? `修改 ${member.name} 的岗位` : '新增工作人员'}
      width={560}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={member ? '保存岗位' : '新增并生成激活链接'}
      cancelText="取消"
      okButtonProps={{ 'data-testid': 'staff-save' }}
      confirmLoading={create.isPending || change.busy}
    >
      <Form
        form={form}
        className="dialog-form"
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        onFinish={send}
        initialValues={{ roles: [...(member?.roles ?? []), ...(member?.proposal ? ['administrator'] : [])] }}
      >
        {!member && (
          <div className="form-grid">
            <Form.Item
              name="name"
              label="姓名"
              rules={[
                {
                  validator: (_, value: string | undefined) => {
                    const text = personName.problem(value ?? '');
                    return text ? Promise.reject(new Error(text)) : Promise.resolve();
                  },
                },
              ]}
            >
              <Input maxLength={50} autoFocus data-testid="staff-name" />
            </Form.Item>
            <Form.Item
              name="username"
              label="登录名"
              extra="4 至 30 位，以字母开头，不能重名"
              rules={[
                {
                  validator: (_, value: string | undefined) => {
                    const result = loginName.safeParse(value ?? '');
                    return result.success
                      ? Promise.resolve()
                      : Promise.reject(new Error(result.error.issues[0]?.message));
                  },
                },
              ]}
            >
              <Input maxLength={32} autoComplete="off" data-testid="staff-username" />
            </Form.Item>
          </div>
        )}
        <Form.Item name="roles" label="岗位" rules={[{ required: true, message: '请至少选择一个岗位。' }]}>
          <Checkbox.Group className="role-choices">
            {centreRoles.map((role) => (
              <Checkbox
                key={role}
                value={role}
                disabled={role === 'administrator' && !enough && !had}
                data-testid={`staff-role-${role}`}
              >
                <span className="stack">
                  <strong>{roleNames[role]}</strong>
                  <small className="soft">{duties[role]}</small>
                </span>
              </Checkbox>
            ))}
          </Checkbox.Group>
        </Form.Item>
      </Form>
      {wantsAdministrator && (
        <Alert
          type="info"
          showIcon
          title="系统管理员要两个人同意"
          description="本人激活账号后，请另一位系统管理员登录，在本页核实并点“同意”。在那以前这个岗位不生效。"
        />
      )}
      {change.conflict}
      <CommandFault error={create.error ?? change.error} onReload={done} />
    </Modal>
  );
}
