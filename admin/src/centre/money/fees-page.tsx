import {
  addDays,
  type FeeCitationVersion,
  type FeeRuleVersion,
  feeExemptions,
  formatFen,
  routes,
} from '@zhucheng/shared';
import { Button, Segmented, Table } from 'antd';
import { useState } from 'react';
import { LoadFault } from '../../app/errors';
import { minute } from '../../app/format';
import { useForget, useRead } from '../../app/query';
import { EmptyHint, PageHead, PageSkeleton, Panel } from '../../app/ui';
import { Approval, Decided, moneyReads, useDecider } from './approval';
import { FeeEditor } from './fee-editor';
import { FeePreviewTable } from './fee-preview';
import { ruleName } from './fee-words';
import { MoneyTabs } from './money-tabs';

const states = {
  now: { name: '执行中', tone: 'done' },
  coming: { name: '将要执行', tone: 'waiting' },
  past: { name: '已停用', tone: 'ended' },
} as const;
type Version = Pick<FeeRuleVersion, 'state' | 'from' | 'until' | 'agreedBy' | 'agreedAt'>;

/** The fee table, every version of it; a change is proposed here and agreed to by another one. */
export function Component() {
  const [editing, setEditing] = useState(false);
  const [every, setEvery] = useState(false);
  const decider = useDecider();
  const forget = useForget();
  const read = useRead(['money-fees'], routes.centreFees.table, {});
  const earlier = useRead(['money-fees', 'proposals'], routes.moneyProposals.list, {
    query: { kind: 'fee-table', limit: 50 },
  });
  if (read.error && !read.data) return <LoadFault error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <PageSkeleton />;
  const { rules, citations, open, earliest } = read.data;
  const shown = rules.filter(({ state }) => every || state !== 'past');
  const order = { now: 0, coming: 1, past: 2 };
  shown.sort((a, b) => ruleName(a).localeCompare(ruleName(b), 'zh') || order[a.state] - order[b.state]);
  const change = open?.proposal.content.kind === 'fee-table' ? open.proposal.content.change : null;
  return (
    <div className="page">
      <PageHead title="收费标准" hint="办事指南、缴费单都按这张表算。改了以后从生效那天起自动执行，不用升级系统。">
        {decider && (
          <Button
            type="primary"
            size="large"
            disabled={open !== null}
            onClick={() => setEditing(true)}
            data-testid="fee-change"
          >
            提出调整
          </Button>
        )}
      </PageHead>
      <MoneyTabs />
      {open && change && (
        <Panel title="等待复核" flush testId="approvals">
          <Approval proposal={open.proposal} warning="请对照文件核对下面每一行的金额。同意后到生效那天自动执行。" />
          <div className="pad">
            <FeePreviewTable preview={open.preview} from={change.from} />
          </div>
        </Panel>
      )}
      <Panel
        title="登记费"
        extra={
          <Segmented
            aria-label="范围"
            value={every ? 'every' : 'now'}
            onChange={(value) => setEvery(value === 'every')}
            options={[
              { value: 'now', label: '现行和将要执行' },
              { value: 'every', label: '历次全部' },
            ]}
          />
        }
        flush
      >
        <Table<FeeRuleVersion>
          data-testid="fee-table"
          className="work-table"
          rowKey="id"
          size="small"
          pagination={false}
          dataSource={shown}
          scroll={{ x: 1000 }}
          rowClassName={({ state }) => (state === 'past' ? 'row-ended' : '')}
          columns={[
            { title: '事项、用途和缴费人', render: (_, rule) => ruleName(rule) },
            {
              title: '每件',
              width: 110,
              align: 'right',
              render: (_, rule) => <strong>{formatFen(rule.perUnitFen)}</strong>,
            },
            { title: '第二本起', width: 110, align: 'right', render: (_, rule) => formatFen(rule.perFurtherCopyFen) },
            { title: '依据', width: 230, render: (_, rule) => rule.basis },
            { title: '执行', width: 260, render: (_, rule) => <Span of={rule} /> },
          ]}
        />
      </Panel>
      <Panel title="减免依据" flush>
        <Table<FeeCitationVersion>
          className="work-table"
          rowKey="id"
          size="small"
          pagination={false}
          dataSource={citations.filter(({ state }) => every || state !== 'past')}
          locale={{ emptyText: <EmptyHint title="现在没有减免依据">指南里不会写减免。</EmptyHint> }}
          columns={[
            { title: '减免', render: (_, row) => feeExemptions[row.exemption] },
            { title: '依据', width: 300, render: (_, row) => row.text },
            { title: '执行', width: 260, render: (_, row) => <Span of={row} /> },
          ]}
        />
      </Panel>
      <Panel title="提出过的调整" flush>
        <Decided proposals={earlier.data?.items ?? []} />
      </Panel>
      {editing && (
        <FeeEditor
          rules={rules.filter(({ until }) => until === null)}
          citations={citations.filter(({ state, until }) => state !== 'past' || until === null)}
          earliest={earliest}
          onClose={() => setEditing(false)}
          onDone={() => {
            setEditing(false);
            void forget(...moneyReads);
          }}
        />
      )}
    </div>
  );
}

function Span({ of: { state, from, until, agreedBy, agreedAt } }: { of: Version }) {
  return (
    <span className="stack">
      <span>
        <span className={`state-tag tone-${states[state].tone}`}>{states[state].name}</span> {from} 起
      </span>
      {until && <small className="soft">到 {addDays(until, -1)} 为止</small>}
      {agreedBy && agreedAt !== null && (
        <small className="soft">
          {agreedBy} {minute(agreedAt)} 复核
        </small>
      )}
    </span>
  );
}
