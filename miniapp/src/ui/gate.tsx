import Taro from '@tarojs/taro';
import { Fragment, type ReactNode, useEffect, useRef } from 'react';
import { go } from '@/core/go';
import { useSession } from '@/core/session';
import { Button } from './button';
import { Empty } from './empty';
import { Page } from './page';

interface Props {
  title: string;
  /** What is behind needs a real name. */
  realName?: boolean;
  children: ReactNode;
}

/**
 * Lets signed-in people through. Who came by a card or a link, or whose session ended, is taken to the login page once, and
 * back here afterwards; who came from another page of ours is asked first.
 */
export function Gate({ title, realName, children }: Props) {
  const session = useSession();
  const was = useRef(session);
  const asked = useRef(false);
  const login = () => go('/packages/me/login');
  useEffect(() => {
    const expired = was.current !== null && session === null;
    const fromOutside = Taro.getCurrentPages().length <= 1;
    was.current = session;
    if (session || asked.current || !(expired || fromOutside)) return;
    asked.current = true;
    go('/packages/me/login');
  }, [session]);
  if (!session) {
    return (
      <Page title={title}>
        <Empty
          icon="me"
          title="请先登录"
          note="登录后会回到这一页。"
          action={
            <Button id="gate-login" onTap={login}>
              登录
            </Button>
          }
        />
      </Page>
    );
  }
  if (realName && !session.citizen.realName) {
    return (
      <Page title={title}>
        <Empty
          icon="shield"
          title="先确认是您本人"
          note="办理登记要实名，只需填写一次姓名和身份证号。"
          action={
            <Button id="gate-real-name" onTap={() => go('/packages/me/real-name')}>
              去实名认证
            </Button>
          }
        />
      </Page>
    );
  }
  return <Fragment key={session.citizen.id}>{children}</Fragment>;
}
