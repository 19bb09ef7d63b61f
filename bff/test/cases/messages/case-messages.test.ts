import { CaseMessages } from '@zhucheng/bff/modules/cases/messages/case-messages.service';
import type { MessageService, NewMessage } from '@zhucheng/bff/modules/messages/message.service';
import { type MessageTemplate, renderMessage } from '@zhucheng/bff/modules/messages/templates';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import { creditCode } from '@zhucheng/shared';
import { idNumberOf, phoneOf } from '../../identity/people';
import { chen, huang, partyOf, saleOf, someTime } from '../loaded';

/** Keeps what would be sent, as it is read on a phone. */
function desk(lastReminder: number | null = null) {
  const sent: Array<{ idNumber: string; phone?: string | undefined; text: string }> = [];
  const messages = new CaseMessages();
  messages.messages = {
    notify: async (_: Transaction, message: NewMessage<MessageTemplate>) => {
      const { title, body } = renderMessage(message);
      sent.push({ ...message.to, text: `${title}：${body}` });
    },
    lastAt: async () => lastReminder,
  } as unknown as MessageService;
  return { messages, sent };
}
const tx = { now: someTime } as Transaction;
const bank = partyOf('mortgagee', '北海市银滩农村商业银行', 9, {
  institutionId: 'BANK',
  identity: { name: '北海市银滩农村商业银行', idNumber: creditCode.compose('91450500MADEM001'), phone: null },
});

test('everybody the case was sent to is told, in words that name business, place and number', async () => {
  const { messages, sent } = desk();
  const unasked = partyOf('buyer', '林晓珍', 3, { visible: false });
  await messages.tellEverybody(tx, saleOf({}, [chen(), huang(), unasked, bank]), 'submitted');
  expect(sent).toEqual([
    {
      idNumber: idNumberOf(1),
      phone: phoneOf(1),
      text: '申请已提交：二手房转移登记（北海市银海区银滩大道88号银滩花园3幢1201）已提交，受理编号 202611204829137，正在审核。',
    },
    expect.objectContaining({ idNumber: idNumberOf(2) }),
  ]);
});

test('only the applicant is told what she must mend, with the reason', async () => {
  const { messages, sent } = desk();
  await messages.tellApplicant(tx, saleOf(), 'correction-requested', { reason: '成交价与合同不一致。' });
  expect(sent.map(({ idNumber }) => idNumber)).toEqual([idNumberOf(1)]);
  expect(sent[0]!.text).toContain('需要修改：成交价与合同不一致。');
});

test('each is addressed by the role; without a phone the message waits in the app', async () => {
  const { messages, sent } = desk();
  const buyer = huang({ identity: { name: '黄志强', idNumber: idNumberOf(2), phone: null } });
  await messages.tell(tx, saleOf(), 'authorise-request', [buyer], { applicant: '陈海波' });
  expect(sent[0]).not.toHaveProperty('phone');
  expect(sent[0]!.text).toContain('陈海波邀请您作为买受人办理');
});

test('neither an institution nor an organisation that holds the right gets a message of its own', async () => {
  const { messages, sent } = desk();
  const company = partyOf('seller', '北海市某某贸易公司', 8, {
    identity: { name: '北海市某某贸易公司', idNumber: creditCode.compose('91450500MADEM002'), phone: phoneOf(8) },
  });
  await messages.tell(tx, saleOf(), 'lapsed', [bank, company]);
  expect(sent).toEqual([]);
});

test.each([
  [null, false],
  [someTime - 20 * 60_000 + 1, true],
  [someTime - 20 * 60_000, false],
])('a reminder at %p keeps the next one back for twenty minutes: %p', async (last, lately) => {
  expect(await desk(last).messages.remindedLately(tx, saleOf())).toBe(lately);
});
