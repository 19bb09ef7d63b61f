import { LeftOutlined } from '@ant-design/icons';
import { type FilingDetail, filingStates, institutionKinds, routes } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { AccountSecrets, type Secrets } from '../../app/account-secrets';
import { LoadFault } from '../../app/errors';
import { elapsed, minute } from '../../app/format';
import { useHotkeys } from '../../app/hotkeys';
import { useForget, useRead } from '../../app/query';
import { Key, PageSkeleton, Panel } from '../../app/ui';
import { ApproveDialog, RefuseDialog } from './decision-dialogs';
import { useFilingPeople } from './filing-people';
import { filingTones } from './list-page';

/** One filing: who applies, who will manage the institution, and the centre's decision. */
export function Component() {
  const { id = '' } = useParams();
  const forget = useForget();
  const { message } = App.useApp();
  const [dialog, setDialog] = useState<'approve' | 'refuse' | null>(null);
  const [secrets, setSecrets] = useState<Secrets | null>(null);
  const detail = useRead(['filing', id], routes.institutions.filing, { params: { id } });
  const people = useFilingPeople(id);
  const pending = detail.data?.state === 'pending' && secrets === null;
  useHotkeys({
    a: pending ? () => setDialog('approve') : undefined,
    r: pending ? () => setDialog('refuse') : undefined,
  });
  if (detail.error && !detail.data) return <LoadFault error={detail.error} onRetry={() => void detail.refetch()} />;
  if (!detail.data) return <PageSkeleton />;
  const filing = detail.data;
  const { legalRepresentative, contact, administrator } = people.shown ?? filing;
  const reload = (): void => void forget('filing', 'filings', 'institutions');

  return (
    <div className="page">
      <Link className="back" to="/institutions">
        <LeftOutlined /> 入驻机构
      </Link>
      <header className="case-head">
        <div className="case-title">
          <div>
            <h1>{filing.name}</h1>
            <p>
              {institutionKinds[filing.kind]} · 回执编号 <span className="mono">{filing.receipt}</span>
            </p>
          </div>
          <div className="case-actions">
            {filing.state === 'pending' && (
              <>
                <Button size="large" danger onClick={() => setDialog('refuse')} data-testid="filing-refuse">
                  不通过 <Key>R</Key>
                </Button>
                <Button size="large" type="primary" onClick={() => setDialog('approve')} data-testid="filing-approve">
                  通过 <Key>A</Key>
                </Button>
              </>
            )}
          </div>
        </div>
        <dl className="answers">
          <div>
            <dt>状态</dt>
            <dd>
              <span
                className={`state-tag tone-${filingTones[filing.state]}`}
                data-testid="filing-state"
                data-state={filing.state}
              >
                {filingStates[filing.state]}
              </span>
            </dd>
          </div>
          <div>
            <dt>提交时间</dt>
            <dd>
              <strong>{minute(filing.submittedAt)}</strong>
              {filing.state === 'pending' && <small>已等 {elapsed(filing.submittedAt)}</small>}
            </dd>
          </div>
          <div>
            <dt>审核</dt>
            <dd>
              <strong>{filing.decidedAt === null ? '还没有审核' : minute(filing.decidedAt)}</strong>
              {filing.decidedBy && <small>{filing.decidedBy}</small>}
            </dd>
          </div>
          <div>
            <dt>同意的条款</dt>
            <dd>
              <strong>版本 {filing.termsVersion}</strong>
            </dd>
          </div>
        </dl>
      </header>
      <div className="columns-2">
        <Panel title="单位信息" extra="请与营业执照核对">
          <Facts
            lines={{
              单位名称: filing.name,
              统一社会信用代码: <span className="mono">{filing.creditCode}</span>,
              法定代表人: legalRepresentative,
            }}
          />
        </Panel>
        <Panel title="人员" extra={people.control}>
          <Facts
            lines={{
              联系人: `${contact.name}　${contact.phone}`,
              首位管理员: `${administrator.name}　${administrator.phone}`,
              登录名: <span className="mono">{filing.administrator.username}</span>,
            }}
          />
        </Panel>
      </div>
      <Decision filing={filing} />
      {people.dialog}
      {dialog === 'approve' && (
        <ApproveDialog
          filing={filing}
          onClose={() => setDialog(null)}
          onReload={reload}
          onDone={(account) => {
            setDialog(null);
            setSecrets({ title: '备案已通过，管理员账号已建立', ...account });
          }}
        />
      )}
      {dialog === 'refuse' && (
        <RefuseDialog
          filing={filing}
          onClose={() => setDialog(null)}
          onReload={reload}
          onDone={() => {
            setDialog(null);
            message.success('已答复不通过，申请单位凭回执可以看到原因。');
            reload();
          }}
        />
      )}
      <AccountSecrets
        secrets={secrets}
        onClose={() => {
          setSecrets(null);
          reload();
        }}
      />
    </div>
  );
}

function Facts({ lines }: { lines: Record<string, ReactNode> }) {
  return (
    <dl className="facts single">
      {Object.entries(lines).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Decision({ filing: { reason, terms } }: { filing: FilingDetail }) {
  if (!reason && !terms) return null;
  return (
    <div className="filing-answer">
      <Panel title={terms ? '协议' : '不通过的原因'}>
        {reason && <p>{reason}</p>}
        {terms && (
          <Facts
            lines={{
              协议期限: `${terms.from} 至 ${terms.until}`,
              公共档案查询: terms.publicArchive ? '开通' : '不开通',
              备注: terms.note || '没有',
            }}
          />
        )}
      </Panel>
    </div>
  );
}
