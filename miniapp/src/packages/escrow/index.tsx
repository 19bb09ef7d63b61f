import { View } from '@tarojs/components';
import { bankAccount, type EscrowView, endedEscrowStates, formatFen, routes } from '@zhucheng/shared';
import { useState } from 'react';
import { useActing } from '@/core/acting';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { copy, openOutside, sure } from '@/core/outside';
import { useParam } from '@/core/param';
import { useLoad } from '@/core/use-load';
import { usePoll } from '@/core/use-poll';
import { useRefresh } from '@/core/use-refresh';
import { useSubmit } from '@/core/use-submit';
import { moment } from '@/core/when';
import { Banner, Button, Card, Empty, Facts, Failed, Gate, Page, Skeleton, Tag, Timeline } from '@/ui';
import { momentsOf, tagOf } from './words';

interface Part {
  money: EscrowView;
  reload(): Promise<void>;
}

const yuan = (fen: number): string => `¥${formatFen(fen)}`;
const grouped = (account: string): string => account.replace(/(.{4})(?=.)/g, '$1 ');

/** Where it is, and what to do next. */
function Now({ money }: Pick<Part, 'money'>) {
  const { payOff, amountFen, depositedFen, lockedFen, payee } = money;
  return (
    <Card title="房款由银行保管" extra={<Tag kind={tagOf(money.state)}>{money.stateName}</Tag>}>
      <View className="amount" id="escrow-amount">
        {yuan(amountFen)}
      </View>
      <View className="lead" id="escrow-says">
        {money.says}
      </View>
      <Facts
        rows={[
          ['已存入', yuan(depositedFen)],
          ['已锁定', yuan(lockedFen)],
          ...(payOff ? [[`先还 ${payOff.name}`, yuan(payOff.fen)] as const] : []),
          [payOff ? '其余付给' : '付给', `${payee.name}，${payee.bank}，${payee.accountMasked}`],
          ['协议编号', money.agreementNumber],
        ]}
      />
    </Card>
  );
}

/** The account to pay into, for those who do. */
function Deposit({ money }: Pick<Part, 'money'>) {
  const { deposit, amountFen, depositedFen } = money;
  const open = useSubmit(async () => {
    await openOutside(deposit?.url ?? '');
  });
  if (!deposit) return null;
  return (
    <Card title="怎么存入">
      <Facts
        rows={[
          ['要存', yuan(amountFen - depositedFen)],
          ['户名', deposit.name],
          ['开户银行', deposit.bank],
          ['账号', grouped(deposit.account)],
          ['附言', money.agreementNumber],
        ]}
      />
      <View className="lead">转账时请填写附言，银行凭它认出是您这一笔。到账以后这里会自动更新。</View>
      <Failed error={open.error} />
      <View className="actions block">
        {deposit.url && (
          <Button id="escrow-pay" busy={open.busy} onTap={open.submit}>
            打开银行的存入页面
          </Button>
        )}
        <Button
          id="escrow-copy"
          kind="quiet"
          onTap={() => void copy(bankAccount.normalise(deposit.account), '账号已复制')}
        >
          复制账号
        </Button>
      </View>
    </Card>
  );
}

/** Another account of the payee, which waits a day. */
function Change({ money, reload }: Part) {
  const acting = useActing();
  const change = money.payeeChange;
  const cancel = useSubmit(async () => {
    if (!change || !(await sure('取消更换', '收款账号保持不变，双方都会收到消息。', '取消更换'))) return;
    await call(routes.escrow.cancelPayee, { params: { id: change.id } });
    await reload();
  });
  const waiting = change?.state === 'waiting' || change?.state === 'sent';
  if (!waiting)
    return money.mayChangePayee && !acting ? (
      <Card title="收款账号">
        <View className="lead">账号换了、注销了，可以改成您本人的另一个账号。要本人刷脸，一天后生效。</View>
        <Button
          id="escrow-change"
          kind="quiet"
          onTap={() => go('/packages/escrow/payee', { id: money.id, caseId: money.caseId })}
        >
          更换收款账号
        </Button>
      </Card>
    ) : null;
  return (
    <Card title="收款账号要更换" extra={<Tag kind="wait">{change.stateName}</Tag>}>
      <View className="lead" id="escrow-change-says">
        {change.state === 'waiting'
          ? `收款人已经本人刷脸确认。${moment(change.effectiveAt ?? 0)} 以前付款的，仍付到原来的账号。`
          : '一天已过，正在通知监管银行。'}
      </View>
      <Facts
        rows={[
          ['换成', `${change.bank}，${change.accountMasked}`],
          ['生效时间', change.effectiveAt ? moment(change.effectiveAt) : ''],
        ]}
      />
      <Failed error={cancel.error} />
      {money.isPayee && change.state === 'waiting' && !acting && (
        <Button id="escrow-cancel" kind="danger" busy={cancel.busy} onTap={cancel.submit}>
          取消更换
        </Button>
      )}
      {!money.isPayee && <View className="small">觉得不对劲的，请马上联系对方或登记中心。</View>}
    </Card>
  );
}

function Escrow({ caseId }: { caseId: string }) {
  const load = () => call(routes.escrow.ofCase, { params: { id: caseId } });
  const { data, error, reload } = useLoad(load, [caseId]);
  const [newer, setNewer] = useState<typeof data>();
  const fetch = async () => setNewer(await load());
  useRefresh(fetch);
  const items = (newer ?? data)?.items;
  const [money, ...earlier] = items ?? [];
  usePoll(fetch, money !== undefined && !endedEscrowStates.includes(money.state), money?.state, { soon: 1_500 });
  return (
    <Page title="资金监管">
      <Failed error={error} onRetry={reload} />
      {!items && !error && <Skeleton rows={6} />}
      {items?.length === 0 && (
        <Empty icon="shield" title="还没有监管协议" note="各方都刷脸授权、提交申请以后，协议会自动送到监管银行。" />
      )}
      {money && (
        <>
          {money.trouble && (
            <Banner kind="warn" title="登记中心正在核实">
              {money.trouble}
            </Banner>
          )}
          <Now money={money} />
          <Deposit money={money} />
          <Change money={money} reload={fetch} />
          <Card title="经过">
            <Timeline items={momentsOf(money)} />
          </Card>
        </>
      )}
      {earlier.map((one) => (
        <Card key={one.id} title={`原协议 ${one.agreementNumber}`} extra={<Tag>{one.stateName}</Tag>}>
          <View className="lead">{one.says}</View>
        </Card>
      ))}
    </Page>
  );
}

export default function EscrowPage() {
  const id = useParam('id') ?? '';
  return (
    <Gate title="资金监管" needs={routes.escrow.ofCase}>
      <Escrow key={id} caseId={id} />
    </Gate>
  );
}
