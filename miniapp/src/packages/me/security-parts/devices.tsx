import { View } from '@tarojs/components';
import { routes, type SessionItem } from '@zhucheng/shared';
import { call } from '@/core/api';
import { sure } from '@/core/outside';
import { useLoad } from '@/core/use-load';
import { useSubmit } from '@/core/use-submit';
import { moment } from '@/core/when';
import { Button, Card, Cell, Failed, Skeleton } from '@/ui';

const noteOf = ({ address, seenAt }: SessionItem): string =>
  [`最近使用 ${moment(seenAt)}`, address && `网络 ${address}`].filter(Boolean).join('，');

/** Where this account is signed in; one she does not know she ends here. */
export function Devices() {
  const { data, error, reload } = useLoad(() => call(routes.account.sessions, {}), []);
  const items = data?.items ?? [];
  const end = async (item: SessionItem) => {
    if (!(await sure('退出这台设备', `${item.device} 要重新登录才能再进来。`, '退出'))) return;
    await call(routes.account.endSession, { params: { id: item.id } });
    await reload();
  };
  const endOthers = useSubmit(async () => {
    if (!(await sure('退出其他设备', '除了这台，其他设备都要重新登录。', '全部退出'))) return;
    await call(routes.account.endSessions, { body: { keepThis: true } });
    await reload();
  });
  return (
    <Card title="登录着的设备" flush>
      <Failed error={error ?? endOthers.error} onRetry={reload} />
      {!data && !error && <Skeleton rows={3} />}
      {items.map((item, index) => (
        <Cell
          key={item.id}
          id={`device-${index}`}
          icon="phone"
          title={item.current ? `${item.device}（这台）` : item.device}
          note={noteOf(item)}
          {...(!item.current && { value: '退出', onTap: () => void end(item).catch(reload) })}
        />
      ))}
      {items.length > 1 && (
        <View className="inset">
          <Button id="devices-end" kind="quiet" busy={endOthers.busy} onTap={endOthers.submit}>
            退出其他所有设备
          </Button>
        </View>
      )}
    </Card>
  );
}
