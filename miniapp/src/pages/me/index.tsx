import { View } from '@tarojs/components';
import { routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { missingAt, ways } from '@/core/assurance';
import { refreshCitizen } from '@/core/citizen';
import { setElderMode, useElderMode } from '@/core/elder';
import { go } from '@/core/go';
import { useSession } from '@/core/session';
import { useLoad } from '@/core/use-load';
import { useRefresh } from '@/core/use-refresh';
import { day } from '@/core/when';
import { Button, Card, Cell, Facts, type IconName, Page, Switch, Tag, wayNames } from '@/ui';

const rows: readonly { id: string; icon: IconName; name: string; note?: string; page: string }[] = [
  { id: 'me-authorise', icon: 'face', name: '我的授权', note: '等我刷脸确认的业务', page: '/packages/authorise/index' },
  {
    id: 'me-agents',
    icon: 'family',
    name: '家人代办',
    note: '请家人代我办，或替家人办',
    page: '/packages/agents/index',
  },
  {
    id: 'me-appointments',
    icon: 'calendar',
    name: '我的预约',
    note: '约时间、自助打证',
    page: '/packages/appointment/index',
  },
  { id: 'me-estate', icon: 'house', name: '我的不动产', page: '/packages/me/real-estate' },
  { id: 'me-certificates', icon: 'certificate', name: '我的电子证照', page: '/packages/certificate/index' },
  { id: 'me-orders', icon: 'pay', name: '我的缴费', page: '/packages/pay/index' },
  { id: 'me-messages', icon: 'bell', name: '消息', page: '/packages/me/messages' },
  { id: 'me-manual', icon: 'manual', name: '操作手册', page: '/packages/guide/manual' },
  { id: 'me-settings', icon: 'gear', name: '设置', note: '退出登录', page: '/packages/me/settings' },
];
const standing = {
  REAL_NAME_REQUIRED: '还没有实名',
  PROOF_REQUIRED: '已实名，待确认本人',
  DEVICE_UNCONFIRMED: '这台设备待确认',
  NOTHING: '已确认本人',
} as const;
const buttons = { REAL_NAME_REQUIRED: 'me-real-name', PROOF_REQUIRED: 'me-prove', DEVICE_UNCONFIRMED: 'me-device' };
const wallets = { wechat: '微信', alipay: '支付宝' } as const;

function Account() {
  const session = useSession();
  const { data, reload } = useLoad(async () => {
    if (!session) return null;
    await refreshCitizen();
    return call(routes.messages.unread, {});
  }, [session?.token]);
  useRefresh(reload);
  if (!session) {
    return (
      <Card title="您好">
        <View className="lead">登录后可以办理登记、查看证照和进度。</View>
        <Button id="me-login" onTap={() => go('/packages/me/login')}>
          登录
        </Button>
      </Card>
    );
  }
  const { name, idNumberMasked, phoneMasked, level, proof, bound } = session.citizen;
  const missing = missingAt('proven', session.citizen);
  return (
    <Card
      title={name ? `您好，${name}` : '您好'}
      extra={<Tag kind={missing ? 'wait' : 'ok'}>{standing[missing ?? 'NOTHING']}</Tag>}
    >
      <Facts
        rows={[
          ...(phoneMasked ? [['手机号', phoneMasked] as const] : []),
          ...(idNumberMasked ? [['证件号码', idNumberMasked] as const] : []),
          ...(level === 'proven' && proof ? [['已确认本人', `到${day(proof.until)}`] as const] : []),
          ...(bound.length > 0 ? [['已绑定', bound.map((one) => wallets[one]).join('、')] as const] : []),
          ...(data && data.count > 0 ? [['未读消息', `${data.count} 条`] as const] : []),
        ]}
      />
      {missing && (
        <Button id={buttons[missing]} kind="quiet" onTap={() => go(ways[missing])}>
          {wayNames[missing]}
        </Button>
      )}
    </Card>
  );
}

export default function Me() {
  const elder = useElderMode();
  return (
    <Page>
      <Account />
      <Card flush>
        {rows.map(({ id, icon, name, note, page }) => (
          <Cell key={name} id={id} icon={icon} title={name} note={note} onTap={() => go(page)} />
        ))}
      </Card>
      <Card>
        <Switch label="大字版" on={elder} onChange={setElderMode} />
      </Card>
    </Page>
  );
}
