import { LeftOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { type ReviewCase, routes } from '@zhucheng/shared';
import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { asApiError } from '../../app/api';
import { LoadFault } from '../../app/errors';
import { useHotkeys } from '../../app/hotkeys';
import { useCommand, useForget, useRead } from '../../app/query';
import { useRole } from '../../app/session';
import { Key, PageSkeleton } from '../../app/ui';
import { refusalOf } from '../../renderer/declarations';
import { ApproveDialog } from './approve-dialog';
import { CaseBody } from './case-body';
import { CaseHeader } from './case-header';
import { useClaimNext } from './claim';
import { CorrectionDialog } from './correction-dialog';
import { RejectDialog } from './reject-dialog';

type Dialog = 'approve' | 'correct' | 'reject';
const commands = { approve: 'approve', correct: 'request-correction', reject: 'reject' } as const;

export function Component() {
  const { id = '' } = useParams();
  return <CasePage key={id} id={id} />;
}

/** One case on the officer's desk: everything needed for the decision, and the decision. */
function CasePage({ id }: { id: string }) {
  const officer = useRole('officer');
  const client = useQueryClient();
  const forget = useForget();
  const { message } = App.useApp();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const next = useClaimNext();
  const detail = useRead(['case', id], routes.review.detail, { params: { id } });
  const take = (reply: ReviewCase): void => {
    client.setQueryData(['case', id], reply);
    void forget('queue');
  };
  const claim = useCommand(routes.review.claim, take);
  const release = useCommand(routes.review.release, take);
  const number = detail.data?.case.acceptanceNumber;
  useEffect(() => {
    if (number) document.title = `${number} · 珠城e登`;
  }, [number]);

  const may = (which: Dialog): boolean =>
    officer &&
    detail.data?.claimedBy?.mine === true &&
    detail.data.case.actions.some(({ action, enabled }) => action === commands[which] && enabled);
  const open = (which: Dialog) => () => {
    if (may(which)) setDialog(which);
    else if (officer) message.info(whyNot(detail.data, commands[which]));
  };
  useHotkeys({
    a: open('approve'),
    c: open('correct'),
    r: open('reject'),
    n: officer ? next.claimNext : undefined,
  });

  if (detail.error && !detail.data) return <LoadFault error={detail.error} onRetry={() => void detail.refetch()} />;
  if (!detail.data) return <PageSkeleton />;

  const review = detail.data;
  const close = (): void => setDialog(null);
  const reload = (): void => void detail.refetch();
  const reread = (): void => {
    close();
    void detail.refetch().then(() => message.info('已载入最新内容，请重新核对。'));
  };
  const decided = (words: string) => (reply: ReviewCase) => {
    take(reply);
    close();
    message.success(words);
  };
  const run = (command: typeof claim, words: string) => () =>
    command.mutate(
      { params: { id } },
      {
        onSuccess: () => message.success(words),
        onError: (error) => {
          message.error(asApiError(error).message);
          reload();
        },
      },
    );

  return (
    <div className="page case-page">
      <Link className="back" to="/review">
        <LeftOutlined /> 审核队列
      </Link>
      <CaseHeader review={review}>
        {officer && (
          <Actions
            review={review}
            may={may}
            open={open}
            busy={claim.isPending || release.isPending}
            onClaim={run(claim, '已领取，可以开始审核。')}
            onRelease={run(release, '已退回待领。')}
          />
        )}
        {officer && review.case.state !== 'reviewing' && (
          <Button size="large" onClick={next.claimNext} loading={next.busy} data-testid="queue-claim-next">
            领取下一件 <Key>N</Key>
          </Button>
        )}
      </CaseHeader>
      <CaseBody review={review} onChanged={reload} />
      <ApproveDialog
        review={review}
        open={dialog === 'approve'}
        onClose={close}
        onReload={reread}
        onDone={decided('已审核通过。')}
      />
      <CorrectionDialog
        review={review}
        open={dialog === 'correct'}
        onClose={close}
        onReload={reread}
        onDone={decided('补正通知已发出。')}
      />
      <RejectDialog
        review={review}
        open={dialog === 'reject'}
        onClose={close}
        onReload={reread}
        onDone={decided(`已决定${refusalOf(review.case)}。`)}
      />
    </div>
  );
}

function whyNot(review: ReviewCase | undefined, action: string): string {
  if (!review) return '正在载入，请稍候。';
  if (review.case.state !== 'reviewing') return `此件${review.case.stateName}，不能作审核决定。`;
  if (!review.claimedBy) return '请先领取此件。';
  if (!review.claimedBy.mine) return `此件由${review.claimedBy.name}领取。`;
  return review.case.actions.find((entry) => entry.action === action)?.reason ?? '当前不能进行此操作。';
}

function Actions(props: {
  review: ReviewCase;
  may: (which: Dialog) => boolean;
  open: (which: Dialog) => () => void;
  busy: boolean;
  onClaim: () => void;
  onRelease: () => void;
}) {
  const { review, may, open } = props;
  if (review.case.state !== 'reviewing') return null;
  if (!review.claimedBy)
    return (
      <Button type="primary" size="large" onClick={props.onClaim} loading={props.busy} data-testid="case-claim">
        领取此件
      </Button>
    );
  if (!review.claimedBy.mine) return <p className="soft held-by">由{review.claimedBy.name}审核，您可以查看。</p>;
  return (
    <>
      <Button size="large" type="text" onClick={props.onRelease} loading={props.busy} data-testid="case-release">
        退回待领
      </Button>
      <Button size="large" danger disabled={!may('reject')} onClick={open('reject')} data-testid="case-reject">
        {refusalOf(review.case)} <Key>R</Key>
      </Button>
      <Button
        size="large"
        disabled={!may('correct')}
        title={may('correct') ? undefined : whyNot(review, 'request-correction')}
        onClick={open('correct')}
        data-testid="case-correct"
      >
        {review.correctionUsed ? '已通知过补正' : '通知补正'} <Key>C</Key>
      </Button>
      <Button
        size="large"
        type="primary"
        disabled={!may('approve')}
        onClick={open('approve')}
        data-testid="case-approve"
      >
        审核通过 <Key>A</Key>
      </Button>
    </>
  );
}
