import { consentStates, type FilingState, filingStates, institutionKinds, routes } from '@zhucheng/shared';
import { Radio, Table, Tabs } from 'antd';
import { Link, useNavigate } from 'react-router';
import { LoadFault } from '../../app/errors';
import { elapsed, minute } from '../../app/format';
import { useRead } from '../../app/query';
import { useRemembered } from '../../app/remembered';
import { EmptyHint, PageHead, Pager, useCursor } from '../../app/ui';
import { MembersTable } from './members-table';

export const filingTones: Record<FilingState, string> = { pending: 'action', approved: 'done', refused: 'stopped' };

/** Filings of institutions, and the institutions that are members (入驻机构). */
export function Component() {
  const [tab, setTab] = useRemembered('institutions.tab', 'filings');
  return (
    <div className="page">
      <PageHead title="入驻机构" hint="审核机构的入驻备案；协议到期或终止后，机构的所有账号不能登录。" />
      <section className="panel tabs-panel">
        <Tabs
          activeKey={tab}
          onChange={setTab}
          items={[
            { key: 'filings', label: '备案申请', children: <Filings /> },
            { key: 'members', label: '已入驻机构', children: <MembersTable /> },
          ]}
        />
      </section>
    </div>
  );
}

function Filings() {
  const navigate = useNavigate();
  const [state, setState] = useRemembered<FilingState | 'all'>('institutions.state', 'pending');
  const cursor = useCursor(state);
  const list = useRead(
    ['filings', state, cursor.cursor ?? ''],
    routes.institutions.filings,
    { query: { ...(state !== 'all' && { state }), cursor: cursor.cursor, limit: 20 } },
    { every: 60_000, keep: true },
  );
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <div className="toolbar">
        <Radio.Group
          optionType="button"
          aria-label="状态"
          value={state}
          onChange={(event) => setState(event.target.value as FilingState)}
          options={[
            ...Object.entries(filingStates).map(([value, label]) => ({ value, label })),
            { value: 'all', label: '全部' },
          ]}
        />
      </div>
      <Table
        data-testid="filing-table"
        className="work-table"
        rowKey="id"
        size="medium"
        pagination={false}
        loading={list.isPending || list.isPlaceholderData}
        dataSource={list.data?.items ?? []}
        onRow={(item) => ({ onDoubleClick: () => navigate(`/institutions/filings/${item.id}`) })}
        locale={{
          emptyText: list.isPending ? (
            <div className="empty-space" />
          ) : (
            <EmptyHint title={state === 'pending' ? '没有等待审核的备案' : '没有符合条件的备案'}>
              请机构在登录页点“申请机构入驻备案”提交。
            </EmptyHint>
          ),
        }}
        columns={[
          {
            title: '单位名称',
            render: (_, item) => <Link to={`/institutions/filings/${item.id}`}>{item.name}</Link>,
          },
          {
            title: '统一社会信用代码',
            width: 210,
            render: (_, item) => <span className="mono">{item.creditCode}</span>,
          },
          { title: '类型', width: 180, render: (_, item) => institutionKinds[item.kind] },
          {
            title: '提交时间',
            width: 170,
            render: (_, item) => (
              <span className="stack">
                <span>{minute(item.submittedAt)}</span>
                {item.state === 'pending' && <small className="soft">已等 {elapsed(item.submittedAt)}</small>}
              </span>
            ),
          },
          {
            title: '状态',
            width: 200,
            render: (_, item) => (
              <span className="stack">
                <span className={`state-tag tone-${filingTones[item.state]}`}>{filingStates[item.state]}</span>
                {item.consent && (
                  <small className="soft" data-testid="filing-names-member">
                    单位已入驻，{consentStates[item.consent]}
                  </small>
                )}
              </span>
            ),
          },
        ]}
      />
      <Pager at={cursor} next={list.data?.next ?? null} busy={list.isPlaceholderData} />
    </>
  );
}
