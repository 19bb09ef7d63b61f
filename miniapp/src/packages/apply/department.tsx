import { View } from '@tarojs/components';
import { type CaseView, departments, type InputStep, routes, type StepView } from '@zhucheng/shared';
import { type ReactNode, useState } from 'react';
import { call } from '@/core/api';
import { openOutside } from '@/core/outside';
import { usePoll } from '@/core/use-poll';
import { useSubmit } from '@/core/use-submit';
import { Banner, Button, Card, Failed } from '@/ui';

interface Props {
  view: CaseView;
  step: Extract<InputStep, { kind: 'ask' }>;
  shown: StepView;
  changed: boolean;
  onView(view: CaseView): void;
  /** The department filled in the number itself. */
  onFetched(): void;
  /** The questions of this step. */
  children: ReactNode;
}

/** What the other department says, and its own page where the matter can be done. */
export function Department({ view, step, shown, changed, onView, onFetched, children }: Props) {
  const [opened, setOpened] = useState<'opened' | 'copied'>();
  const params = { id: view.id, step: step.id };
  const waiting = shown.status === 'waiting' && !changed;
  usePoll(async () => onView(await call(routes.cases.detail, { params: { id: view.id } })), waiting, shown.message, {
    soon: 1_000,
  });
  const open = useSubmit(async () => {
    const { url } = await call(routes.cases.onlineFiling, { params });
    setOpened(await openOutside(url));
  });
  const refresh = useSubmit(async () => {
    const fresh = await call(routes.cases.refresh, { params });
    onView(fresh);
    if (fresh.steps.find((one) => one.id === step.id)?.status === 'done') onFetched();
  });
  const name = departments[step.of];
  return (
    <View id="department">
      {waiting && (
        <Banner kind="warn" title={`${name}正在核验`}>
          {shown.message ?? '有结果会发消息告诉您，可以先办下一步。'}
        </Banner>
      )}
      {!changed && shown.status === 'done' && <Banner kind="ok">{shown.message ?? `${name}核验通过。`}</Banner>}
      {!changed && shown.status === 'refused' && (
        <Banner kind="error" title="核验没有通过">
          {shown.message ?? '请核对后重新填写。'}
        </Banner>
      )}
      <Failed error={open.error ?? refresh.error} />
      {children}
      {(step.online || waiting) && shown.status !== 'done' && (
        <Card title={step.online ? `还没有办？可以在${name}网上办` : undefined}>
          <View className="actions">
            {step.online && (
              <Button id="online-filing" kind="quiet" busy={open.busy} onTap={open.submit}>
                {`打开${name}的网上办理页面`}
              </Button>
            )}
            {opened && (
              <View className="lead">
                {opened === 'copied'
                  ? '网址已复制，请在手机浏览器里打开。办好后回到这里点“刷新”。'
                  : '已在新窗口打开。办好后回到这里点“刷新”。'}
              </View>
            )}
            <Button id="step-refresh" kind="quiet" busy={refresh.busy} onTap={refresh.submit}>
              刷新
            </Button>
          </View>
        </Card>
      )}
    </View>
  );
}
