import { CheckCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { type ReviewCase, routes } from '@zhucheng/shared';
import { Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { CommandFault } from '../../app/errors';
import { yuan } from '../../app/format';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand } from '../../app/query';
import { Commitment } from '../../renderer/commitments';
import { declarationOf } from '../../renderer/declarations';
import { CaseLine, type DecisionProps } from './dialog-parts';

/** The check page before an approval: who gets what, what differs, what it costs, what happens next. */
export function ApproveDialog({ review, open, onClose, onReload, onDone }: DecisionProps) {
  const { case: view, fee } = review;
  const [opinion, setOpinion] = useState('');
  const [seen, setSeen] = useState(false);
  const command = useCommand(routes.review.approve, onDone);
  const different = review.comparison.filter((row) => row.differs);
  const unpassed = view.checks.filter((check) => check.result !== 'passed');
  const mustTick = different.length + unpassed.length + view.warnings.length > 0;
  const ready = !mustTick || seen;
  const confirm = (): void => {
    if (!ready || command.isPending) return;
    const text = opinion.trim();
    command.mutate({
      params: { id: view.id },
      body: text ? { version: view.version, opinion: text } : { version: view.version },
    });
  };
  useConfirmKey(open, confirm);
  const reload = (): void => {
    command.reset();
    setSeen(false);
    onReload();
  };

  return (
    <Modal
      open={open}
      title="核对后通过"
      width={640}
      onCancel={onClose}
      onOk={confirm}
      okText="确认通过（Ctrl+Enter）"
      okButtonProps={{ disabled: !ready, 'data-testid': 'case-approve-confirm' }}
      cancelText="再看看"
      confirmLoading={command.isPending}
    >
      <CaseLine review={review} />
      <dl className="facts check-facts">
        {roles(review).map(([role, names]) => (
          <div key={role}>
            <dt>{role}</dt>
            <dd>{names}</dd>
          </div>
        ))}
        <div>
          <dt>系统审核</dt>
          <dd>
            {unpassed.length ? (
              <span className="differs">{unpassed.map((check) => `${check.name}：${check.message}`).join('；')}</span>
            ) : (
              <span className="agrees">
                <CheckCircleFilled /> {view.checks.length} 项全部通过
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>与登记簿不同</dt>
          <dd>
            {different.length === 0 ? (
              '没有'
            ) : (
              <ul className="plain-list">
                {different.map((row) => (
                  <li key={row.label}>
                    <ExclamationCircleFilled className="differs" /> {row.label}：申请“{row.application ?? '没有'}
                    ”，登记簿“
                    {row.register ?? '没有'}”
                  </li>
                ))}
              </ul>
            )}
          </dd>
        </div>
        {view.warnings.length > 0 && (
          <div>
            <dt>登记簿提示</dt>
            <dd>{view.warnings.map((warning) => warning.text).join('')}</dd>
          </div>
        )}
        {view.commitments.length > 0 && (
          <div>
            <dt>各方承诺</dt>
            <dd>
              {view.commitments.map((commitment) => (
                <Commitment key={commitment.kind} of={commitment} />
              ))}
            </dd>
          </div>
        )}
        <div>
          <dt>费用</dt>
          <dd>
            {yuan(fee.totalFen)} {fee.zeroReason}
          </dd>
        </div>
        <div>
          <dt>通过之后</dt>
          <dd>{whatFollows(review)}</dd>
        </div>
      </dl>
      {mustTick && (
        <Checkbox checked={seen} onChange={(event) => setSeen(event.target.checked)} data-testid="approve-seen">
          以上不同和提示我已逐项核对，可以{registers(review) ? '登记' : '通过'}
        </Checkbox>
      )}
      <label className="field-label" htmlFor="approve-opinion">
        审核意见（可不填）
      </label>
      <Input.TextArea
        id="approve-opinion"
        autoFocus
        rows={2}
        maxLength={500}
        value={opinion}
        onChange={(event) => setOpinion(event.target.value)}
        data-testid="approve-opinion"
      />
      <CommandFault error={command.error} onReload={reload} />
    </Modal>
  );
}

const registers = ({ case: { business } }: ReviewCase): boolean =>
  declarationOf(business.id, business.version)?.effects.length !== 0;

/** What the platform does after an approval. */
function whatFollows(review: ReviewCase): string {
  if (!registers(review)) return '通知申请人审核通过，登记簿不变。';
  return review.fee.totalFen === 0 ? '直接登簿发证，登记簿随即变更。' : '通知缴费，缴费到账后自动登簿发证。';
}

/** Names by role, with shares: 出卖人 陈*波；买受人 李*（1/2）、王*（1/2）. */
function roles({ case: view }: ReviewCase): Array<[string, string]> {
  const byRole = new Map<string, string[]>();
  for (const party of view.parties)
    byRole.set(party.roleName, [
      ...(byRole.get(party.roleName) ?? []),
      party.share ? `${party.name}（${party.share}）` : party.name,
    ]);
  return [...byRole].map(([role, names]) => [role, names.join('、')]);
}
