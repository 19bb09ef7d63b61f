import { View } from '@tarojs/components';
import { type CaseView, handOverStates, routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { businessOf } from '@/core/business';
import { sure } from '@/core/outside';
import { useSubmit } from '@/core/use-submit';
import { Button, Card, Failed, Icon, type IconName, Tag } from '@/ui';

type Account = CaseView['handOver'][number]['account'];
const icons: Record<Account, IconName> = {
  water: 'drop',
  electricity: 'bolt',
  gas: 'flame',
  broadband: 'signal',
  cable: 'screen',
};
const kinds = { todo: 'wait', running: 'wait', done: 'ok', skipped: 'plain', failed: 'stop' } as const;

/** Water, electricity, gas, broadband, cable: one account after the other, or later. */
export function HandOver({ view, onView }: { view: CaseView; onView(view: CaseView): void }) {
  const choose = useSubmit(async (account: Account, choice: 'transfer' | 'skip') => {
    if (choice === 'skip' && !(await sure('先不过户', '这个账户先不过户，以后可以到营业厅办理。', '跳过'))) return;
    onView(await call(routes.cases.handOver, { params: { id: view.id, account }, body: { choice } }));
  });
  if (view.handOver.length === 0 || view.state !== 'completed') return null;
  const may = view.actions.some((one) => one.action === 'hand-over' && one.enabled);
  const step = businessOf(view)?.steps.find((one) => one.kind === 'hand-over');
  const order = step?.kind === 'hand-over' ? step.accounts : [];
  const rows = [...view.handOver].sort((a, b) => order.indexOf(a.account) - order.indexOf(b.account));
  return (
    <Card title={step?.name ?? '账户过户'}>
      {step?.intro && <View className="lead">{step.intro}</View>}
      <Failed error={choose.error} />
      {rows.map((row) => (
        <View key={row.account} id={`hand-over-${row.account}`}>
          <View className="person">
            <Icon name={icons[row.account]} className="cell__icon" />
            <View className="person__main">
              <View className="person__name">{row.name}</View>
              <View className="small">{row.provider}</View>
              <View className="small">{`户号 ${row.number}`}</View>
              {row.message && row.message !== handOverStates[row.state] && <View className="small">{row.message}</View>}
            </View>
            <Tag kind={kinds[row.state]}>{handOverStates[row.state]}</Tag>
          </View>
          {may && (row.state === 'todo' || row.state === 'failed') && (
            <View className="actions__row">
              <Button
                id={`hand-over-${row.account}-transfer`}
                kind="text"
                busy={choose.busy}
                onTap={() => choose.submit(row.account, 'transfer')}
              >
                {`过户${row.name}账户`}
              </Button>
              <Button
                id={`hand-over-${row.account}-skip`}
                kind="text"
                label={`跳过${row.name}账户`}
                disabled={choose.busy}
                onTap={() => choose.submit(row.account, 'skip')}
              >
                跳过
              </Button>
            </View>
          )}
        </View>
      ))}
    </Card>
  );
}
