import { View } from '@tarojs/components';
import { type CaseView, isInput, isOpen, stepOf } from '@zhucheng/shared';
import { businessOf, tagOf } from '@/core/business';
import { go } from '@/core/go';
import { day, lasting } from '@/core/when';
import { Banner, Button, Card, Facts, Tag } from '@/ui';

/** What completion means depends on what the register did. */
function finished(view: CaseView): string {
  if (view.certificates.length > 0) return '已登簿发证，全部办完了。';
  const business = businessOf(view);
  if (!business || business.effects.length > 0) return '已登记，全部办完了。';
  const visit = stepOf(business, 'book');
  return visit ? `审核通过了，还差一步：${visit.name}。` : '审核通过了。';
}

/** The answer at a glance. */
export function Now({ view }: { view: CaseView }) {
  const { waitingFor } = view;
  const rows: (readonly [string, string])[] = [];
  if (waitingFor) {
    rows.push(['现在轮到', waitingFor.who], ['要做的事', waitingFor.what], ['已等', lasting(waitingFor.since)]);
  }
  if (view.feeReason) rows.push(['登记费', view.feeReason]);
  if (view.state === 'awaiting-payment') for (const text of view.exemptions) rows.push(['减免', text]);
  if (view.deadlineAt && isOpen(view.state)) rows.push(['最晚', `${day(view.deadlineAt)}前`]);
  return (
    <Card title={view.business.name} extra={<Tag kind={tagOf(view.state)}>{view.stateName}</Tag>}>
      <View className="lead" id="case-location">
        {view.unit.location}
      </View>
      {view.endReason && <Banner kind="warn">{view.endReason}</Banner>}
      {view.state === 'completed' && <Banner kind="ok">{finished(view)}</Banner>}
      {rows.length > 0 && <Facts rows={rows} />}
    </Card>
  );
}

/** The one notice of what must be put right. */
export function Correction({ view }: { view: CaseView }) {
  const { correction } = view;
  if (!correction || view.state !== 'correction') return null;
  const business = businessOf(view);
  const mayFill = view.actions.some((one) => one.action === 'fill' && one.enabled);
  return (
    <Card title="补正通知" extra={<Tag kind="stop">{`${correction.faults.length} 处`}</Tag>}>
      <View className="lead">{`${correction.by}，${day(correction.at)}。把下面各处都改好，再重新提交：`}</View>
      {correction.faults.map((fault, index) => {
        const step = business?.steps.find((one) => one.id === fault.step);
        // The first step chose the unit, which cannot be corrected: another unit is another application.
        const changeable = step !== undefined && isInput(step) && step.kind !== 'verify';
        return (
          <View className="person" key={`${fault.step}${fault.text}`}>
            <View className="person__main">
              <View className="person__name">{step?.name ?? '整件申请'}</View>
              <View>{fault.text}</View>
            </View>
            {mayFill && changeable && (
              <Button
                id={`correct-${index}`}
                kind="text"
                label={`修改${step?.name ?? ''}`}
                onTap={() => go('/packages/apply/step', { id: view.id, step: fault.step ?? '', from: 'check' })}
              >
                修改
              </Button>
            )}
          </View>
        );
      })}
    </Card>
  );
}
