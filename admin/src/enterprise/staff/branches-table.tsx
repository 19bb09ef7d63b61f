import { type BranchView, type InstitutionStaff, routes } from '@zhucheng/shared';
import { App, Button, Form, Input, Modal, Table } from 'antd';
import { useState } from 'react';
import { asApiError } from '../../app/api';
import { CommandFault } from '../../app/errors';
import { showFaults } from '../../app/form-faults';
import { useCommand, useForget } from '../../app/query';
import { type Described, useSave } from '../../app/use-save';

const described: Described = [
  ['name', '网点名称', String],
  ['active', '状态', (active: boolean) => (active ? '使用中' : '已停用')],
];

/** Branches of the institution: 支行、项目部. */
export function BranchesTable({ staff }: { staff: InstitutionStaff }) {
  const [editing, setEditing] = useState<BranchView | 'new' | null>(null);
  const forget = useForget();
  const { message } = App.useApp();
  const update = useSave(routes.institutions.updateBranch, described, ({ active }) => {
    message.success(active ? '网点已恢复。' : '网点已停用。');
    void forget('institution-staff');
  });
  const toggle = ({ id, version, name, active }: BranchView): void => {
    const onError = (error: unknown): void => {
      if (!asApiError(error).saved) void message.error(asApiError(error).message);
    };
    update.save({ params: { id }, body: { version, name, active: !active } }, { onError });
  };
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
      {update.conflict}
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
                  <Button onClick={() => toggle(branch)} loading={update.busy}>
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
  const update = useSave(routes.institutions.updateBranch, described, done);
  const send = ({ name }: { name: string }): void => {
    const onError = (error: unknown): void => showFaults(form, error);
    if (branch) {
      const { id, version, active } = branch;
      update.save({ params: { id }, body: { version, name, active } }, { onError });
    } else add.mutate({ body: { name } }, { onError });
  };
  return (
    <Modal
      open
      title={branch ? '网点改名' : '新增网点'}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText="保存"
      okButtonProps={{ 'data-testid': 'branch-save' }}
      confirmLoading={add.isPending || update.busy}
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
      {update.conflict}
      <CommandFault error={add.error ?? update.error} />
    </Modal>
  );
}
