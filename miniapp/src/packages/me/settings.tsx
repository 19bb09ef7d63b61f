import { routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { setElderMode, useElderMode } from '@/core/elder';
import { back, go } from '@/core/go';
import { sure } from '@/core/outside';
import { endSession, useSession } from '@/core/session';
import { useSubmit } from '@/core/use-submit';
import { Button, Card, Cell, Page, Switch } from '@/ui';

export default function Settings() {
  const elder = useElderMode();
  const session = useSession();
  const leave = useSubmit(async () => {
    if (!(await sure('退出登录', '退出后，没发出的草稿仍保存在这部手机上。', '退出'))) return;
    await call(routes.identity.signOut, {}).catch(() => undefined);
    endSession();
    back();
  });
  return (
    <Page title="设置">
      <Card title="看得更清楚">
        <Switch label="大字版" on={elder} onChange={setElderMode} />
      </Card>
      <Card title="帮助" flush>
        <Cell icon="manual" title="操作手册" onTap={() => go('/packages/guide/manual')} />
        <Cell icon="install" title="安装指南" onTap={() => go('/packages/guide/install')} />
      </Card>
      {session && (
        <Card title="账号" flush>
          <Cell
            id="settings-security"
            icon="phone"
            title="账号与安全"
            note="密码、登录着的设备"
            onTap={() => go('/packages/me/security')}
          />
        </Card>
      )}
      {session && (
        <Button id="sign-out" kind="quiet" busy={leave.busy} onTap={leave.submit}>
          退出登录
        </Button>
      )}
    </Page>
  );
}
