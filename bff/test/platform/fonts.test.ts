import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileFindings } from '@zhucheng/bff/doctor/files';
import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { RegisterImportService } from '@zhucheng/bff/modules/register/register-import.service';
import { missingCharacters, useFontFolder } from '@zhucheng/bff/platform/fonts/fonts';
import { newId } from '@zhucheng/bff/platform/ids';
import { fontFolder } from '../support/one-glyph-font';
import { startTestServer } from '../support/server';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'fonts-'));
});
afterEach(() => useFontFolder(undefined));
afterAll(() => rmSync(parent, { recursive: true }));

test('the server starts with the fonts of FONTS_DIR, and does not start with a folder that has none', async () => {
  const modules: never[] = [];
  const server = await startTestServer({
    dialect: 'sqlite',
    modules,
    variables: { FONTS_DIR: fontFolder(parent, '𪸩') },
  });
  expect(missingCharacters('王𪸩')).toEqual([]);
  await server.close();
  const broken = join(parent, 'fonts');
  writeFileSync(join(broken, 'x.ttf'), 'nothing');
  for (const [folder, problem] of [
    [join(parent, 'none'), 'FONTS_DIR：文件夹读不到（ENOENT）。'],
    [broken, 'FONTS_DIR：“x.ttf”不是能用的 TrueType 字体（.ttf）。'],
  ] as const) {
    await expect(
      startTestServer({ dialect: 'sqlite', modules, variables: { FONTS_DIR: folder } }),
    ).rejects.toMatchObject({
      problems: [problem],
    });
    const findings = fileFindings({ FONTS_DIR: folder }, parent, Date.now());
    expect(findings.filter(({ subject }) => subject === 'FONTS_DIR')).toHaveLength(1);
  }
});

test('accounts and the register may hold what cannot be printed; it is only said, without the name', async () => {
  const said: unknown[] = [];
  const log = { warn: (...told: unknown[]) => said.push(told) };
  const server = await startTestServer({ dialect: 'sqlite' });
  const imports = await server.get(RegisterImportService);
  Object.assign(imports, { log });
  const unit = {
    unitNumber: '450502001001GB00001F00010001',
    estate: '珠城花园',
    building: '3幢',
    floor: 15,
    room: '1502',
    location: '北海市海城区四川路1号珠城花园3幢2单元1502号',
    use: 'dwelling' as const,
    areaHundredths: 11_836,
    rightNature: '出让/市场化商品房',
    rightType: '国有建设用地使用权/房屋所有权',
  };
  const holders = [{ name: '王𪸩', idNumber: '45050219900307123X' }];
  const id = await server.database.unitOfWork(async (tx) => {
    const [unitId] = await imports.importUnits(tx, [unit]);
    await imports.importOwnership(tx, [{ unitId: unitId!, coOwnership: 'sole', holders, certificates: [] }]);
    return unitId!;
  });
  expect(said).toEqual([[{ count: 1, unitIds: [id] }, expect.any(String)]]);
  expect(JSON.stringify(said)).not.toContain('王');

  const citizens = await server.get(CitizenService);
  const account = {
    id: newId(),
    idNumber: null,
    phone: null,
    passwordHash: null,
    realNameAt: 1,
    openids: {},
    proof: null,
  };
  const view = (name: string) => citizens.view({ ...account, name } as never, true).namePrintable;
  expect([view('王𪸩'), view('王𠮷')]).toEqual([false, true]);
  await server.close();
});
