import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { type AllowedAction, type CaseAction, type CaseView, routes, stepOf } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { businessOf, filledSteps } from '@/core/business';
import { go } from '@/core/go';
import { copy, linkTo, sure } from '@/core/outside';
import { appointmentPage } from '@/core/places';
import { useSubmit } from '@/core/use-submit';
import { Button, Failed, ReasonSheet } from '@/ui';

interface Props {
  view: CaseView;
  onView(view: CaseView): void;
  reload(): Promise<void>;
}

/** The first step that still wants something, else the check of all answers. */
function continueFilling(view: CaseView): void {
  const business = businessOf(view);
  const open =
    business &&
    filledSteps(business).find(
      (step, index) =>
        index > 0 && ['todo', 'refused'].includes(view.steps.find((one) => one.id === step.id)?.status ?? 'todo'),
    );
  if (open) go('/packages/apply/step', { id: view.id, step: open.id });
  else go('/packages/apply/check', { id: view.id });
}

/** After completion: what is left to do at the window or at a machine, if it is this person's. */
function visitOf(view: CaseView) {
  const business = businessOf(view);
  const step = business && stepOf(business, 'book');
  if (!business || !step || view.state !== 'completed') return undefined;
  const starts = business.parties[step.by]?.are === 'starter' && view.myRoles.includes('applicant');
  return starts || view.parties.some((party) => party.isMe && party.role === step.by) ? step : undefined;
}

/** What this person may do now. */
export function Actions({ view, onView, reload }: Props) {
  const [withdrawing, setWithdrawing] = useState(false);
  const params = { id: view.id };
  const action = (name: CaseAction): AllowedAction | undefined =>
    view.actions.find((one) => one.action === name) as AllowedAction | undefined;
  const may = (name: CaseAction) => action(name)?.enabled === true;
  const submit = useSubmit(async () => onView(await call(routes.cases.submit, { params })));
  const recall = useSubmit(async () => {
    if (await sure('收回修改', '收回后可以修改内容；内容有变化时，已授权的人要重新授权。', '收回'))
      onView(await call(routes.cases.recall, { params }));
  });
  const remind = useSubmit(async () => {
    const { reminded } = await call(routes.cases.remind, { params });
    void Taro.showToast({ title: reminded > 0 ? `已提醒 ${reminded} 人` : '现在没有需要提醒的人', icon: 'none' });
  });
  const mine = view.parties.find(({ isMe, authorisation: { state, current } }) => {
    const open = state === 'waiting' || state === 'window' || (state === 'passed' && !current);
    return isMe && open;
  });
  const mineToFill = may('fill');
  const applicant = view.myRoles.includes('applicant');
  const visit = visitOf(view);
  const waitingForOthers = view.state === 'authorising' && applicant && !may('submit');
  return (
    <View className="actions block">
      <Failed error={submit.error ?? recall.error ?? remind.error} />
      {mineToFill && (
        <Button id="case-continue" onTap={() => continueFilling(view)}>
          {view.state === 'correction' ? '修改并重新提交' : '继续填写'}
        </Button>
      )}
      {mine && may('authorise') && (
        <Button id="case-authorise" onTap={() => go('/packages/authorise/index', { id: mine.id })}>
          查看并授权
        </Button>
      )}
      {action('submit') && !mine && (
        <>
          <Button id="case-submit" busy={submit.busy} disabled={!may('submit')} onTap={submit.submit}>
            提交申请
          </Button>
          {action('submit')?.reason && <View className="small centre">{action('submit')?.reason}</View>}
        </>
      )}
      {may('pay') && view.order && (
        <Button id="case-pay" onTap={() => go('/packages/pay/order/index', { id: view.order?.id })}>
          去缴费
        </Button>
      )}
      {visit && (
        <Button
          id="case-book"
          onTap={() => go(appointmentPage, { case: view.acceptanceNumber, purpose: visit.purpose })}
        >
          {visit.purpose === 'print' ? '预约打印证书' : '预约到窗口'}
        </Button>
      )}
      {waitingForOthers && (
        <>
          <Button id="case-share" kind="quiet" {...share(view)}>
            发给对方确认
          </Button>
          <Button id="case-remind" kind="quiet" busy={remind.busy} onTap={remind.submit}>
            发短信提醒还没授权的人
          </Button>
        </>
      )}
      <View className="actions__row">
        {may('recall') && (
          <Button id="case-recall" kind="text" busy={recall.busy} onTap={recall.submit}>
            收回修改
          </Button>
        )}
        {may('withdraw') && (
          <Button id="case-withdraw" kind="text" onTap={() => setWithdrawing(true)}>
            撤回申请
          </Button>
        )}
      </View>
      <ReasonSheet
        id="withdraw"
        open={withdrawing}
        title="撤回申请"
        label="为什么撤回"
        note="撤回后这件申请就结束了，需要时可以重新申请。已缴的费用会原路退回。"
        confirm="确认撤回"
        onClose={() => setWithdrawing(false)}
        onConfirm={async (reason) => {
          onView(await call(routes.cases.withdraw, { params, body: { reason } }));
          setWithdrawing(false);
          await reload();
        }}
      />
    </View>
  );
}

/** A share card in the wallets; in a browser the address to send. */
function share(view: CaseView) {
  if (process.env.TARO_ENV !== 'h5') return { host: { openType: 'share' as const } };
  const link = linkTo('/packages/case/index', `id=${view.id}`);
  return { onTap: () => void copy(link, '链接已复制，可以发给对方') };
}
