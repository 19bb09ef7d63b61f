import { View } from '@tarojs/components';
import { type AuthorisationView, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { type Attempt, attemptsOf } from '@/core/attempts';
import { Failure } from '@/core/failure';
import { back } from '@/core/go';
import { openOutside, sure } from '@/core/outside';
import { face } from '@/core/platform/face';
import { useSubmit } from '@/core/use-submit';
import { a11y, Button, Card, Failed, Notice, Option, ReasonSheet } from '@/ui';
import { Qr } from '@/ui/qr';

interface Props {
  view: AuthorisationView;
  onView(view: AuthorisationView): void;
  reload(): Promise<void>;
}

const attempts = attemptsOf('face');

/** Agreeing: own consent to the face check, the check itself, and the server's word on it; or another way. */
export function FaceCheck({ view, onView, reload }: Props) {
  const [consent, setConsent] = useState(false);
  const [committed, setCommitted] = useState(false);
  const [reminded, setReminded] = useState(false);
  const [attempt, setAttempt] = useState<Attempt | undefined>(() => attempts.load(view.id));
  const [refusing, setRefusing] = useState(false);
  const [cancelled, setCancelled] = useState(false);
  const params = { id: view.id };
  const promised = committed || view.commitments.length === 0;
  const drop = () => {
    attempts.drop(view.id);
    setAttempt(undefined);
  };
  const confirmed = async (attemptId: string) => {
    onView(await call(routes.authorisations.confirm, { params, body: { attemptId } }));
    drop();
  };
  const start = useSubmit(async () => {
    setReminded(!consent || !promised);
    if (!consent || !promised) return;
    setCancelled(false);
    try {
      const started = await call(routes.authorisations.face, {
        params,
        body: { channel: face.channel ?? 'alipay', contentHash: view.contentHash, faceConsent: true },
      });
      const mine = { id: started.attemptId, expiresAt: started.expiresAt, url: started.alipay?.url };
      attempts.save(view.id, mine);
      setAttempt(mine);
      const { wechat, alipay } = started;
      const outcome = await face.verify({ ...(wechat && { wechat }), ...(alipay && { alipay }) });
      if (outcome === 'cancelled') setCancelled(true);
      if (outcome === 'done') await confirmed(mine.id);
    } catch (error) {
      if (error instanceof Failure && error.code === 'CONTENT_CHANGED') {
        drop();
        await reload();
      }
      throw error;
    }
  });
  const confirm = useSubmit(async () => {
    if (attempt) await confirmed(attempt.id);
  });
  const atWindow = useSubmit(async () => {
    setReminded(!promised);
    if (!promised) return;
    if (!(await sure('到窗口核验', '带身份证原件到登记大厅窗口核验，之后申请才能继续。', '到窗口核验'))) return;
    onView(await call(routes.authorisations.window, { params }));
    drop();
  });
  const notPassed = (error: unknown) => error instanceof Failure && error.code === 'FACE_NOT_PASSED';
  const trouble = [start.error, confirm.error, atWindow.error].find((error) => error !== undefined);
  return (
    <View>
      {notPassed(trouble) ? (
        <Notice kind="warn" title="还没有查到刷脸通过的结果">
          刚做完的话，请等几秒再查一次；没通过可以再刷一次，光线亮一点更容易通过。也可以到窗口核验。
        </Notice>
      ) : (
        <Failed error={trouble} />
      )}
      {cancelled && <Notice>您取消了刷脸。准备好后可以再来一次。</Notice>}
      {attempt && !face.channel && attempt.url && (
        <Card title="用手机支付宝刷脸">
          <View className="lead">用支付宝扫下面的二维码，按提示刷脸。完成后回到这里点“查询结果”。</View>
          <Qr text={attempt.url} label="支付宝刷脸二维码" />
          <Button id="auth-open" kind="text" onTap={() => void openOutside(attempt.url ?? '')}>
            就在用手机？点这里打开
          </Button>
        </Card>
      )}
      {attempt && (
        <View className="actions block">
          <Button id="auth-confirm" busy={confirm.busy} onTap={confirm.submit}>
            我已完成，查询结果
          </Button>
        </View>
      )}
      <Card>
        {view.commitments.length > 0 && (
          <Option
            id="auth-commit"
            many
            bare
            label="我已阅读并作出以上承诺"
            note="承诺会和授权一起记入登记档案；不愿承诺的，可以选“我不同意”。"
            on={committed}
            onTap={() => {
              setCommitted(!committed);
              setReminded(false);
            }}
          />
        )}
        <Option
          id="auth-agree"
          many
          bare
          label="我单独同意使用我的人脸信息"
          note="只用于确认这一次是我本人，平台不保存人脸照片；不同意可以到窗口核验，不影响办理。"
          on={consent}
          onTap={() => {
            setConsent(!consent);
            setReminded(false);
          }}
        />
        {reminded && (
          <View className="field__error" {...a11y({ role: 'alert' })}>
            {promised
              ? '刷脸需要您先勾选同意；不想刷脸，可以选“到窗口核验”。'
              : '请先阅读并勾选承诺；不愿承诺的，可以选“我不同意”。'}
          </View>
        )}
        <View className="actions">
          <Button id="auth-face" kind={attempt ? 'quiet' : 'main'} busy={start.busy} onTap={start.submit}>
            {attempt ? '重新刷脸' : '同意以上内容，刷脸授权'}
          </Button>
          {view.item.state !== 'window' && (
            <Button id="auth-window" kind="quiet" busy={atWindow.busy} onTap={atWindow.submit}>
              到窗口核验
            </Button>
          )}
          <Button id="auth-refuse" kind="text" onTap={() => setRefusing(true)}>
            我不同意
          </Button>
        </View>
      </Card>
      <ReasonSheet
        id="refuse"
        open={refusing}
        title="不同意授权"
        label="为什么不同意"
        note="会告诉发起人，由他（她）修改后重新发起。"
        confirm="确认不同意"
        onClose={() => setRefusing(false)}
        onConfirm={async (reason) => {
          await call(routes.authorisations.refuse, { params, body: { reason } });
          drop();
          setRefusing(false);
          await reload().catch(back);
        }}
      />
    </View>
  );
}
