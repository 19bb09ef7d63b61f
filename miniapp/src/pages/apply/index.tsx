import { View } from '@tarojs/components';
import { routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useLoad } from '@/core/use-load';
import { Card, Cell, Failed, type IconName, Notice, Page, Skeleton } from '@/ui';

const icons: Record<string, IconName> = {
  transfer: 'transfer',
  mortgage: 'key',
  'advance-notice': 'bell',
  first: 'house',
  discharge: 'letter',
  preliminary: 'manual',
};

export default function Apply() {
  const { data, error, reload } = useLoad(() => call(routes.cases.businesses, {}), []);
  const offered = (data?.items ?? []).filter((item) => item.startedBy.includes('citizen'));
  const groups = [...new Set(offered.map((item) => item.category))];
  return (
    <Page>
      <View className="lead">选择要办的事。每一步都会自动保存，中途离开不会丢。</View>
      <Failed error={error} onRetry={reload} />
      {!data && !error && <Skeleton />}
      {groups.map((category) => {
        const items = offered.filter((item) => item.category === category);
        return (
          <Card key={category} title={items[0]?.categoryName} flush>
            {items.map((item) => (
              <Cell
                key={item.id}
                id={`apply-${offered.indexOf(item)}`}
                icon={icons[category] ?? 'apply'}
                title={item.name}
                note={item.summary}
                onTap={() => go('/packages/apply/index', { type: item.id })}
              />
            ))}
          </Card>
        );
      })}
      <Card title="等我确认" flush>
        <Cell
          icon="face"
          title="我的授权"
          note="别人发起、需要您刷脸同意的业务"
          onTap={() => go('/packages/authorise/index')}
        />
      </Card>
      <Notice title="办不了怎么办">遇到特殊情况，可以到大厅窗口办理，工作人员会帮您。</Notice>
    </Page>
  );
}
