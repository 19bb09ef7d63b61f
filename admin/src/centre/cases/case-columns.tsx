import type { FoundCase } from '@zhucheng/shared';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { acceptance, minute } from '../../app/format';
import { StateTag, UnitNumber } from '../../app/ui';

export const columnNames = {
  acceptanceNumber: '受理编号',
  businessName: '业务',
  parties: '当事人',
  location: '坐落',
  state: '状态',
  institution: '申请机构',
  updatedAt: '最近变动',
} as const;
export type CaseColumn = keyof typeof columnNames;
export const allColumns = Object.keys(columnNames) as CaseColumn[];

export function columnsOf(shown: CaseColumn[], institutions: ReadonlyMap<string, string>): TableColumnsType<FoundCase> {
  const definitions: Record<CaseColumn, TableColumnsType<FoundCase>[number]> = {
    acceptanceNumber: {
      title: columnNames.acceptanceNumber,
      width: 180,
      render: (_, item) => (
        <Link className="mono nowrap" to={`/review/${item.id}`}>
          {acceptance(item.acceptanceNumber)}
        </Link>
      ),
    },
    businessName: { title: columnNames.businessName, dataIndex: 'businessName', width: 150 },
    parties: {
      title: columnNames.parties,
      width: 230,
      render: (_, item) => (
        <ul className="plain-list">
          {item.parties.map((party, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: masked names repeat, and the list never changes
            <li key={index}>
              <span className="soft">{party.roleName}</span> {party.name}{' '}
              <span className="mono soft nowrap">{party.idNumberMasked}</span>
            </li>
          ))}
        </ul>
      ),
    },
    location: {
      title: columnNames.location,
      render: (_, item) => (
        <>
          {item.location}
          <br />
          <UnitNumber value={item.unitNumber} />
        </>
      ),
    },
    state: {
      title: columnNames.state,
      width: 124,
      render: (_, item) => <StateTag state={item.state} name={item.stateName} />,
    },
    institution: {
      title: columnNames.institution,
      width: 150,
      render: (_, item) =>
        item.institutionId ? (institutions.get(item.institutionId) ?? '机构') : <span className="soft">个人</span>,
    },
    updatedAt: {
      title: columnNames.updatedAt,
      width: 142,
      render: (_, item) => <span className="nowrap">{minute(item.updatedAt)}</span>,
    },
  };
  return allColumns.filter((name) => shown.includes(name)).map((name) => ({ key: name, ...definitions[name] }));
}
