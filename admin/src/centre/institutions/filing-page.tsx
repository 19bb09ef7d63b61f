import { LeftOutlined } from '@ant-design/icons';
import { consentStates, type FilingDetail, filingStates, institutionKinds, routes } from '@zhucheng/shared';
import { Alert, App, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { ActivationLinkDialog, type NewLink } from '../../app/activation-link';
import { asApiError } from '../../app/api';
import { LoadFault } from '../../app/errors';
import { elapsed, minute } from '../../app/format';
import { useHotkeys } from '../../app/hotkeys';
import { useCommand, useForget, useRead } from '../../app/query';
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
  const [given, setGiven] = useState<NewLink | null>(null);
  const detail = useRead(['filing', id], routes.institutions.filing, { params: { id } });
  const people = useFilingPeople(id);
  const reissue = useCommand(routes.institutions.reissue, (reply) => setGiven({ title: '新的激活链接', ...reply }));
  const pending = detail.data?.state === 'pending' && given === null;
  const consented = detail.data?.consent === null || detail.data?.consent === 'given';
  useHotkeys({
    a: pending && consented ? () => setDialog('approve') : undefined,
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
                <Button
                  size="large"
                  type="primary"
                  disabled={!consented}
                  onClick={() => setDialog('approve')}
                  data-testid="filing-approve"
                >
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
      <Naming filing={filing} />
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
              [filing.member ? '申请人' : '首位管理员']: `${administrator.name}　${administrator.phone}`,
              登录名: <span className="mono">{filing.administrator.username}</span>,
            }}
          />
          {filing.administrator.activated === false && (
            <p className="after-field row-actions">
              <span className="soft">管理员还没有激活账号。链接丢了或过期了？</span>
              <Button
                loading={reissue.isPending}
                onClick={() =>
                  reissue.mutate(
                    { params: { id } },
                    { onError: (error) => void message.error(asApiError(error).message, 8) },
                  )
                }
                data-testid="filing-reissue"
              >
                换一条激活链接
              </Button>
            </p>
          )}
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
            setGiven({ title: `备案已通过，${filing.member ? '经办人' : '管理员'}账号已建立`, ...account });
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
      <ActivationLinkDialog
        given={given}
        onClose={() => {
          setGiven(null);
          reload();
        }}
      />
    </div>
  );
}

const memberStates = { active: '', 'not-yet': '（协议未生效）', expired: '（协议已到期）', closed: '（已终止）' };

/** Warnings beside a filing: other filings for the organisation, or an existing membership. */
function Naming({ filing: { state, member, consent, others } }: { filing: FilingDetail }) {
  const pending = state === 'pending';
  return (
    <>
      {member && consent && (
        <Alert
          className="filing-note"
          type={pending && consent === 'asked' ? 'warning' : 'info'}
          showIcon
          data-testid="filing-member"
          title={`这家单位已经入驻：${member.name}${memberStates[member.state]}，${consentStates[consent]}`}
          description={
            <>
              <p>
                统一社会信用代码 <span className="mono">{member.creditCode}</span>
                {member.answeredAt !== null && `；${member.answeredBy ?? ''} ${minute(member.answeredAt)} 答复`}
              </p>
              {pending && (
                <p>
                  {consent === 'asked'
                    ? member.state === 'active'
                      ? '已请它的管理员在“加入申请”里答复，同意以后才能通过。'
                      : '它现在不能登录，答复不了。要恢复的，请先在“已入驻机构”里续签。'
                    : '通过后开通一个普通经办人账号，不是管理员，也不改动原来的协议。'}
                </p>
              )}
            </>
          }
        />
      )}
      {pending && others > 0 && (
        <Alert
          className="filing-note"
          type="warning"
          showIcon
          data-testid="filing-others"
          title={`还有 ${others} 份等待审核的备案写了同一个名称或信用代码`}
          description="请与营业执照逐一核对，只通过真实的那一份；通过以后，其余的要由这家单位的管理员同意。"
        />
      )}
    </>
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
