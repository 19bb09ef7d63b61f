import { CaseFinder, type CaseQuestion } from '@zhucheng/bff/modules/cases/reading/case-finder.query';
import { RegisterService } from '@zhucheng/bff/modules/register/register.service';
import { identityNumber, residentId } from '@zhucheng/shared';
import { idNumberOf } from '../../identity/people';
import { ownedUnit } from '../../register/register.fixtures';
import { eachDatabase } from '../../support/databases';
import { CasesHarness } from '../harness';

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let h: CasesHarness;
  let finder: CaseFinder;
  beforeAll(async () => {
    h = await CasesHarness.start(dialect);
    finder = await h.server.get(CaseFinder);
  });
  afterAll(() => h.close());

  const found = async (text: string, more: Partial<CaseQuestion> = {}): Promise<unknown[]> =>
    (await finder.page('id', { text, limit: 20, ...more })).rows.map((row) => (row as { id: unknown }).id);
  const blind = (value: string, purpose: string) => h.server.cipher.blindIndex(value, purpose);

  /** A sale whose buyer is stored as an earlier version did. */
  async function saleTo(name: string, idNumber: string, indexed: { name: string; idNumber: string }): Promise<string> {
    const { id } = await h.sale('authorising');
    const { server } = h;
    const [party] = await server.database.read<{ id: string }>(
      "SELECT id FROM case_party WHERE case_id = ? AND role = 'buyer'",
      [id],
    );
    await h.within((tx) =>
      tx.update(
        'case_party',
        {
          identity_cipher: server.cipher.encryptJson({ name, idNumber, phone: null }, `party:${party!.id}`),
          name_blind: blind(indexed.name, 'holder-name'),
          id_blind: blind(indexed.idNumber, 'id-number'),
          agreed_hash: 'a'.repeat(64),
        },
        { id: party!.id },
      ),
    );
    return id;
  }

  test('a party whose name was stored as it was pasted is found by what a reader sees, and nothing but the index changes', async () => {
    const stored = [
      ['阿依古丽\u200e·买买提', '阿依古丽·买买提'],
      ['买买提\u2024艾力', '买买提·艾力'],
      ['\u2f45海波', '方海波'],
      ['\uf9e1华', '李华'],
      ['Jose\u0301 Garci\u0301a', 'José García'],
      ['\u202d林晓珍\u202c', '林晓珍'],
    ] as const;
    const cases: string[] = [];
    for (const [i, [name]] of stored.entries())
      cases.push(await saleTo(name, idNumberOf(50 + i), { name: name.toUpperCase(), idNumber: idNumberOf(50 + i) }));
    const dirty = `${idNumberOf(60)}\u200e`;
    const owned = await ownedUnit(h.server, 900, [{ name: '林静', idNumber: idNumberOf(60) }]);
    await h.within((tx) =>
      tx.update('right_holder', { id_blind: blind(dirty, 'id-number') }, { right_id: owned.rightId }),
    );
    const rest = async () => ({
      parties: await h.server.database.read(
        'SELECT id, identity_cipher, agreed_hash, id_blind FROM case_party ORDER BY id',
      ),
      holders: await h.server.database.read(
        'SELECT right_id, holder_cipher, name_blind FROM right_holder ORDER BY right_id',
      ),
      history: await h.server.database.read('SELECT * FROM unit_history ORDER BY unit_id, seq'),
    });
    const before = await rest();
    await h.server.jobs.run('upgrade-case-party-numbers');
    await h.server.jobs.run('upgrade-right-holder-numbers');
    for (const [i, [name, seen]] of stored.entries()) {
      expect(await found(seen)).toEqual([cases[i]]);
      expect(await found(name)).toEqual([cases[i]]);
    }
    const register = await h.server.get(RegisterService);
    expect((await register.realEstateOf(idNumberOf(60))).map(({ unit }) => unit.id)).toEqual([owned.unitId]);
    expect(await rest()).toEqual(before);
    expect((await register.verifyHistory(owned.unitId)).intact).toBe(true);
  });

  test('a party is found by the number of any document, as it is typed from the document', async () => {
    const eighteen = idNumberOf(61);
    const fifteen = residentId.toOld(eighteen)!;
    const old = await saleTo('黄老五', fifteen, { name: '黄老五', idNumber: identityNumber.key(fifteen) });
    expect(await found(eighteen)).toEqual([old]);
    expect(await found(fifteen)).toEqual([old]);
    const asked = jest.spyOn(h.server.database, 'read');
    await found(eighteen);
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
    expect(await found(`'${eighteen.slice(0, 6)} ${eighteen.slice(6, 14)} ${eighteen.slice(14)}`)).toEqual([old]);
    const kept = ['PASSPORT:GBR:E12345678', 'HMP:H12345678', 'TWP:12345678', 'FRP:USA110078040101'];
    const cases: string[] = [];
    for (const idNumber of kept)
      cases.push(await saleTo('陈大文', idNumber, { name: '陈大文', idNumber: identityNumber.key(idNumber) }));
    const typed = ['e１２３４５６７８', 'H1234 5678', '12345678', 'usa110078040101'];
    for (const [i, text] of typed.entries()) expect(await found(text)).toEqual([cases[i]]);
    expect(await found('护照（英国）E12345678')).toEqual([cases[0]]);
    expect(await found('护照（美国）E12345678')).toEqual([]);
    expect(await found('台胞证 12345678')).toEqual([cases[2]]);
    // From an address no person is looked for.
    expect(await found('H12345678', { byPerson: false })).toEqual([]);
  });
});
