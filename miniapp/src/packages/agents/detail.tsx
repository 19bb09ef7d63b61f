import { View } from '@tarojs/components';
import { type GrantView, grantStatements, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { startActing, useActing } from '@/core/acting';
import { call } from '@/core/api';
import { sure } from '@/core/outside';
import { useParam } from '@/core/param';
import { useLoad } from '@/core/use-load';
import { useRefresh } from '@/core/use-refresh';
import { useSubmit } from '@/core/use-submit';
import { moment } from '@/core/when';
import { FacePanel } from '@/renderer/face-panel';
import { a11y, Banner, Bullets, Button, Card, Failed, Gate, Option, Page, Skeleton, Tag } from '@/ui';
import { GrantCard } from './grant-card';
import { stateText, tags } from './words';

interface Part {
  grant: GrantView;
  onGrant(grant: GrantView): void;
}

/** What the state means for whoever looks. */
function Standing({ grant }: { grant: GrantView }) {
  const { me, state, agent, principal } = grant;
  const words = {
    'awaiting-face': '请核对下面的内容，刷脸后才会发给代办人。',
    offered:
      me === 'principal'
        ? `已发给 ${agent.name}，对方接受后生效。对方登录后在“我的－家人代办”里答复。`
        : `${principal.name} 请您代办，请看清下面的内容再决定。`,
    active: me === 'principal' ? `${agent.name} 可以代您办理了。` : `您可以代 ${principal.name} 办理了。`,
    ended: `${grant.endedAt ? moment(grant.endedAt) : ''} 结束，不能再代办；已经办完的仍然有效。`,
  }[state];
  return (
    <Card
      title={me === 'principal' ? `请 ${agent.name} 代办` : `代 ${principal.name} 办理`}
      extra={<Tag kind={tags[state]}>{stateText(grant)}</Tag>}
    >
      <View className="lead">{words}</View>
    </Card>
  );
}

function Principal({ grant, onGrant }: Part) {
  const params = { id: grant.id };
  const waiting = grant.state === 'awaiting-face';
  const revoke = useSubmit(async () => {
    const words = waiting
      ? '这份委托还没有发出，删除后不会通知代办人。'
      : `撤销后 ${grant.agent.name} 立刻不能再代您办理，已经办完的仍然有效。`;
    if (!(await sure(waiting ? '删除委托' : '撤销委托', words, waiting ? '删除' : '撤销'))) return;
    onGrant(await call(routes.agents.revoke, { params }));
  });
  if (grant.state === 'ended') return null;
  const button = (
    <Button id="grant-revoke" kind={waiting ? 'text' : 'danger'} busy={revoke.busy} onTap={revoke.submit}>
      {waiting ? '不发了，删除' : '撤销委托'}
    </Button>
  );
  if (!waiting)
    return (
      <View className="actions block">
        <Failed error={revoke.error} />
        {button}
      </View>
    );
  return (
    <>
      <Card title="刷脸表示您声明">
        <Bullets items={grantStatements.principal} />
      </Card>
      <FacePanel
        id="grant"
        owner={grant.id}
        label="同意以上内容，刷脸发出"
        otherwise="带双方身份证到登记窗口办书面委托"
        error={revoke.error}
        start={(channel) => call(routes.agents.face, { params, body: { channel, faceConsent: true } })}
        confirm={async (attemptId) => onGrant(await call(routes.agents.confirm, { params, body: { attemptId } }))}
      >
        {button}
      </FacePanel>
    </>
  );
}

function Agent({ grant, onGrant }: Part) {
  const params = { id: grant.id };
  const acting = useActing();
  const [read, setRead] = useState(false);
  const [reminded, setReminded] = useState(false);
  const accept = useSubmit(async () => {
    setReminded(!read);
    if (!read) return;
    onGrant(await call(routes.agents.accept, { params, body: { statement: true } }));
  });
  const offered = grant.state === 'offered';
  const leave = useSubmit(async () => {
    const [title, words, yes] = offered
      ? ['不接受', `会告诉 ${grant.principal.name} 您没有接受。`, '不接受']
      : ['辞去代办', `之后您不能再代 ${grant.principal.name} 办理，没办完的由本人继续。`, '辞去'];
    if (!(await sure(title!, words!, yes))) return;
    onGrant(await call(routes.agents.decline, { params }));
  });
  if (grant.state === 'ended') return null;
  if (!offered)
    return (
      <View className="actions block">
        <Failed error={leave.error} />
        {acting?.grantId === grant.id ? (
          <Banner kind="ok">{`您正在代 ${grant.principal.name} 办理，办完请点上方“切回本人”。`}</Banner>
        ) : (
          <Button id="grant-act" onTap={() => startActing(grant)}>
            {`代 ${grant.principal.name} 办理`}
          </Button>
        )}
        <Button id="grant-renounce" kind="quiet" busy={leave.busy} onTap={leave.submit}>
          辞去代办
        </Button>
      </View>
    );
  return (
    <Card title="接受表示您声明">
      <Bullets items={grantStatements.agent} />
      <Option
        id="grant-read"
        many
        bare
        label="我已读完以上委托内容和声明，愿意代办"
        on={read}
        onTap={() => {
          setRead(!read);
          setReminded(false);
        }}
      />
      {reminded && (
        <View className="field__error" {...a11y({ role: 'alert' })}>
          请看完委托内容并勾选，再接受。
        </View>
      )}
      <Failed error={accept.error ?? leave.error} />
      <View className="actions">
        <Button id="grant-accept" busy={accept.busy} onTap={accept.submit}>
          接受
        </Button>
        <Button id="grant-decline" kind="text" busy={leave.busy} onTap={leave.submit}>
          不接受
        </Button>
      </View>
    </Card>
  );
}

function Detail({ id }: { id: string }) {
  const { data, error, reload } = useLoad(() => call(routes.agents.detail, { params: { id } }), [id]);
  const [newer, setNewer] = useState<GrantView>();
  useRefresh(async () => setNewer(await call(routes.agents.detail, { params: { id } })));
  const grant = newer ?? data;
  return (
    <Page title="委托">
      <Failed error={error} onRetry={reload} />
      {!grant && !error && <Skeleton rows={6} />}
      {grant && (
        <>
          <Standing grant={grant} />
          <GrantCard grant={grant} />
          {grant.me === 'principal' ? (
            <Principal grant={grant} onGrant={setNewer} />
          ) : (
            <Agent grant={grant} onGrant={setNewer} />
          )}
        </>
      )}
    </Page>
  );
}

export default function DetailPage() {
  const id = useParam('id') ?? '';
  return (
    <Gate title="委托" needs={routes.agents.detail}>
      <Detail key={id} id={id} />
    </Gate>
  );
}
