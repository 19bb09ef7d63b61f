import { type Business, type CaseView, stepOf } from '@zhucheng/shared';
import { Button, Dropdown } from 'antd';
import { Link } from 'react-router';
import { Key } from '../../app/ui';
import { bookingPage, visitOf } from '../appointments/use-visit';
import { mayPay } from './case-head';

interface Props {
  view: CaseView;
  business: Business | undefined;
  /** Nobody has to authorise, so that sending the case off submits it. */
  direct: boolean;
  busy: boolean;
  onOpen(dialog: 'send' | 'submit' | 'withdraw'): void;
  onRecall(): void;
  onRemind(): void;
}

/** What the clerk can do now; what lacks something is shown with the reason. */
export function CaseActions({ view, business, direct, busy, onOpen, onRecall, onRemind }: Props) {
  const of = (action: string) => view.actions.find((each) => each.action === action);
  const [send, submit, recall, withdraw] = [of('send'), of('submit'), of('recall'), of('withdraw')];
  const wanted = visitOf([{ ...view, businessId: view.business.id }]);
  const visit = wanted && business ? stepOf(business, 'book') : undefined;
  const waiting = view.parties.filter(({ authorisation }) => authorisation.state === 'waiting').length;
  return (
    <>
      {withdraw?.enabled && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [{ key: 'withdraw', danger: true, label: <span data-testid="case-withdraw">撤回申请</span> }],
            onClick: () => onOpen('withdraw'),
          }}
        >
          <Button size="large" type="text" data-testid="case-more">
            更多
          </Button>
        </Dropdown>
      )}
      {recall?.enabled && (
        <Button size="large" onClick={onRecall} loading={busy} data-testid="case-recall">
          收回修改
        </Button>
      )}
      {view.state === 'authorising' && waiting > 0 && view.myRoles.includes('applicant') && (
        <Button size="large" onClick={onRemind} loading={busy} data-testid="case-remind">
          提醒 {waiting} 位未授权的人
        </Button>
      )}
      {send && (
        <Button
          size="large"
          type="primary"
          disabled={!send.enabled}
          title={send.reason}
          onClick={() => onOpen('send')}
          data-testid="case-send"
        >
          {direct ? '核对并提交' : '核对并发起授权'} <Key>S</Key>
        </Button>
      )}
      {submit && (
        <Button
          size="large"
          type="primary"
          disabled={!submit.enabled}
          title={submit.reason}
          onClick={() => onOpen('submit')}
          data-testid="case-submit"
        >
          提交 <Key>T</Key>
        </Button>
      )}
      {mayPay(view) && (
        <Link to="/payments">
          <Button size="large" type="primary" tabIndex={-1}>
            去缴费
          </Button>
        </Link>
      )}
      {visit?.schedule && (
        <Link to="/schedules/new">
          <Button size="large" tabIndex={-1}>
            制作明细表
          </Button>
        </Link>
      )}
      {visit && (
        <Link to={bookingPage} state={{ book: wanted }}>
          <Button size="large" type="primary" tabIndex={-1} title={visit.intro}>
            {visit.name}
          </Button>
        </Link>
      )}
    </>
  );
}
