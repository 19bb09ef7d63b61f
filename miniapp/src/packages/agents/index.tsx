import { View } from '@tarojs/components';
import { type GrantView, livingGrantsLimit, routes, scopeNames } from '@zhucheng/shared';
import { useActing } from '@/core/acting';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useLoad } from '@/core/use-load';
import { useRefresh } from '@/core/use-refresh';
import { Banner, Button, Card, Cell, Empty, Failed, Gate, Page, Skeleton, Tag } from '@/ui';
import { dateText, stateText, tags } from './words';

interface Props {
  id: string;
  title: string;
  grants: readonly GrantView[];
}

const Grants = ({ id, title, grants }: Props) => (
  <Card title={title} flush>
    {grants.map((grant, index) => (
      <Cell
        key={grant.id}
        id={`${id}-${index}`}
        icon="family"
        title={grant.me === 'principal' ? `${grant.agent.name}（${grant.relationName}）` : grant.principal.name}
        note={`${scopeNames(grant.scopes)}\n到${dateText(grant.endsOn)}为止`}
        mark={<Tag kind={tags[grant.state]}>{stateText(grant)}</Tag>}
        onTap={() => go('/packages/agents/detail', { id: grant.id })}
      />
    ))}
  </Card>
);

function Agents() {
  const { data, error, reload } = useLoad(() => call(routes.agents.list, {}), []);
  useRefresh(reload);
  const acting = useActing();
  const given = data?.given ?? [];
  const received = data?.received ?? [];
  const living = given.filter((grant) => grant.state !== 'ended').length;
  const full = living >= livingGrantsLimit;
  return (
    <Page
      title="家人代办"
      foot={
        data &&
        !acting && (
          <Button id="agents-new" disabled={full} onTap={() => go('/packages/agents/new')}>
            {full ? `同时最多委托 ${livingGrantsLimit} 份` : '请家人代我办'}
          </Button>
        )
      }
    >
      {acting && (
        <Banner>{`这里是您本人的委托，与 ${acting.principal} 的事无关。要请家人代您办，请先切回本人。`}</Banner>
      )}
      <Failed error={error} onRetry={reload} />
      {!data && !error && <Skeleton rows={4} />}
      {data && given.length + received.length === 0 && (
        <Empty
          icon="family"
          title="还没有委托"
          note="不方便自己操作时，可以请配偶、子女等家人代您办：说好办哪些事、到哪天为止，随时可以撤销。"
        />
      )}
      {received.length > 0 && <Grants id="agents-received" title="请我代办的" grants={received} />}
      {given.length > 0 && <Grants id="agents-given" title="我请的代办人" grants={given} />}
      {data && given.length + received.length > 0 && <View className="small">撤销立刻生效；已经办完的仍然有效。</View>}
    </Page>
  );
}

export default function AgentsPage() {
  return (
    <Gate title="家人代办" needs={routes.agents.list}>
      <Agents />
    </Gate>
  );
}
