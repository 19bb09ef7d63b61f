import { View } from '@tarojs/components';
import {
  faceWalletNames,
  identityDocuments,
  type RouteReply,
  type routes,
  walletsFor,
  windowSentence,
} from '@zhucheng/shared';
import { type ReactNode, useState } from 'react';
import { useProven } from '@/core/assurance';
import { type Attempt, attemptsOf } from '@/core/attempts';
import { refreshCitizen } from '@/core/citizen';
import { useCanShowFace, useFaceDocuments } from '@/core/face-documents';
import { Failure } from '@/core/failure';
import { go } from '@/core/go';
import { openOutside } from '@/core/outside';
import { bookingPage } from '@/core/places';
import { face } from '@/core/platform/face';
import { useSession } from '@/core/session';
import { usePoll } from '@/core/use-poll';
import { useSubmit } from '@/core/use-submit';
import { a11y, Banner, Button, Card, Failed, Option } from '@/ui';
import { Qr } from '@/ui/qr';

type Started = RouteReply<typeof routes.authorisations.face>;

interface Props {
  /** Begins the ids of the buttons. */
  id: string;
  /** What is being agreed to; an attempt under way is found again by it. */
  owner: string;
  start(channel: 'wechat' | 'alipay'): Promise<Started>;
  confirm(attemptId: string): Promise<void>;
  /** What else to do when starting or confirming failed. */
  failed?(error: unknown): Promise<void>;
  label: string;
  /** What to do instead. */
  otherwise: string;
  /** Failure of another command of the page, shown in the same place. */
  error?: unknown;
  /** True stops the check before it begins; the page then shows why. */
  held?(): boolean;
  /** Stands above the consent, e.g. what is to be promised. */
  first?: ReactNode;
  /** Asks for the result by itself, also after the app was closed meanwhile. */
  waits?: boolean;
  children?: ReactNode;
}

const attempts = attemptsOf('face');
export const dropFace = (owner: string): void => attempts.drop(owner);

/** Agreeing by face: own consent to the check, the check itself, and the server's word on it. */
export function FacePanel({
  id,
  owner,
  start,
  confirm,
  failed,
  label,
  otherwise,
  error,
  held,
  first,
  waits,
  children,
}: Props) {
  const proven = useProven();
  const kind = useSession()?.citizen.document ?? null;
  const canShow = useCanShowFace(kind);
  const wallets = walletsFor(useFaceDocuments(), kind ?? 'resident');
  const [consent, setConsent] = useState(false);
  const [reminded, setReminded] = useState(false);
  const [attempt, setAttempt] = useState<Attempt | undefined>(() => attempts.load(owner));
  const [cancelled, setCancelled] = useState(false);
  const drop = () => {
    attempts.drop(owner);
    setAttempt(undefined);
  };
  const confirmed = async (attemptId: string) => {
    await confirm(attemptId);
    drop();
    // A passed check also raises the session to proven, whatever it was for.
    if (!proven) await refreshCitizen().catch(() => undefined);
  };
  const look = async () => {
    if (!attempt) return;
    if (attempt.expiresAt > Date.now()) await confirmed(attempt.id);
    else drop();
  };
  usePoll(look, waits === true && attempt !== undefined, attempt?.id, { first: 4_000 });
  const begin = useSubmit(async () => {
    setReminded(!consent);
    if (held?.() || !consent) return;
    setCancelled(false);
    try {
      const started = await start(face.channel ?? 'alipay');
      const mine = { id: started.attemptId, expiresAt: started.expiresAt, url: started.alipay?.url };
      attempts.save(owner, mine);
      setAttempt(mine);
      const { wechat, alipay } = started;
      const outcome = await face.verify({ ...(wechat && { wechat }), ...(alipay && { alipay }) });
      if (outcome === 'cancelled') setCancelled(true);
      if (outcome === 'done') await confirmed(mine.id);
    } catch (problem) {
      if (problem instanceof Failure && problem.code === 'CONTENT_CHANGED') drop();
      await failed?.(problem);
      throw problem;
    }
  });
  const check = useSubmit(async () => {
    if (attempt) await confirmed(attempt.id);
  });
  const notPassed = (problem: unknown) => problem instanceof Failure && problem.code === 'FACE_NOT_PASSED';
  const trouble = [begin.error, check.error, error].find((one) => one !== undefined);
  return (
    <View>
      {notPassed(trouble) ? (
        <Banner kind="warn" title="还没有查到刷脸通过的结果">
          {`刚做完的话，请等几秒再查一次；没通过可以再刷一次，光线亮一点更容易通过。也可以${otherwise}。`}
        </Banner>
      ) : (
        <Failed error={trouble} />
      )}
      {cancelled && <Banner>您取消了刷脸。准备好后可以再来一次。</Banner>}
      {attempt && !face.channel && attempt.url && (
        <Card title="用手机支付宝刷脸">
          <View className="lead">用支付宝扫下面的二维码，按提示刷脸。完成后回到这里点“查询结果”。</View>
          <Qr text={attempt.url} label="支付宝刷脸二维码" />
          <Button id={`${id}-open`} kind="text" onTap={() => void openOutside(attempt.url ?? '')}>
            就在用手机？点这里打开
          </Button>
        </Card>
      )}
      {attempt && (
        <View className="actions block">
          <Button id={`${id}-confirm`} busy={check.busy} onTap={check.submit}>
            我已完成，查询结果
          </Button>
        </View>
      )}
      {!canShow && kind && (
        <Banner kind="warn" title="您的证件不能在这里刷脸">
          {wallets.length > 0
            ? `${identityDocuments[kind].name}可以用${wallets.map((wallet) => faceWalletNames[wallet]).join('、')}刷脸，请在那里打开本平台；也可以带证件原件到登记窗口办理。`
            : windowSentence(kind)}
        </Banner>
      )}
      {canShow ? (
        <Card>
          {first}
          <Option
            id={`${id}-agree`}
            many
            bare
            label="我单独同意使用我的人脸信息"
            note={`只用于确认这一次是我本人，平台不保存人脸照片；不同意可以${otherwise}，不影响办理。`}
            on={consent}
            onTap={() => {
              setConsent(!consent);
              setReminded(false);
            }}
          />
          {reminded && (
            <View className="field__error" {...a11y({ role: 'alert' })}>
              {`刷脸需要您先勾选同意；不想刷脸，可以${otherwise}。`}
            </View>
          )}
          <View className="actions">
            <Button id={`${id}-face`} kind={attempt ? 'quiet' : 'main'} busy={begin.busy} onTap={begin.submit}>
              {attempt ? '重新刷脸' : label}
            </Button>
            {children}
          </View>
        </Card>
      ) : (
        <Card>
          {first}
          <View className="actions">
            <Button id={`${id}-book`} onTap={() => go(bookingPage, { purpose: 'window' })}>
              预约去窗口的时间
            </Button>
            {children}
          </View>
        </Card>
      )}
    </View>
  );
}
