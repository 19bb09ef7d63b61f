import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useFontFolder } from '@zhucheng/bff/platform/fonts/fonts';
import { businesses, creditCode, filingTerms, residentId, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import { fontFolder } from '../../bff/test/support/one-glyph-font';
import { Client } from '../walk/client';
import { Ground } from './support/desk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';
import { faultsOf, headers, row, SheetDesk } from './support/sheets';

jest.setTimeout(240_000);

const { cases, enterprise, institutions } = routes;
const rare = ['王𪸩', residentId.compose('45050219850505001'), '13800000001'] as const;
const sentence = (whose: string) =>
  `${whose}中的“𪸩”（第 2 个字），证书上还印不出来。如果没有写错，请带证件到登记窗口办理。`;
const mortgage = businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === 'register-mortgage')!;

eachDatabase((dialect) => {
  let platform: Platform;
  let desk: SheetDesk;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fonts-'));
    fontFolder(folder, '𪸩');
    platform = await startPlatform(dialect);
    desk = await SheetDesk.of(platform);
  });
  afterEach(() => useFontFolder(undefined));
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await platform?.close();
  });

  const content = ([name, idNumber, phone]: readonly string[] = rare) => ({
    parties: { buyer: { coOwnership: 'sole', members: [{ name, idNumber, phone }] } },
    price: 88_800_000,
    contractSignedOn: '2026-01-05',
  });
  const fill = (caseId: string, data: Record<string, unknown>) =>
    desk.developer.client.call(cases.fill, { params: { id: caseId, step: 'presale' }, body: { version: 0, data } });

  test('a name no font has is refused at its field, before anybody is asked', async () => {
    const { homes } = await desk.homes(1);
    const { code, reply } = await refusal(fill(homes[0]!.caseId, content()));
    expect(code).toBe('INVALID_INPUT');
    expect(reply.fields).toEqual([
      { path: 'data.parties.buyer.members.0.name', code: 'unprintable', message: sentence('预购人的名字') },
    ]);
    const view = await desk.developer.client.call(cases.detail, { params: { id: homes[0]!.caseId } });
    expect(view.parties.filter(({ role }) => role === 'buyer')).toEqual([]);
  });

  test('so is the number of a document that begins with such a character', async () => {
    const { homes } = await desk.homes(1);
    const { reply } = await refusal(fill(homes[0]!.caseId, content(['陈大文', 'OFFICER:𪸩字第12345678号', rare[2]])));
    expect(reply.fields).toMatchObject([{ path: 'data.parties.buyer.members.0.idNumber', code: 'unprintable' }]);
  });

  test('a name that a fall-back font has is taken, and so is one of a font of the folder', async () => {
    const { homes } = await desk.homes(2);
    await fill(homes[0]!.caseId, content(['王𠮷', rare[1], rare[2]]));
    useFontFolder(join(folder, 'fonts'));
    const view = await fill(homes[1]!.caseId, content());
    expect(view.parties.filter(({ role }) => role === 'buyer')).toHaveLength(1);
  });

  test('what was typed while there was a font is looked at once more before it is sent', async () => {
    const { homes } = await desk.homes(1);
    useFontFolder(join(folder, 'fonts'));
    const { id, version } = await fill(homes[0]!.caseId, content());
    useFontFolder(undefined);
    const send = () => desk.developer.client.call(cases.send, { params: { id }, body: { version } });
    const { code, reply } = await refusal(send());
    expect([code, reply.message]).toEqual(['UNIT_WINDOW_ONLY', sentence('预购人的名字')]);
    useFontFolder(join(folder, 'fonts'));
    // Another step is still open; of the name nothing is said any more.
    expect((await refusal(send())).code).toBe('STEPS_INCOMPLETE');
  });

  test('a spreadsheet names the cell', async () => {
    const { homes } = await desk.homes(1);
    const report = await desk.preview([headers, row(homes[0]!, [...rare])]);
    expect(report.items.map(faultsOf)).toEqual([[[2, '姓名']]]);
    expect(report.items[0]!.faults[0]!.message).toBe(sentence('预购人的名字'));
  });

  test('a name of the register, which nobody types, leads to the window when a case is to begin', async () => {
    const ground = new Ground(platform);
    const units = await ground.units(1);
    const [certificateNumber] = await ground.own(units, { name: rare[0], idNumber: rare[1] });
    const verify = { certificateNumber: certificateNumber!, rightHolder: rare[0] };
    const start = () => desk.bank.client.call(enterprise.start, { body: { businessId: mortgage.id, verify } });
    const { code, reply } = await refusal(start());
    expect([code, reply.message]).toEqual(['UNIT_WINDOW_ONLY', sentence('抵押人的名字')]);
    useFontFolder(join(folder, 'fonts'));
    expect((await start()).state).toBe('verified');
  });

  test('an institution learns it from the form it joins with', async () => {
    const body = {
      name: '北海市𪸩海置业有限公司',
      creditCode: creditCode.compose('91450502MA5KT3X7'),
      kind: 'developer' as const,
      legalRepresentative: '廖文彬',
      contact: { name: '苏婉清', phone: '13907796101' },
      administrator: { name: '陆子昂', username: 'weizhou-admin', phone: '13907796102' },
      termsVersion: filingTerms.version,
    };
    const { code, reply } = await refusal(new Client(platform.url).call(institutions.apply, { body }));
    expect(code).toBe('INVALID_INPUT');
    expect(reply.fields).toEqual([expect.objectContaining({ path: 'name', code: 'unprintable' })]);
  });
});
