import { type AuthorisationView, acceptanceNumber, authorisationStates, isOpen, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { businessOf, citizensStart } from '@/core/business';
import { go } from '@/core/go';
import { useLoad } from '@/core/use-load';
import { usePoll } from '@/core/use-poll';
import { useRefresh } from '@/core/use-refresh';
import { day, moment } from '@/core/when';
import { Banner, Bullets, Button, Card, Facts, Failed, Page, Skeleton } from '@/ui';
import { Content } from './content';
import { FaceCheck } from './face-check';

/** Who has authorised may still have to submit or to pay. */
function stillToDo({ case: facts }: AuthorisationView): string {
  if (facts.actions.some(({ action, enabled }) => action === 'submit' && enabled))
    return '各方都授权了，请您到办件里提交申请。';
  const business = businessOf(facts);
  if (facts.state === 'authorising' && facts.myRoles.includes('applicant') && business && citizensStart(business))
    return '还有人没有授权；都授权了，我们会请您到办件里提交申请。';
  if (facts.order?.state === 'unpaid' && facts.myRoles.includes('payer')) return '请您缴纳登记费。';
  if (!facts.order && facts.myRoles.includes('payer') && business?.fee.matter !== 'none' && isOpen(facts.state))
    return '审核通过后由您缴登记费，到时会通知您。';
  return '谢谢，您不用再做什么，有进展会告诉您。';
}

/** What this person's word now stands at. */
function Standing({ view }: { view: AuthorisationView }) {
  const me = view.case.parties.find((party) => party.id === view.id);
  const { state } = view.item;
  const auth = me?.authorisation;
  if (state === 'passed' && auth?.current)
    return (
      <Banner kind="ok" title="您已授权">
        {auth.at ? `${moment(auth.at)}完成。` : ''}
        {stillToDo(view)}
      </Banner>
    );
  if (state === 'passed') return <Banner kind="warn">{'申请内容在您授权之后有改动，请重新看一遍再授权。'}</Banner>;
  if (state === 'window')
    return (
      <Banner kind="warn" title="请到窗口核验">
        请带身份证原件到登记大厅窗口，工作人员核对后即完成授权。也可以改为刷脸。
      </Banner>
    );
  if (state === 'told')
    return (
      <Banner title={authorisationStates.told}>
        占份额三分之二以上的共有人已经同意，申请已提交，不用您再授权。您不同意或共有人之间另有约定的，请尽快联系登记中心。
      </Banner>
    );
  if (state === 'refused')
    return (
      <Banner
        kind="warn"
        title={authorisationStates.refused}
      >{`您没有同意${auth?.reason ? `：${auth.reason}` : '。'}`}</Banner>
    );
  return null;
}

export function Authorisation({ id }: { id: string }) {
  const { data, error, reload } = useLoad(() => call(routes.authorisations.detail, { params: { id } }), [id]);
  const [newer, setNewer] = useState<AuthorisationView>();
  const view = newer ?? data;
  const fetch = async () => setNewer(await call(routes.authorisations.detail, { params: { id } }));
  useRefresh(fetch);
  const me = view?.case.parties.find((party) => party.id === id);
  const settled = view?.item.state === 'passed' && me?.authorisation.current === true;
  const open = view?.case.state === 'authorising' && !settled && view.item.state !== 'refused';
  usePoll(fetch, open, view?.item.state, { first: 8_000 });
  if (!view) {
    return (
      <Page title="授权">
        <Failed error={error} onRetry={reload} />
        {!error && <Skeleton rows={6} />}
      </Page>
    );
  }
  const facts = view.case;
  const business = businessOf(facts);
  const asker = business && !citizensStart(business) ? '发起单位' : '发起人';
  return (
    <Page title="授权">
      <Standing view={view} />
      <Card title={`${view.item.businessName}：您是${view.item.roleName}`}>
        <Facts
          rows={[
            [asker, view.item.applicant],
            ['坐落', view.item.location],
            ...(view.item.deadlineAt ? [['最晚', `${day(view.item.deadlineAt)}前`] as const] : []),
            ['受理编号', acceptanceNumber.group(facts.acceptanceNumber)],
          ]}
        />
        <Button kind="text" onTap={() => go('/packages/case/index', { id: view.item.caseId })}>
          看整件申请
        </Button>
      </Card>
      {facts.warnings.map((warning) => (
        <Banner key={warning.kind} kind="warn" title="请注意">
          {warning.text}
        </Banner>
      ))}
      <Content view={facts} />
      <Card title="授权表示您同意">
        <Bullets items={view.agreesTo} />
      </Card>
      {view.commitments.length > 0 && (
        <Banner kind="warn" title="并作出承诺">
          <Bullets items={view.commitments} />
        </Banner>
      )}
      {open ? (
        <FaceCheck view={view} onView={setNewer} reload={fetch} />
      ) : (
        <Button kind="quiet" onTap={() => go('/packages/case/index', { id: view.item.caseId })}>
          查看办理进度
        </Button>
      )}
    </Page>
  );
}
