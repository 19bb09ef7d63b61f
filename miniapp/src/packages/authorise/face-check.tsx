import { View } from '@tarojs/components';
import { type AuthorisationView, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { mayAct, useActing } from '@/core/acting';
import { call } from '@/core/api';
import { Failure } from '@/core/failure';
import { back } from '@/core/go';
import { sure } from '@/core/outside';
import { useSubmit } from '@/core/use-submit';
import { dropFace, FacePanel } from '@/renderer/face-panel';
import { a11y, Banner, Button, Option, ReasonSheet } from '@/ui';

interface Props {
  view: AuthorisationView;
  onView(view: AuthorisationView): void;
  reload(): Promise<void>;
}

/** Agreeing by face, at the window, or not; an agent shows her own face. */
export function FaceCheck({ view, onView, reload }: Props) {
  const [refusing, setRefusing] = useState(false);
  const [committed, setCommitted] = useState(false);
  const [reminded, setReminded] = useState(false);
  const acting = useActing();
  const params = { id: view.id };
  const promised = committed || view.commitments.length === 0;
  const held = (): boolean => {
    setReminded(!promised);
    return !promised;
  };
  const atWindow = useSubmit(async () => {
    if (held() || !(await sure('到窗口核验', '带身份证原件到登记大厅窗口核验，之后申请才能继续。', '到窗口核验')))
      return;
    onView(await call(routes.authorisations.window, { params }));
    dropFace(view.id);
  });
  if (!mayAct(acting, 'authorise'))
    return (
      <Banner title="请委托人本人授权">{`委托里没有“代为授权”，请 ${acting?.principal} 本人登录后核对并授权。`}</Banner>
    );
  return (
    <View>
      {acting && <Banner kind="warn">{`刷的是您本人的脸，表示您代 ${acting.principal} 同意以上内容。`}</Banner>}
      <FacePanel
        id="auth"
        owner={view.id}
        label="同意以上内容，刷脸授权"
        otherwise="到窗口核验"
        error={atWindow.error}
        held={held}
        first={
          view.commitments.length > 0 && (
            <>
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
              {reminded && (
                <View className="field__error" {...a11y({ role: 'alert' })}>
                  请先阅读并勾选承诺；不愿承诺的，可以选“我不同意”。
                </View>
              )}
            </>
          )
        }
        start={(channel) =>
          call(routes.authorisations.face, {
            params,
            body: { channel, contentHash: view.contentHash, faceConsent: true },
          })
        }
        confirm={async (attemptId) =>
          onView(await call(routes.authorisations.confirm, { params, body: { attemptId } }))
        }
        failed={async (error) => {
          if (error instanceof Failure && error.code === 'CONTENT_CHANGED') await reload();
        }}
      >
        {view.item.state !== 'window' && (
          <Button id="auth-window" kind="quiet" busy={atWindow.busy} onTap={atWindow.submit}>
            到窗口核验
          </Button>
        )}
        <Button id="auth-refuse" kind="text" onTap={() => setRefusing(true)}>
          我不同意
        </Button>
      </FacePanel>
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
          dropFace(view.id);
          setRefusing(false);
          await reload().catch(back);
        }}
      />
    </View>
  );
}
