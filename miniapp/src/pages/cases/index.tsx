import { View } from '@tarojs/components';
import { useReachBottom } from '@tarojs/taro';
import { routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { missingAt, wantedBy } from '@/core/assurance';
import { tagOf } from '@/core/business';
import { go } from '@/core/go';
import { useSession } from '@/core/session';
import { usePages } from '@/core/use-pages';
import { useRefresh } from '@/core/use-refresh';
import { day } from '@/core/when';
import { Button, Card, Cell, Empty, Failed, Page, Skeleton, StillMissing, Tag } from '@/ui';

const wanted = wantedBy(routes.cases.list);

function List() {
  const list = usePages((cursor) => call(routes.cases.list, { query: { cursor } }));
  useRefresh(list.reload);
  useReachBottom(() => void list.loadMore());
  const { items } = list;
  return (
    <Page>
      <Failed error={list.error} onRetry={list.reload} />
      {!items && !list.error && <Skeleton rows={5} />}
      {items?.length === 0 && (
        <Empty
          title="还没有办件"
          note="您办理的每一件事都会在这里，随时看到办到了哪一步。"
          action={<Button onTap={() => go('/pages/apply/index')}>去办事</Button>}
        />
      )}
      {items && items.length > 0 && (
        <Card flush>
          {items.map((item, index) => (
            <Cell
              key={item.id}
              id={`case-${index}`}
              title={item.businessName}
              note={`${item.location}\n${item.mine === 'party' ? '别人发起 · ' : ''}${day(item.createdAt)}`}
              mark={<Tag kind={tagOf(item.state)}>{item.stateName}</Tag>}
              onTap={() => go('/packages/case/index', { id: item.id })}
            />
          ))}
        </Card>
      )}
      {list.more && (
        <Button kind="quiet" busy={list.loading} onTap={list.loadMore}>
          看更早的
        </Button>
      )}
      {items && items.length > 0 && !list.more && <View className="small centre">没有更多了</View>}
    </Page>
  );
}

export default function Cases() {
  const session = useSession();
  const missing = session && missingAt(wanted, session.citizen);
  if (missing)
    return (
      <Page>
        <StillMissing missing={missing} wanted={wanted} />
      </Page>
    );
  if (session) return <List key={session.citizen.id} />;
  return (
    <Page>
      <Empty
        icon="me"
        title="登录后查看您的办件"
        note="没有登录也可以凭受理编号查询进度。"
        action={
          <>
            <Button id="cases-login" onTap={() => go('/packages/me/login', { level: wanted })}>
              登录
            </Button>
            <Button kind="text" onTap={() => go('/packages/progress/index')}>
              凭受理编号查进度
            </Button>
          </>
        }
      />
    </Page>
  );
}
