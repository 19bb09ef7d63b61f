import { PlusOutlined } from '@ant-design/icons';
import { routes } from '@zhucheng/shared';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { ActivationLinkDialog, type NewLink } from '../../app/activation-link';
import { LoadFault } from '../../app/errors';
import { useRead } from '../../app/query';
import { PageHead, PageSkeleton } from '../../app/ui';
import { BranchesTable } from './branches-table';
import { ClerkDialog } from './clerk-dialog';
import { ClerksTable } from './clerks-table';
import type { Editing } from './editing';
import { HandoversTable } from './handovers-table';
import { LeaveDialog } from './leave-dialog';
import { PermissionsMatrix } from './permissions-matrix';

/** An institution's administrators manage their branches, clerks and permissions. */
export function Component() {
  const [editing, setEditing] = useState<Editing>(null);
  const [given, setGiven] = useState<NewLink | null>(null);
  const staff = useRead(['institution-staff'], routes.institutions.staff, {});
  if (staff.error && !staff.data) return <LoadFault error={staff.error} onRetry={() => void staff.refetch()} />;
  if (!staff.data) return <PageSkeleton />;
  const { data } = staff;
  const close = (): void => setEditing(null);
  return (
    <div className="page">
      <PageHead title="人员与权限" hint="一人一号。谁能办什么业务、看哪些网点的件，在这里设置，保存后立即生效。">
        <Button
          type="primary"
          size="large"
          icon={<PlusOutlined />}
          onClick={() => setEditing({ what: 'new' })}
          data-testid="clerk-new"
        >
          新增经办人
        </Button>
      </PageHead>
      <section className="panel tabs-panel">
        <Tabs
          items={[
            {
              key: 'clerks',
              label: '人员',
              children: <ClerksTable staff={data} onEdit={setEditing} onLink={setGiven} />,
            },
            {
              key: 'permissions',
              label: '业务权限表',
              children: <PermissionsMatrix staff={data} onEdit={setEditing} />,
            },
            { key: 'branches', label: '网点', children: <BranchesTable staff={data} /> },
            { key: 'handovers', label: '交接记录', children: <HandoversTable /> },
          ]}
        />
      </section>
      {(editing?.what === 'new' || editing?.what === 'permissions') && (
        <ClerkDialog
          staff={data}
          clerk={editing.what === 'permissions' ? editing.clerk : null}
          onClose={close}
          onCreated={(account) => setGiven({ title: '经办人账号已建立', ...account })}
        />
      )}
      {editing?.what === 'leave' && <LeaveDialog staff={data} clerk={editing.clerk} onClose={close} />}
      <ActivationLinkDialog given={given} onClose={() => setGiven(null)} />
    </div>
  );
}
