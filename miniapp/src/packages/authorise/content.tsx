import { type CaseView, coOwnerships, stepOf } from '@zhucheng/shared';
import { useActing } from '@/core/acting';
import { businessOf } from '@/core/business';
import { Card, Facts } from '@/ui';

/** What one is asked to agree to: who is in it, and what was entered, step by step as it was filled in. */
export function Content({ view }: { view: CaseView }) {
  const me = useActing() ? '（委托人）' : '（我）';
  const shared = Object.values(coOwnerships).find((name) => name === view.coOwnership);
  const business = businessOf(view);
  const payer = business && stepOf(business, 'pay');
  const pays = payer && business.parties[payer.by]?.name;
  const forms = view.steps
    .filter((step) => step.kind === 'form')
    .map((step) => ({ ...step, answers: step.answers.filter((answer) => !/^(parties|contacts)/.test(answer.field)) }))
    .filter((step) => step.answers.length > 0);
  return (
    <>
      <Card title="各方">
        <Facts
          rows={[
            ...[...new Set(view.parties.map((party) => party.roleName))].map((roleName) => {
              const people = view.parties.filter((party) => party.roleName === roleName);
              const names = people.map(
                ({ name, share, isMe }) => `${name}${isMe ? me : ''}${share ? ` ${share}` : ''}`,
              );
              return [roleName, names.join('、')] as const;
            }),
            ...(shared ? [['共有方式', shared] as const] : []),
            ...(pays ? [['登记费', `由${pays}缴`] as const] : []),
          ]}
        />
      </Card>
      {view.basis.length > 0 && (
        <Card title="登记簿上的抵押">
          <Facts rows={view.basis.map(({ label, value }) => [label, value] as const)} />
        </Card>
      )}
      {forms.map((step) => (
        <Card key={step.id} title={step.name}>
          <Facts rows={step.answers.map((answer) => [answer.label, answer.value] as const)} />
        </Card>
      ))}
    </>
  );
}
