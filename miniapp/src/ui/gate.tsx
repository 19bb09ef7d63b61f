import Taro, { useDidShow } from '@tarojs/taro';
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import { missingIn, type Needs, wantedBy } from '@/core/assurance';
import { go } from '@/core/go';
import { useSession } from '@/core/session';
import { Button } from './button';
import { Empty } from './empty';
import { Page } from './page';
import { StillMissing } from './still-missing';

interface Props {
  title: string;
  /** The operation that the page is about: what it needs to be known of the person, the page needs, too. */
  needs: Needs;
  children: ReactNode;
}

export const SignInFirst = ({ onTap }: { onTap(): void }) => (
  <Empty
    icon="me"
    title="请先登录"
    note="登录后会回到这一页。"
    action={
      <Button id="gate-login" onTap={onTap}>
        登录
      </Button>
    }
  />
);

/**
 * Lets through whoever is known well enough. Who came by a card or a link, or whose session ended, is taken to the login page
 * once, and back here afterwards; who came from another page of ours is asked first. What is open stays open, with all that
 * was typed, when more is asked for later.
 */
export function Gate({ title, needs, children }: Props) {
  const session = useSession();
  const was = useRef(session);
  const asked = useRef(false);
  const seat = useRef({ token: '', id: '', open: false });
  const wanted = wantedBy(needs);
  const login = () => go('/packages/me/login', { level: wanted });
  // Taro reads the parameters of the page shown last: another page opened before this one is shown would get them.
  const [shown, setShown] = useState(false);
  useDidShow(() => setShown(true));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page's level does not change
  useEffect(() => {
    if (!shown) return;
    const expired = was.current !== null && session === null;
    const fromOutside = Taro.getCurrentPages().length <= 1;
    was.current = session;
    if (session || asked.current || !(expired || fromOutside)) return;
    asked.current = true;
    login();
  }, [session, shown]);
  if (!session) {
    return (
      <Page title={title}>
        <SignInFirst onTap={login} />
      </Page>
    );
  }
  // When two accounts of a person are joined, the session goes on under another id.
  if (seat.current.token !== session.token)
    seat.current = { token: session.token, id: session.citizen.id, open: false };
  const missing = missingIn(needs, session.citizen);
  seat.current.open ||= missing === null;
  if (missing && !seat.current.open) {
    return (
      <Page title={title}>
        <StillMissing missing={missing} wanted={wanted} />
      </Page>
    );
  }
  return <Fragment key={seat.current.id}>{children}</Fragment>;
}
