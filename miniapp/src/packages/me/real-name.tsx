import { routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { Failure } from '@/core/failure';
import { type Faults, faultsFrom, faultsOf, hasFaults } from '@/core/faults';
import { back } from '@/core/go';
import { updateCitizen } from '@/core/session';
import { useSubmit } from '@/core/use-submit';
import { Button, Card, ErrorSummary, Failed, Gate, Notice, Option, Page, TextField } from '@/ui';

const labels = { name: '姓名', idNumber: '身份证号', password: '登录密码', pledge: '承诺' } as const;
const ids = { name: 'real-name', idNumber: 'real-id', password: 'real-password', pledge: 'real-pledge' } as const;

function Form() {
  const [name, setName] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [password, setPassword] = useState('');
  const [pledge, setPledge] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const send = useSubmit(async () => {
    const given = { name, idNumber, pledge, ...(password ? { password } : {}) };
    const checked = routes.identity.realName.body?.safeParse(given);
    const found = checked && !checked.success ? faultsOf(checked.error) : {};
    setFaults(found);
    if (hasFaults(found)) return;
    try {
      updateCitizen(await call(routes.identity.realName, { body: { ...given, pledge: true } }));
      back();
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
  const needsPhone = send.error instanceof Failure && send.error.code === 'PHONE_REQUIRED';
  return (
    <Page
      title="实名认证"
      foot={
        <Button id="real-submit" busy={send.busy} onTap={send.submit}>
          提交
        </Button>
      }
    >
      <ErrorSummary errors={errors} />
      {!hasFaults(faults) && <Failed error={send.error} />}
      {needsPhone && <Notice>请退出后用手机号加短信验证码登录，再来实名。</Notice>}
      <Notice>办理登记要确认是您本人。姓名和身份证号只用于核对，不会公开。</Notice>
      <Card>
        <TextField
          id="real-name"
          label="姓名"
          hint="与身份证上一致"
          value={name}
          error={faults.name}
          onChange={setName}
        />
        <TextField
          id="real-id"
          label="身份证号"
          keyboard="idcard"
          maxLength={18}
          value={idNumber}
          error={faults.idNumber}
          onChange={setIdNumber}
        />
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
      </Card>
    </Page>
  );
}

export default function RealName() {
  return (
    <Gate title="实名认证">
      <Form />
    </Gate>
  );
}
