import { View } from '@tarojs/components';
import { routes, type WalletItem } from '@zhucheng/shared';
import { call } from '@/core/api';
import { refreshCitizen } from '@/core/citizen';
import { sure } from '@/core/outside';
import { useLoad } from '@/core/use-load';
import { useSubmit } from '@/core/use-submit';
import { moment } from '@/core/when';
import { Banner, Card, Cell, Failed, Skeleton } from '@/ui';

const names = { wechat: '微信', alipay: '支付宝' } as const;

const noteOf = ({ boundAt, confirmed }: WalletItem): string =>
  `${moment(boundAt)}绑定，${confirmed ? '可以直接登录' : '还没有刷脸确认，登录后要再确认才能办事'}`;

/** The wallets that sign in to this account; one she does not know she removes here. */
export function Wallets() {
  const { data, error, reload } = useLoad(() => call(routes.account.wallets, {}), []);
  const items = data?.items ?? [];
  const remove = useSubmit(async (provider: WalletItem['provider']) => {
    const name = names[provider];
    const said = `以后不能用这个${name}登录，正用它登录的其他设备会退出。`;
    if (!(await sure(`解除${name}`, said, '解除'))) return;
    await call(routes.account.removeWallet, { params: { provider } });
    await reload();
    await refreshCitizen();
  });
  return (
    <Card title="绑定的微信、支付宝" flush>
      <Failed error={error ?? remove.error} onRetry={reload} />
      {!data && !error && <Skeleton rows={1} />}
      {data && items.length === 0 && (
        <View className="inset">没有绑定。在微信或支付宝里打开“珠城e登”登录一次，就会绑定。</View>
      )}
      {items.map((item) => (
        <Cell
          key={item.provider}
          id={`wallet-${item.provider}`}
          icon="shield"
          title={item.current ? `${names[item.provider]}（正在用它登录）` : names[item.provider]}
          note={noteOf(item)}
          value="解除"
          onTap={() => void remove.submit(item.provider)}
        />
      ))}
      {items.some(({ confirmed }) => !confirmed) && (
        <View className="inset">
          <Banner kind="warn" title="有一个还没有确认">
            不是您绑定的，请马上点“解除”，并修改密码。是您绑定的，用它登录后刷一次脸就可以了。
          </Banner>
        </View>
      )}
    </Card>
  );
}
