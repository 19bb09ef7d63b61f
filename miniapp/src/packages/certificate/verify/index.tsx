import { View } from '@tarojs/components';
import {
  type CertificateKind,
  certificatePartsOf,
  certificateText,
  routes,
  type VerificationView,
} from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { useParam } from '@/core/param';
import { scanCode, tokenIn } from '@/core/scan';
import { useLoad } from '@/core/use-load';
import { useSubmit } from '@/core/use-submit';
import { Button, Card, CertificateNumberField, Failed, Page, Skeleton, Tabs, TextField } from '@/ui';
import { Verdict } from './verdict';

const kinds = [
  { value: 'right', label: '不动产权证书', id: 'verify-right' },
  { value: 'registration', label: '登记证明', id: 'verify-registration' },
] as const;

function ByNumber({ onAnswer }: { onAnswer(view: VerificationView): void }) {
  const [kind, setKind] = useState<CertificateKind>('right');
  const [number, setNumber] = useState('');
  const [rightHolder, setRightHolder] = useState('');
  const [tried, setTried] = useState(false);
  const ask = useSubmit(async () => {
    setTried(true);
    if (!number || !rightHolder.trim()) return;
    onAnswer(await call(routes.certificates.verifyNumber, { body: { number, rightHolder } }));
  });
  return (
    <Card title="填证号核验">
      <Tabs
        options={kinds}
        value={kind}
        onChange={(next) => {
          setKind(next);
          setNumber(certificateText(certificatePartsOf(number), next));
        }}
      />
      <CertificateNumberField
        id="verify-number"
        kind={kind}
        onKind={setKind}
        label={kind === 'right' ? '不动产权证号' : '登记证明号'}
        hint="只填年份和号码，也可以把整个证号粘贴进来"
        value={number}
        error={tried && !number ? '请填写证号。' : undefined}
        onChange={setNumber}
      />
      <TextField
        id="verify-holder"
        label="权利人"
        hint="与证书上的名字一致"
        value={rightHolder}
        error={tried && !rightHolder.trim() ? '请填写权利人。' : undefined}
        onChange={setRightHolder}
      />
      <Failed error={ask.error} />
      <Button id="verify-submit" busy={ask.busy} onTap={ask.submit}>
        核验
      </Button>
    </Card>
  );
}

function ByToken({ token, onAgain }: { token: string; onAgain(): void }) {
  const { data, error, reload } = useLoad(() => call(routes.certificates.verifyToken, { params: { token } }), [token]);
  return (
    <>
      <Failed error={error} onRetry={reload} />
      {!data && !error && <Skeleton rows={5} />}
      {data && <Verdict view={data} />}
      <Button id="verify-again" kind="quiet" onTap={onAgain}>
        核验另一本
      </Button>
    </>
  );
}

export default function Verify() {
  const given = useParam('token');
  const [token, setToken] = useState(given);
  const [answer, setAnswer] = useState<VerificationView>();
  const scan = useSubmit(async () => {
    const read = await scanCode();
    if (read) setToken(tokenIn(read));
  });
  const again = () => {
    setToken(undefined);
    setAnswer(undefined);
  };
  return (
    <Page title="证书核验">
      {token ? (
        <ByToken key={token} token={token} onAgain={again} />
      ) : answer ? (
        <>
          <Verdict view={answer} />
          <Button id="verify-again" kind="quiet" onTap={again}>
            核验另一本
          </Button>
        </>
      ) : (
        <>
          <View className="lead">核验不动产权证书、登记证明是真是假，现在是否有效。不用登录。</View>
          {process.env.TARO_ENV !== 'h5' && (
            <View className="block">
              <Button id="verify-scan" busy={scan.busy} onTap={scan.submit}>
                扫证书上的二维码
              </Button>
            </View>
          )}
          <ByNumber onAnswer={setAnswer} />
        </>
      )}
    </Page>
  );
}
