import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FontFolderError,
  missingCharacters,
  textWidth,
  UnprintableTextError,
  useFontFolder,
} from '@zhucheng/bff/platform/fonts/fonts';
import { renderCertificatePageJpg, renderUnsignedCertificatePdf } from '../../src/modules/certificates/document';
import { fontFolder, oneGlyphFont } from '../support/one-glyph-font';
import { rightCertificate } from './document.fixtures';
import { hasTool, onPdf, readPdf } from './document.reader';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fonts-'));
});
afterEach(() => useFontFolder(undefined));
afterAll(() => rmSync(folder, { recursive: true }));

const named = (name: string) => ({ ...rightCertificate, rightHolders: [{ name, idMasked: '4505**********1224' }] });
const pageOf = async (name: string) => {
  const pdf = await renderUnsignedCertificatePdf(named(name));
  const { pages, fonts } = readPdf(pdf);
  return { pdf, text: pages[1]!.text.replaceAll('\n', ''), fonts: fonts.map((font) => font.name.replace(/^.*\+/, '')) };
};

test.each([
  ['Extension A', '王㛃', []],
  ['Extension A as Japan writes it', '陈㐂', []],
  ['Extension B of Japan', '王𠮷', ['NotoSansJP-Regular']],
  ['Extension B of Hong Kong', '陈𡚸', ['NotoSansTC-Regular']],
  ['Extensions C to E', '刘𬀩', []],
  ['Vietnamese', 'Nguyễn Thị Đặng', []],
  ['German', 'Jörg Müller', []],
  ['Polish and Turkish', 'Łukasz Şahin', ['NotoSans-Regular']],
  ['a mark that belongs to its letter', 'M̃aria', ['NotoSans-Regular']],
  ['signs that people paste', '“张·三”—…①㎡№', []],
])('%s: %s is printed as what it is', async (_, name, more) => {
  const { pdf, text, fonts } = await pageOf(name);
  expect(missingCharacters(name)).toEqual([]);
  expect(text).toContain(name);
  expect(fonts.sort()).toEqual(['NotoSansSC-Bold', 'NotoSansSC-Regular', ...more].sort());
  // Only the glyphs that are used are embedded.
  expect(pdf.length).toBeLessThan(150 * 1024);
});

test('an independent tool reads the rare name off the page', async () => {
  if (!hasTool('pdftotext')) return console.warn('SKIPPED: pdftotext (poppler-utils) is not installed');
  const { pdf } = await pageOf('王𠮷𡚸');
  expect(onPdf(pdf, (file, run) => run('pdftotext', ['-f', '2', '-l', '2', file, '-']))).toContain('王𠮷𡚸');
});

test('what no font has is named, and not printed as an empty box', async () => {
  expect(missingCharacters('王𪸩、李𪸩\u200b')).toEqual(['𪸩']);
  await expect(renderUnsignedCertificatePdf(named('王𪸩'))).rejects.toThrow(UnprintableTextError);
  await expect(renderCertificatePageJpg(named('王𪸩'), 2)).rejects.toThrow(UnprintableTextError);
});

test('a font of the folder prints it, in PDF and picture', async () => {
  useFontFolder(fontFolder(folder, '𪸩'));
  const { text, fonts } = await pageOf('王𪸩');
  expect(text).toContain('王𪸩');
  expect(fonts).toContain('u2ae29');
  expect(textWidth('王𪸩', { size: 10 })).toBe(20);
  expect((await renderCertificatePageJpg(named('王𪸩'), 2)).subarray(0, 2).toString('hex')).toBe('ffd8');
});

test.each([
  ['no folder', () => join(folder, 'none'), '文件夹读不到'],
  ['an empty one', () => folder, '文件夹里没有 .ttf 字体'],
])('%s is refused with a sentence', (_, path, sentence) => {
  expect(() => useFontFolder(path())).toThrow(sentence);
});

test('each file that is no font is named', () => {
  const broken = fontFolder(join(folder, 'broken'), '𪸩');
  writeFileSync(join(broken, 'a.ttf'), 'nothing');
  writeFileSync(join(broken, 'b.ttf'), oneGlyphFont('𪸩').subarray(0, 200));
  let faults: string[] = [];
  try {
    useFontFolder(broken);
  } catch (error) {
    faults = (error as FontFolderError).faults;
  }
  expect(faults).toEqual(['“a.ttf”不是能用的 TrueType 字体（.ttf）', '“b.ttf”不是能用的 TrueType 字体（.ttf）']);
});
