import { DownOutlined, LogoutOutlined, QuestionCircleOutlined, ReadOutlined, SafetyOutlined } from '@ant-design/icons';
import { routes } from '@zhucheng/shared';
import { Button, Dropdown, Layout, Menu, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { Link, Outlet, useLocation, useNavigation } from 'react-router';
import { PickupRequests } from '../enterprise/pickup/pickup-requests';
import { known } from '../renderer/declarations';
import { call } from './api';
import { Brand } from './brand';
import { Forbidden } from './errors';
import { useAllowed } from './guard';
import { useHotkeys } from './hotkeys';
import { menuOf, roleText, usable } from './menu';
import { queryClient, useRead } from './query';
import { useRemembered } from './remembered';
import { hasRole, session, useSession } from './session';
import { ShortcutHelp } from './shortcut-help';
import { SignInForm } from './sign-in-form';
import { Guide } from './tour';
import { PageSkeleton } from './ui';
import { useIdleEnd } from './use-idle-end';

export function Shell() {
  const current = useSession();
  const allowed = useAllowed();
  const location = useLocation();
  const navigation = useNavigation();
  const [collapsed, setCollapsed] = useRemembered('sider.collapsed', false);
  const [help, setHelp] = useState(false);
  const [guideRound, setGuideRound] = useState(0);
  const me = useRead(['me'], routes.identity.staffMe, {}, { enabled: Boolean(current) });

  const desk = useRead(['desk'], routes.enterprise.desk, {}, { enabled: hasRole(current?.staff, 'institution-clerk') });

  useEffect(() => {
    if (me.data) session.refresh(me.data);
  }, [me.data]);
  useHotkeys({ '?': () => setHelp(true) });

  if (!current) return null;
  const { staff } = current;
  const entries = usable(menuOf(staff), desk.data && known(desk.data.businesses));
  const here = entries.find((entry) =>
    [entry.path, ...(entry.also ?? [])].some((path) => location.pathname.startsWith(path)),
  );

  const signOut = async () => {
    await call(routes.identity.signOut, {}).catch(() => undefined);
    leave();
  };

  return (
    <Layout className="shell">
      <a className="skip" href="#content">
        跳到正文
      </a>
      <Layout.Header className="shell-head">
        <Link to="/" aria-label="珠城e登 首页">
          <Brand />
        </Link>
        <span className="shell-place">{staff.institution ? staff.institution.name : '北海市不动产登记中心'}</span>
        <span className="grow" />
        <Button type="text" icon={<QuestionCircleOutlined />} onClick={() => setHelp(true)} data-testid="shortcut-help">
          快捷键
        </Button>
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'account', icon: <SafetyOutlined />, label: <Link to="/account">我的账号</Link> },
              { key: 'guide', icon: <ReadOutlined />, label: '再看一遍引导' },
              { type: 'divider' },
              { key: 'out', icon: <LogoutOutlined />, label: <span data-testid="sign-out">退出登录</span> },
            ],
            onClick: ({ key }) => {
              if (key === 'out') void signOut();
              if (key === 'guide') setGuideRound((round) => round + 1);
            },
          }}
        >
          <Button type="text" className="who" data-testid="user-menu">
            <span className="who-face" aria-hidden="true">
              {staff.name.slice(0, 1)}
            </span>
            <span className="who-name">{staff.name}</span>
            <span className="who-role">{roleText(staff)}</span>
            <DownOutlined />
          </Button>
        </Dropdown>
      </Layout.Header>
      <Layout>
        <Layout.Sider
          className="shell-side"
          width={184}
          collapsedWidth={64}
          collapsible
          breakpoint="md"
          collapsed={collapsed}
          onCollapse={setCollapsed}
          theme="light"
        >
          <nav aria-label="主菜单">
            <Menu
              mode="inline"
              selectedKeys={here ? [here.id] : []}
              items={entries.map((entry) => ({
                key: entry.id,
                icon: entry.icon,
                label: (
                  <Link to={entry.path} data-testid={`menu-${entry.id}`}>
                    {entry.name}
                  </Link>
                ),
              }))}
            />
          </nav>
        </Layout.Sider>
        <Layout.Content id="content" className="shell-content" tabIndex={-1}>
          <div className={navigation.state === 'loading' ? 'route-bar busy' : 'route-bar'} aria-hidden="true" />
          {hasRole(staff, 'institution-clerk') && <PickupRequests />}
          {current.expired && !queryClient.getQueryCache().getAll().length ? (
            <PageSkeleton />
          ) : allowed ? (
            <Outlet />
          ) : (
            <Forbidden />
          )}
        </Layout.Content>
      </Layout>
      <ShortcutHelp open={help} onClose={() => setHelp(false)} />
      <Guide key={guideRound} staff={staff} forced={guideRound > 0} />
      <SignInAgain />
    </Layout>
  );
}

/** Starts afresh, so that nothing of this person's work stays in memory or in the address. */
function leave(): void {
  session.end();
  window.location.replace(`${import.meta.env.BASE_URL}sign-in`);
}

/** The session ran out: the page stays behind the dialog, so that nothing typed is lost. */
function SignInAgain() {
  useIdleEnd();
  const current = useSession();
  return (
    <Modal
      open={current?.expired === true}
      title="登录已过期，请重新登录"
      footer={null}
      closable={false}
      keyboard={false}
      mask={{ closable: false, blur: true }}
      width={420}
      zIndex={2000}
      destroyOnHidden
    >
      <p className="soft">登录后回到刚才的地方，填写的内容都还在。</p>
      <SignInForm
        username={current?.staff.username ?? ''}
        onDone={() => void queryClient.invalidateQueries().catch(() => undefined)}
      />
      <Button type="link" block onClick={leave} className="after-form">
        换个账号登录
      </Button>
    </Modal>
  );
}
