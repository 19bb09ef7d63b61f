import { type BranchView, type InstitutionStaff, routes } from '@zhucheng/shared';
import { App, Button, Form, Input, Modal, Table } from 'antd';
import { useState } from 'react';
import { asApiError } from '../../app/api';
import { CommandFault } from '../../app/errors';
import { showFaults } from '../../app/form-faults';
import { useCommand, useForget } from '../../app/query';

/** Branches of the institution: 支行、项目部. */
export function BranchesTable({ staff }: { staff: InstitutionStaff }) {
  const [editing, setEditing] = useState<BranchView | 'new' | null>(null);
  const forget = useForget();
  const { message } = App.useApp();
  const update = useCommand(routes.institutions.updateBranch, () => forget('institution-staff'));
  const toggle = ({ id, name, active }: BranchView) =>
    update.mutate(
      { params: { id }, body: { name, active: !active } },
      {
        onSuccess: () => message.success(active ? '网点已停用。' : '网点已恢复。'),
        onError: (error) => message.error(asApiError(error).message),
      },
    );
  const members = (id: string) =>
    staff.clerks.filter((clerk) => clerk.branchId === id && clerk.state !== 'left').length;
  return (
    <>
      <div className="toolbar">
        <Button type="primary" onClick={() => setEditing('new')} data-testid="branch-new">
          新增网点
        </Button>
        <span className="soft">支行、项目部等。经办人默认只能办理所属网点的件。</span>
      </div>
      <Table
        data-testid="branch-table"
        className="work-table"
        rowKey="id"
        size="medium"
        pagination={false}
        dataSource={staff.branches}
        columns={[
          {
            title: '网点',
            render: (_, branch) => (
              <>
                <strong>{branch.name}</strong>
                {branch.headOffice && <span className="soft">（默认网点）</span>}
              </>
            ),
          },
          { title: '在册人员', width: 120, render: (_, branch) => `${members(branch.id)} 人` },
          {
            title: '状态',
            width: 120,
            render: (_, { active }) => (
              <span className={`state-tag tone-${active ? 'done' : 'ended'}`}>{active ? '使用中' : '已停用'}</span>
            ),
          },
          {
            title: '操作',
            width: 220,
            render: (_, branch) => (
              <span className="row-actions">
                <Button onClick={() => setEditing(branch)}>改名</Button>
                {!branch.headOffice && (
                  <Button onClick={() => toggle(branch)} loading={update.isPending}>
                    {branch.active ? '停用' : '恢复'}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      {editing && <NameDialog branch={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function NameDialog({ branch, onClose }: { branch: BranchView | null; onClose: () => void }) {
  const [form] = Form.useForm<{ name: string }>();
  const forget = useForget();
  const done = (): void => {
    void forget('institution-staff');
    onClose();
  };
  const add = useCommand(routes.institutions.addBranch, done);
  const update = useCommand(routes.institutions.updateBranch, done);
  const send = ({ name }: { name: string }): void => {
    const onError = (error: unknown): void => showFaults(form, error);
    if (branch) update.mutate({ params: { id: branch.id }, body: { name, active: branch.active } }, { onError });
    else add.mutate({ body: { name } }, { onError });
  };
  return (
    <Modal
      open
      title={branch ? '网点改名' : '新增网点'}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText="保存"
      okButtonProps={{ 'data-testid': 'branch-save' }}
      confirmLoading={add.isPending || update.isPending}
    >
      <Form
        form={form}
        className="dialog-form"
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: branch?.name }}
        onFinish={send}
      >
        <Form.Item
          name="name"
          label="网点名称"
          rules={[{ required: true, whitespace: true, message: '请填写网点名称。' }]}
        >
          <Input autoFocus maxLength={60} placeholder="例如：海城支行" data-testid="branch-name" />
        </Form.Item>
      </Form>
      <CommandFault error={add.error ?? update.error} />
    </Modal>
  );
}
