import { type DocumentKind, routes, walletsFor, windowSentence } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { useFaceDocuments } from '@/core/face-documents';
import { Failure } from '@/core/failure';
import { type Faults, faultsFrom, faultsOf, hasFaults } from '@/core/faults';
import { back, go, replace } from '@/core/go';
import { updateCitizen, useSession } from '@/core/session';
import { useSubmit } from '@/core/use-submit';
import { DocumentField } from '@/renderer/document-field';
import { Banner, Button, Card, ErrorSummary, Failed, Gate, Option, Page, TextField } from '@/ui';
import { NameAdvice } from './name-advice';
import { useWanted } from './proof/use-wanted';

const labels = { name: '姓名', idNumber: '证件号码', password: '登录密码', pledge: '承诺' } as const;
const ids = { name: 'real-name', idNumber: 'real-id', password: 'real-password', pledge: 'real-pledge' } as const;

function Form() {
  const wanted = useWanted();
  const done = useSession()?.citizen.realName === true;
  const [name, setName] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [password, setPassword] = useState('');
  const [pledge, setPledge] = useState(false);
  const [kind, setKind] = useState<DocumentKind>('resident');
  const [faults, setFaults] = useState<Faults>({});
  const faces = useFaceDocuments();
  const send = useSubmit(async () => {
    const given = { name, idNumber, pledge, ...(password ? { password } : {}) };
    const checked = routes.identity.realName.body?.safeParse(given);
    const found = checked && !checked.success ? faultsOf(checked.error) : {};
    setFaults(found);
    if (hasFaults(found)) return;
    try {
      updateCitizen(await call(routes.identity.realName, { body: { ...given, pledge: true } }));
      // Where one authorises or grants, a face is shown anyhow.
      if (wanted === 'named') back();
      else replace('/packages/me/prove', { fresh: '1' });
    } catch (error) {
      setFaults(faultsFrom(error));
      throw error;
    }
  });
  const errors = Object.entries(faults).map(([path, message]) => ({
    label: labels[path as keyof typeof labels] ?? '',
    message,
    at: ids[path as keyof typeof ids],
  }));
  // No inputs: the officer at the window enters name and number.
  const toWindow = walletsFor(faces, kind).length === 0;
  const code = send.error instanceof Failure ? send.error.code : '';
  if (done)
    return (
      <Page title="实名认证">
        <Banner kind="ok">您已经实名，不用再填。</Banner>
        <NameAdvice />
        <Button id="real-back" kind="quiet" onTap={back}>
          返回
        </Button>
      </Page>
    );
  return (
    <Page
      title="实名认证"
      foot={
        toWindow ? (
          <Button id="real-window" onTap={() => go('/packages/me/prove-window')}>
            到窗口办理
          </Button>
        ) : (
          <Button id="real-submit" busy={send.busy} onTap={send.submit}>
            提交
          </Button>
        )
      }
    >
      <ErrorSummary errors={errors} />
      {!hasFaults(faults) && <Failed error={send.error} />}
      {code === 'PHONE_REQUIRED' && <Banner>请退出后用手机号加短信验证码登录，再来实名。</Banner>}
      {code === 'REAL_NAME_MISMATCH' && (
        <Button id="real-window" kind="quiet" onTap={() => go('/packages/me/prove-window')}>
          带身份证到窗口办理
        </Button>
      )}
      {toWindow ? (
        <Banner kind="warn" title="请到窗口办理">
          {`${windowSentence(kind)}不用在这里填写，工作人员当面录入，几分钟就好；以后就可以用这个账号办理了。`}
        </Banner>
      ) : (
        <Banner>办理登记要确认是您本人。姓名和证件号码只用于核对，不会公开。</Banner>
      )}
      <Card>
        {!toWindow && (
          <TextField
            id="real-name"
            label="姓名"
            hint="与证件上一致"
            value={name}
            error={faults.name}
            onChange={setName}
          />
        )}
        <DocumentField id="real-id" onKind={setKind} value={idNumber} error={faults.idNumber} onChange={setIdNumber} />
        {!toWindow && (
          <>
            <TextField
              id="real-password"
              label="登录密码"
              hint="以后也可以用密码登录。至少 8 位，同时有字母和数字"
              optional
              keyboard="password"
              maxLength={64}
              value={password}
              error={faults.password}
              onChange={setPassword}
            />
            <Option
              id="real-pledge"
              many
              bare
              label="我承诺以上是我本人的真实信息，由我本人使用这个账号。"
              on={pledge}
              onTap={() => setPledge(!pledge)}
            />
          </>
        )}
      </Card>
    </Page>
  );
}

export default function RealName() {
  return (
    <Gate title="实名认证" needs={routes.identity.realName}>
      <Form />
    </Gate>
  );
}
