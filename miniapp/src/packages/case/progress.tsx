import { View } from '@tarojs/components';
import { type CaseView, isOpen } from '@zhucheng/shared';
import { useState } from 'react';
import { moment } from '@/core/when';
import { Button, Card, Facts, type Moment, Timeline } from '@/ui';

const FIRST = 3;

/** Steps done and to come, with what was answered. */
export function Progress({ view }: { view: CaseView }) {
  const open = isOpen(view.state);
  const current = view.steps.findIndex((step) => step.status !== 'done');
  const items = view.steps.map((step, index): Moment => {
    const state =
      step.status === 'done'
        ? 'done'
        : step.status === 'refused'
          ? 'stopped'
          : index === current && open
            ? 'now'
            : 'next';
    const note = (
      <View key={step.id}>
        {step.message && <View>{step.message}</View>}
        {step.answers.length > 0 && <Facts rows={step.answers.map((one) => [one.label, one.value] as const)} />}
      </View>
    );
    return { title: step.name, state, note: step.message || step.answers.length > 0 ? note : undefined };
  });
  return (
    <Card title="办理步骤">
      <Timeline items={items} />
    </Card>
  );
}

/** What happened, newest first. */
export function History({ view }: { view: CaseView }) {
  const [all, setAll] = useState(false);
  const events = [...view.timeline].sort((a, b) => b.at - a.at);
  const shown = all ? events : events.slice(0, FIRST);
  return (
    <Card title="经过">
      <Timeline
        items={shown.map((event) => ({
          title: `${event.name}（${event.by}）`,
          state: 'done',
          time: moment(event.at),
          note: event.note ?? undefined,
        }))}
      />
      {events.length > FIRST && (
        <Button id="case-history" kind="text" onTap={() => setAll(!all)}>
          {all ? '收起' : `看全部 ${events.length} 条`}
        </Button>
      )}
    </Card>
  );
}
