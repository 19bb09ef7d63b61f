import { type JoiningRequest, routes } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { useState } from 'react';
import { LoadFault } from '../../app/errors';
import { elapsed, minute } from '../../app/format';
import { useForget, useRead } from '../../app/query';
import { EmptyHint, PageHead, Pager, PageSkeleton, useCursor } from '../../app/ui';
import { AdmitDialog, RefuseDialog } from './joining-dialogs';

const outcomes: Record<JoiningRequest['consent'], string> = {
  asked: '等您答复',
  given: '已同意，等登记中心开通',
  refused: '不同意',
};
const outcomeOf = ({ state, consent }: JoiningRequest): string =>
  state === 'approved'
    ? '账号已开通'
    : state === 'refused' && consent !== 'refused'
      ? '登记中心未通过'
      : outcomes[consent];

/** Filings in the institution's name (加入申请): its administrators say whether the person is one of theirs. */
export function Component() {
  const { message } = App.useApp();
  const forget = useForget();
  const cursor = useCursor('joining');
  const [dialog, setDialog] = useState<{ what: 'admit' | 'refuse'; request: JoiningRequest } | null>(null);
  const list = useRead(
    ['joining', cursor.cursor ?? ''],
    routes.institutions.joining,
    { query: { cursor: cursor.cursor, limit: 20 } },
    { every: 60_000, keep: true },
  );
  if (list.error && !list.data) return <LoadFault error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <PageSkeleton />;
  const { items, next } = list.data;
  const close = (): void => setDialog(null);
  const done = (text: string): void => {
    close();
    message.success(text);
    void forget('joining');
  };
  return (
    <div className="page">
      <PageHead
        title="加入申请"
        hint="有人以本机构的名称或统一社会信用代码申请入驻。认识这个人才同意；同意后登记中心为其开通普通经办人账号，不能管理本机构。"
      />
      <section className="panel">
        {items.length === 0 && (
          <EmptyHint title="没有加入申请">有人用本机构的名称或信用代码申请入驻时，会先在这里请您确认。</EmptyHint>
        )}
        <ul className="institution-messages" data-testid="joining-list">
          {items.map((request) => {
            const open = request.state === 'pending' && request.consent === 'asked';
            return (
              <li key={request.id} data-testid="joining-request" data-read={!open}>
                <div className="institution-message-text">
                  <strong>
                    {request.person.name}　{request.person.phone}
                  </strong>
                  <p>
                    想用登录名 <span className="mono">{request.person.username}</span>
                    ；联系人 {request.contact.name} {request.contact.phone}
                  </p>
                  <p>
                    申请写的单位：{request.name} <span className="mono">{request.creditCode}</span>
                  </p>
                  <small className="soft">
                    {minute(request.submittedAt)} 提交
                    {open && `，已等 ${elapsed(request.submittedAt)}`}
                    {request.answeredAt !== null && `；${request.answeredBy ?? ''} ${minute(request.answeredAt)} 答复`}
                    {request.reason && `；原因：${request.reason}`}
                  </small>
                </div>
                {open ? (
                  <div className="joining-actions">
                    <Button
                      size="large"
                      danger
                      onClick={() => setDialog({ what: 'refuse', request })}
                      data-testid="joining-refuse"
                    >
                      不同意
                    </Button>
                    <Button
                      size="large"
                      type="primary"
                      onClick={() => setDialog({ what: 'admit', request })}
                      data-testid="joining-admit"
                    >
                      同意
                    </Button>
                  </div>
                ) : (
                  <span className="soft nowrap" data-testid="joining-outcome">
                    {outcomeOf(request)}
                  </span>
                )}
              </li>
            );
          })}
        </ul>
        <Pager at={cursor} next={next} />
      </section>
      {dialog?.what === 'admit' && (
        <AdmitDialog
          request={dialog.request}
          onClose={close}
          onDone={() => done('已同意，登记中心审核后开通账号。')}
          onReload={() => void forget('joining')}
        />
      )}
      {dialog?.what === 'refuse' && (
        <RefuseDialog
          request={dialog.request}
          onClose={close}
          onDone={() => done('已答复不同意，申请人凭回执能看到原因。')}
          onReload={() => void forget('joining')}
        />
      )}
    </div>
  );
}
