import { inputStep, residentId, stepSchema } from '../../src';
import { secondHandTransfer } from '../../src/business/second-hand-transfer';

const step = (id: string) => stepSchema(secondHandTransfer, inputStep(secondHandTransfer, id)!);
const idNumber = residentId.compose('45050219900101001');
const other = residentId.compose('45050319920202002');
const buyer = { name: '黄志强', idNumber, phone: '13907790001' };
const second = { name: '苏雨桐', idNumber: other, phone: '13907790002' };
const good = {
  parties: { buyer: { coOwnership: 'joint', members: [buyer, second] } },
  price: 88_800_000,
  payment: 'own',
  contractSignedOn: '2026-02-01',
  certificateCopies: 1,
};
const faults = (data: unknown, id = 'transaction'): string[] => {
  const result = step(id).safeParse(data);
  return result.success ? [] : result.error.issues.map((issue) => issue.path.join('.'));
};
const withBuyer = (change: object) => ({ ...good, parties: { buyer: { ...good.parties.buyer, ...change } } });
const half = { numerator: 1, denominator: 2 };

describe('a step’s schema', () => {
  it('accepts what a careful person types', () => {
    expect(faults(good)).toEqual([]);
    expect(
      faults(
        withBuyer({
          coOwnership: 'shares',
          members: [
            { ...buyer, share: half },
            { ...second, share: half },
          ],
        }),
      ),
    ).toEqual([]);
    expect(faults(withBuyer({ coOwnership: 'sole', members: [buyer] }))).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['a price of 0', { ...good, price: 0 }, 'price'],
    ['a negative price', { ...good, price: -1 }, 'price'],
    ['a fraction of a fen', { ...good, price: 100.5 }, 'price'],
    ['a price as text', { ...good, price: '100' }, 'price'],
    ['no buyer', withBuyer({ members: [] }), 'parties.buyer.members'],
    [
      'an impossible checksum',
      withBuyer({
        members: [{ ...buyer, idNumber: `${idNumber.slice(0, 17)}${idNumber.endsWith('0') ? '1' : '0'}` }, second],
      }),
      'parties.buyer.members.0.idNumber',
    ],
    [
      'an impossible date',
      withBuyer({ members: [{ ...buyer, idNumber: residentId.compose('45050219900230001') }, second] }),
      'parties.buyer.members.0.idNumber',
    ],
    [
      'a phone of 10 digits',
      withBuyer({ members: [{ ...buyer, phone: '1390779000' }, second] }),
      'parties.buyer.members.0.phone',
    ],
    ['the same person twice', withBuyer({ members: [buyer, buyer] }), 'parties.buyer.members.1.idNumber'],
    [
      'shares that do not sum to 1',
      withBuyer({
        coOwnership: 'shares',
        members: [
          { ...buyer, share: half },
          { ...second, share: { numerator: 1, denominator: 3 } },
        ],
      }),
      'parties.buyer.members',
    ],
    [
      'a share left out',
      withBuyer({ coOwnership: 'shares', members: [{ ...buyer, share: half }, second] }),
      'parties.buyer.members.1.share',
    ],
    [
      'a share where none belongs',
      withBuyer({ members: [{ ...buyer, share: half }, second] }),
      'parties.buyer.members.0.share',
    ],
    ['sole ownership of two', withBuyer({ coOwnership: 'sole' }), 'parties.buyer.coOwnership'],
    ['a date that does not exist', { ...good, contractSignedOn: '2026-02-30' }, 'contractSignedOn'],
    ['an unknown choice', { ...good, payment: 'gold' }, 'payment'],
    ['an unknown field', { ...good, extra: 1 }, ''],
  ])('refuses %s at its field', (_, data, path) => {
    expect(faults(data)).toContain(path);
  });

  it('wants the declaration ticked', () => {
    const verify = { certificateNumber: '桂（2016）北海市不动产权第0000001号', rightHolder: '陈海波' };
    expect(faults(verify, 'verify')).toEqual(['declared']);
    expect(faults({ ...verify, declared: true }, 'verify')).toEqual([]);
  });
});
