import { View } from '@tarojs/components';
import { type CaseView, routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { businessOf } from '@/core/business';
import { go } from '@/core/go';
import { useLoad } from '@/core/use-load';
import { Button, Card, Failed, Tag } from '@/ui';

/** Whether the parties of the case have chosen that a bank supervises the price. */
function supervised(view: CaseView): boolean {
  const escrow = businessOf(view)?.escrow;
  const step = businessOf(view)?.steps.find((one) => one.id === escrow?.step);
  const choice = step?.kind === 'form' ? step.fields.find((field) => field.id === 'escrow') : undefined;
  const yes = choice?.kind === 'choice' ? choice.options.find((option) => option.value === 'yes')?.name : undefined;
  const answers = view.steps.find((one) => one.id === step?.id)?.answers ?? [];
  return yes !== undefined && answers.some((answer) => answer.field === 'escrow' && answer.value === yes);
}

function Standing({ view }: { view: CaseView }) {
  const { data, error, reload } = useLoad(
    () => call(routes.escrow.ofCase, { params: { id: view.id } }),
    [view.id, view.state, view.version],
  );
  const money = data?.items[0];
  return (
    <Card title="资金监管" extra={money ? <Tag kind="wait">{money.stateName}</Tag> : undefined}>
      <Failed error={error} onRetry={reload} />
      <View className="lead">
        {money?.says ?? '各方都刷脸授权、提交申请以后，协议会自动送到监管银行，再由买受人存入。'}
      </View>
      {money && (
        <Button
          id="case-escrow"
          kind={money.deposit ? 'main' : 'quiet'}
          onTap={() => go('/packages/escrow/index', { id: view.id })}
        >
          {money.deposit ? '查看监管账户，去存入' : '查看资金到了哪一步'}
        </Button>
      )}
    </Card>
  );
}

/** Supervised money of the case; nothing where the parties settle the price themselves. */
export function Money({ view }: { view: CaseView }) {
  return supervised(view) ? <Standing view={view} /> : null;
}
