import { password as passwordRule, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { faultsFrom } from '@/core/faults';
import { go } from '@/core/go';
import { updateCitizen, useSession } from '@/core/session';
import { useSubmit } from '@/core/use-submit';
import { useWait } from '@/core/use-wait';
import { Banner, Button, Card, Failed, TextField } from '@/ui';

/** Sets or changes the password: with the old one, or with a code to the bound phone where there is none. */
export function PasswordCard() {
  const citizen = useSession()?.citizen;
  const [old, setOld] = useState('');
  const [code, setCode] = useState('');
  const [next, setNext] = useState('');
  const [faults, setFaults] = useState<Record<string, string | undefined>>({});
  const [done, setDone] = useState(false);
  const [wait, setWait] = useWait();
  const has = citizen?.hasPassword ?? false;
  const send = useSubmit(async () => setWait((await call(routes.identity.deviceCode, {})).againAt));
  const save = useSubmit(async () => {
    setDone(false);
    const checked = passwordRule.safeParse(next);
    const found = {
      oldPassword: has && !old ? '请填写原密码。' : undefined,
      code: !has && !/^\d{6}$/.test(code.trim()) ? '请填写 6 位验证码。' : undefined,
      password: checked.success ? undefined : checked.error.issues[0]?.message,
    };
    setFaults(found);
    if (found.oldPassword || found.code || found.password) return;
    try {
      const proof = has ? { oldPassword: old } : { code: code.trim() };
      await call(routes.account.changePassword, { body: { ...proof, password: next } });
    } catch (error) {
      setFaults(faultsFrom(error));
      throw error;
    }
    if (citizen) updateCitizen({ ...citizen, hasPassword: true });
    setOld('');
    setCode('');
    setNext('');
    setDone(true);
  });
  return (
    <Card title={has ? '修改密码' : '设置密码'}>
      {has ? (
        <TextField
          id="password-old"
          label="原密码"
          keyboard="password"
          maxLength={64}
          value={old}
          error={faults.oldPassword}
          onChange={setOld}
        />
      ) : (
        <TextField
          id="password-code"
          label="短信验证码"
          hint={citizen?.phoneMasked ? `发到 ${citizen.phoneMasked}` : '请先绑定手机号'}
          keyboard="number"
          maxLength={12}
          value={code}
          error={faults.code}
          onChange={setCode}
          side={
            <Button id="password-send" kind="text" busy={send.busy} disabled={wait > 0} onTap={send.submit}>
              {wait > 0 ? `${wait} 秒后重发` : '获取验证码'}
            </Button>
          }
        />
      )}
      <TextField
        id="password-new"
        label="新密码"
        hint="至少 8 位，要有字母和数字"
        keyboard="password"
        maxLength={64}
        value={next}
        error={faults.password}
        onChange={setNext}
      />
      {done && <Banner>密码已保存，其他设备已退出登录。</Banner>}
      <Failed error={send.error ?? save.error} />
      <Button id="password-save" busy={save.busy} onTap={save.submit}>
        保存密码
      </Button>
      {has && (
        <Button id="password-forgot" kind="text" onTap={() => go('/packages/me/forgot')}>
          忘记原密码
        </Button>
      )}
    </Card>
  );
}
