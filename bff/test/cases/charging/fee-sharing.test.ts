import { FeeSharing } from '@zhucheng/bff/modules/cases/charging/fee-sharing.service';
import type { CaseForm } from '@zhucheng/bff/modules/cases/core/case.model';
import { FieldCipher, parseDataKeys, parseKey } from '@zhucheng/bff/platform/crypto/field-cipher';
import type { Fee } from '@zhucheng/shared';
import { houseMortgage } from '../../../../shared/src/business/house-mortgage';
import { secondHandTransfer } from '../../../../shared/src/business/second-hand-transfer';
import { partyOf, recordOf, saleOf } from '../loaded';

const key = Buffer.alloc(32, 7).toString('base64');
const sharing = Object.assign(new FeeSharing(), { cipher: new FieldCipher(parseDataKeys(`k1:${key}`), parseKey(key)) });
const usual: Fee = { totalFen: 8_000, items: [] };
const unit = (unitNumber: string) => ({ ...recordOf().unit, unitNumber });
const home = unit('450502001001GB00001F00010001');
const parking = unit('450502001001GB00001F00010002');
const elsewhere = unit('450502001001GB00002F00010001');

const loan = (contractNumber: string, about = home, bank = 9) =>
  saleOf(
    {
      id: `LOAN-${contractNumber}`,
      unit: about,
      form: { contract: { data: { contractNumber } } } as unknown as CaseForm,
    },
    [partyOf('mortgagee', '银行', bank), partyOf('mortgagor', '陈海波', 1)],
    houseMortgage,
  );
const nobody = async () => [];
const keyOf = async (loaded: ReturnType<typeof loan>) => (await sharing.shared(nobody, loaded, usual)).patch.feeShare;

test('the first of a loan’s cases bears the fee', async () => {
  expect(await sharing.shared(nobody, loan('北银抵字（2026）第7号'), usual)).toEqual({
    fee: usual,
    patch: { feeFen: 8_000, feeShare: expect.any(String), feeFollows: null, feeReason: null },
    bearerId: null,
  });
});

test('one loan is one however its contract number is copied; another parcel, bank or number is another', async () => {
  const first = await keyOf(loan('北银抵字（2026）第7号'));
  for (const copied of ['北银抵字(2026)第7号', ' 北银抵字（2026） 第 7 号', '北银抵字（２０２６）第７号'])
    expect(await keyOf(loan(copied, parking))).toBe(first);
  expect(await keyOf(loan('by-2026-7a'))).toBe(await keyOf(loan('BY-2026-7A')));
  for (const other of [
    loan('北银抵字（2026）第8号'),
    loan('北银抵字（2026）第7号', elsewhere),
    loan('北银抵字（2026）第7号', home, 10),
  ])
    expect(await keyOf(other)).not.toBe(first);
});

const borne = (state: string) => async () => [{ id: 'BEARER', acceptance_number: '202611194829130', state }] as never;

test('the next waits for the one that bears it, free of charge, and is told which', async () => {
  const { fee, patch, bearerId } = await sharing.shared(borne('awaiting-payment'), loan('7', parking), usual);
  expect(bearerId).toBe('BEARER');
  expect(fee).toMatchObject({ totalFen: 0, items: [] });
  expect(patch).toMatchObject({ feeFen: 0, feeShare: null, feeFollows: '202611194829130' });
  expect(patch.feeReason).toMatch(/登记费只收一次，已记在受理编号 [\d ]+ 上/);
});

test('once that one is recorded there is nothing to wait for', async () => {
  const { patch } = await sharing.shared(borne('completed'), loan('7', parking), usual);
  expect(patch).toMatchObject({ feeFen: 0, feeFollows: null });
});

test('neither a free registration nor a sale has a fee to share', async () => {
  const asked = jest.fn(nobody);
  const free = await sharing.shared(asked, loan('7'), { totalFen: 0, items: [], zeroReason: '小微企业免收。' });
  expect(free).toMatchObject({ bearerId: null, patch: { feeShare: null, feeReason: '小微企业免收。' } });
  const sale = await sharing.shared(asked, saleOf({}, undefined, secondHandTransfer), usual);
  expect(sale).toMatchObject({ bearerId: null, patch: { feeFen: 8_000, feeShare: null } });
  expect(asked).not.toHaveBeenCalled();
});
