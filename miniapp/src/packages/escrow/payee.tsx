import { View } from '@tarojs/components';
import { bankAccount, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { type Faults, hasFaults } from '@/core/faults';
import { back } from '@/core/go';
import { useParam } from '@/core/param';
import { toTop } from '@/core/scroll';
import { useLoad } from '@/core/use-load';
import { FacePanel } from '@/renderer/face-panel';
import { Banner, Button, Card, Facts, Failed, Gate, Page, Skeleton, TextField } from '@/ui';

/** The payee's own account is changed: typed, looked at, confirmed by her face. */
function Payee({ id, caseId }: { id: string; caseId: string }) {
  const { data, error, reload } = useLoad(() => call(routes.escrow.ofCase, { params: { id: caseId } }), [caseId]);
  const money = data?.items.find((one) => one.id === id);
  const [bank, setBank] = useState('');
  const [account, setAccount] = useState('');
  const [faults, setFaults] = useState<Faults>({});
  const [checking, setChecking] = useState(false);
  if (!money)
    return (
      <Page title="更换收款账号">
        <Failed error={error} onRetry={reload} />
        {!error && <Skeleton rows={4} />}
      </Page>
    );
  if (!money.mayChangePayee)
    return (
      <Page title="更换收款账号">
        <Banner title="现在不能更换">钱已经付出、正在退回，或者已经有一次更换在等待生效。</Banner>
        <View className="actions block">
          <Button id="payee-back" onTap={back}>
            返回
          </Button>
        </View>
      </Page>
    );
  const next = () => {
    const problem = bankAccount.problem(account);
    const found: Faults = {
      ...(bank.trim() === '' && { bank: '请填写收款银行。' }),
      ...(problem && { account: problem }),
    };
    setFaults(found);
    if (!hasFaults(found)) setChecking(true);
    toTop();
  };
  if (!checking)
    return (
      <Page title="更换收款账号">
        <Card>
          <View className="lead">{`只能换成您（${money.payee.name}）本人的账号。`}</View>
          <TextField
            id="payee-bank"
            label="收款银行"
            hint="写到支行"
            example="例如：桂林银行北海分行"
            maxLength={60}
            value={bank}
            error={faults.bank}
            onChange={setBank}
          />
          <TextField
            id="payee-account"
            label="收款账号"
            keyboard="number"
            maxLength={46}
            value={account}
            error={faults.account}
            onChange={setAccount}
          />
          <View className="actions">
            <Button id="payee-next" onTap={next}>
              下一步，核对
            </Button>
          </View>
        </Card>
      </Page>
    );
  return (
    <Page title="更换收款账号">
      <Card title="请核对">
        <Facts
          rows={[
            ['收款人', money.payee.name],
            ['原来的账号', `${money.payee.bank}，${money.payee.accountMasked}`],
            ['换成', `${bank.trim()}，${bankAccount.normalise(account)}`],
          ]}
        />
        <View className="lead">
          刷脸确认后一天生效，买卖双方都会收到消息；生效前您可以取消，其间付款仍付到原来的账号。
        </View>
        <Button id="payee-edit" kind="text" onTap={() => setChecking(false)}>
          填错了，去修改
        </Button>
      </Card>
      <FacePanel
        id="payee"
        owner={`payee:${id}:${bankAccount.normalise(account).slice(-4)}`}
        label="内容无误，本人刷脸确认"
        otherwise="保持原来的账号"
        start={(channel) =>
          call(routes.escrow.changePayee, {
            params: { id },
            body: { bank: bank.trim(), account, channel, faceConsent: true },
          })
        }
        confirm={async (attemptId) => {
          await call(routes.escrow.confirmPayee, { params: { id: attemptId } });
          back();
        }}
      />
    </Page>
  );
}

export default function PayeePage() {
  const id = useParam('id') ?? '';
  const caseId = useParam('caseId') ?? '';
  return (
    <Gate title="更换收款账号" needs={routes.escrow.changePayee}>
      <Payee key={id} id={id} caseId={caseId} />
    </Gate>
  );
}
