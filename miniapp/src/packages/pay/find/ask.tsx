import { View } from '@tarojs/components';
import { acceptanceNumber, type PublicPaymentQuestion, routes, typingRoom } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { useSubmit } from '@/core/use-submit';
import { Button, Card, Failed, Tabs, TextField } from '@/ui';
import type { Found } from './found';

type Way = PublicPaymentQuestion['by'];
const ways = [
  { value: 'parties', label: '线上业务', id: 'find-parties' },
  { value: 'acceptance', label: '线下业务', id: 'find-acceptance' },
] as const;
const lead: Record<Way, string> = {
  parties: '在网上申请的，按双方名字和流水号查。',
  acceptance: '在窗口受理的，按受理通知书上的编号查。',
};
const empty = { serial: '', rightHolder: '', obligor: '', proof: '' };

/** What somebody has at hand who wants to pay without signing in. */
export function Ask({ onFound }: { onFound(found: Found): void }) {
  const [way, setWay] = useState<Way>('parties');
  const [typed, setTyped] = useState(empty);
  const [tried, setTried] = useState(false);
  const set = (field: keyof typeof empty) => (value: string) => setTyped((before) => ({ ...before, [field]: value }));
  const missing = (field: keyof typeof empty, text: string) => (tried && !typed[field].trim() ? text : undefined);
  const order = /^\s*zc/i.test(typed.serial);
  const wrongNumber = order ? null : acceptanceNumber.problem(typed.serial);
  const ask = useSubmit(async () => {
    setTried(true);
    const { serial, rightHolder, obligor, proof } = typed;
    if (wrongNumber || !(way === 'parties' ? rightHolder : proof).trim()) return;
    const body: PublicPaymentQuestion =
      way === 'parties'
        ? { by: way, serial, rightHolder, obligor }
        : { by: way, acceptanceNumber: acceptanceNumber.normalise(serial), proof };
    onFound(await call(routes.publicPayments.find, { body }));
  });
  const change = (next: Way) => {
    setWay(next);
    setTried(false);
    ask.clear();
  };
  return (
    <>
      <View className="lead">不用登录。替家人、朋友缴费也可以，缴了就算数。</View>
      <Card>
        <Tabs options={ways} value={way} onChange={change} />
        <View className="lead">{lead[way]}</View>
        {way === 'parties' && (
          <>
            <TextField
              id="find-holder"
              label="权利人"
              hint="买受人、抵押权人等办成后有权利的一方，人名或单位全称"
              maxLength={200}
              value={typed.rightHolder}
              error={missing('rightHolder', '请填写权利人。')}
              onChange={set('rightHolder')}
            />
            <TextField
              id="find-obligor"
              label="义务人"
              optional
              hint="出卖人、抵押人等另一方；没有另一方的不填"
              maxLength={200}
              value={typed.obligor}
              onChange={set('obligor')}
            />
          </>
        )}
        <TextField
          id="find-serial"
          label={way === 'parties' ? '流水号' : '受理编号'}
          hint={way === 'parties' ? '短信里的受理编号，或 ZC 开头的缴费单号' : '15 位数字，印在受理通知书上'}
          maxLength={typingRoom(acceptanceNumber) + 8}
          value={typed.serial}
          error={tried ? (wrongNumber ?? undefined) : undefined}
          onChange={set('serial')}
        />
        {way === 'acceptance' && (
          <TextField
            id="find-proof"
            label="证件号码后四位"
            hint="买卖任何一方的都可以；单位请填单位全称"
            maxLength={100}
            value={typed.proof}
            error={missing('proof', '请填写证件号码后四位，单位填全称。')}
            onChange={set('proof')}
          />
        )}
        <Failed error={ask.error} />
        <Button id="find-submit" busy={ask.busy} onTap={ask.submit}>
          查询
        </Button>
      </Card>
    </>
  );
}
