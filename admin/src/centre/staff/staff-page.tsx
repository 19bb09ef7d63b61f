import { UserAddOutlined } from '@ant-design/icons';
import { type CentreMember, routes } from '@zhucheng/shared';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { ActivationLinkDialog, type NewLink } from '../../app/activation-link';
import { LoadFault } from '../../app/errors';
import { useRead } from '../../app/query';
import { PageHead, PageSkeleton } from '../../app/ui';
import { MemberDialog } from './member-dialog';
import { Proposals } from './proposals';
import { StaffTable } from './staff-table';

/** Whose dialog is open; `null` for a new member of staff. */
export type Editing = { member: CentreMember | null };

/** Administrators of the centre manage its staff. */
export function Component() {
  const [editing, setEditing] = useState<Editing | null>(null);
  const [given, setGiven] = useState<NewLink | null>(null);
  const staff = useRead(['centre-staff'], routes.staffAccess.list, {});
  if (staff.error && !staff.data) return <LoadFault error={staff.error} onRetry={() => void staff.refetch()} />;
  if (!staff.data) return <PageSkeleton />;
  const { items, activeAdministrators } = staff.data;
  return (
    <div className="page">
      <PageHead title="人员管理" hint="一人一号。岗位、停用和退出立即生效，每一步都记入审计日志。">
        <Button
          type="primary"
          size="large"
          icon={<UserAddOutlined />}
          onClick={() => setEditing({ member: null })}
          data-testid="staff-new"
        >
          新增工作人员
        </Button>
      </PageHead>
      {activeAdministrators < 2 && (
        <Alert
          className="fault"
          type="warning"
          showIcon
          title="现在只有一位可用的系统管理员"
          description={
            <>
              万一这位不在，就没有人能管理账号。请在服务器上运行{' '}
              <code className="mono">npm run staff -- create 登录名 姓名</code> 设立第二位；有了两位以后，
              再由一位在本页提出、另一位同意。
            </>
          }
          data-testid="staff-too-few"
        />
      )}
      <Proposals members={items} />
      <section className="panel">
        <div className="panel-body flush">
          <StaffTable members={items} onEdit={(member) => setEditing({ member })} onLink={setGiven} />
        </div>
      </section>
      {editing && (
        <MemberDialog
          member={editing.member}
          enough={activeAdministrators >= 2}
          onClose={() => setEditing(null)}
          onCreated={setGiven}
        />
      )}
      <ActivationLinkDialog given={given} onClose={() => setGiven(null)} />
    </div>
  );
}
