import { CheckOutlined } from '@ant-design/icons';
import type { InstitutionStaff } from '@zhucheng/shared';
import { Button } from 'antd';
import { EmptyHint } from '../../app/ui';
import type { Editing } from './editing';

interface Props {
  staff: InstitutionStaff;
  onEdit: (editing: Editing) => void;
}

/** Clerk by business: who may do what, at one look. */
export function PermissionsMatrix({ staff, onEdit }: Props) {
  const { businesses, branches } = staff;
  const clerks = staff.clerks.filter((clerk) => clerk.state !== 'left');
  if (clerks.length === 0) return <EmptyHint title="还没有经办人">先新增经办人，再设置权限。</EmptyHint>;
  const branch = new Map(branches.map(({ id, name }) => [id, name]));
  return (
    <div className="panel-body flush">
      <table className="matrix" data-testid="permission-matrix">
        <thead>
          <tr>
            <th scope="col">经办人</th>
            <th scope="col">网点范围</th>
            <th scope="col">全部业务（含以后新增）</th>
            {businesses.map((business) => (
              <th scope="col" key={business.id}>
                {business.name}
              </th>
            ))}
            <th scope="col">操作</th>
          </tr>
        </thead>
        <tbody>
          {clerks.map((clerk) => {
            const all = clerk.businessIds.includes('*');
            return (
              <tr key={clerk.id}>
                <th scope="row">
                  {clerk.name}
                  {clerk.state === 'inactive' && <small className="soft"> 已停用</small>}
                </th>
                <td>{clerk.allBranches ? '全部网点' : `仅${branch.get(clerk.branchId) ?? '本网点'}`}</td>
                <Cell given={all} />
                {businesses.map((business) => (
                  <Cell key={business.id} given={all || clerk.businessIds.includes(business.id)} />
                ))}
                <td>
                  <Button onClick={() => onEdit({ what: 'permissions', clerk })}>设置权限</Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ given }: { given: boolean }) {
  return (
    <td className={given ? 'given' : 'withheld'}>
      {given ? (
        <>
          <CheckOutlined aria-hidden="true" /> 可办
        </>
      ) : (
        '不可'
      )}
    </td>
  );
}
