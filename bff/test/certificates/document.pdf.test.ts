import { readFileSync } from 'node:fs';
import { faces } from '@zhucheng/bff/platform/fonts/font-chain';
import { parsedFont, UnprintableTextError } from '@zhucheng/bff/platform/fonts/fonts';
import { renderCertificatePageJpg, renderUnsignedCertificatePdf } from '../../src/modules/certificates/document';
import { qrModules } from '../../src/modules/certificates/document/qr';
import type { Weight } from '../../src/modules/certificates/document/surface';
import { crowded, registrationCertificate, rightCertificate } from './document.fixtures';
import { brightness, glyphReader, hasTool, infoText, rasterise, readPdf } from './document.reader';

interface LayoutFont {
  layout(word: string): { glyphs: { id: number }[] };
}

const samples = { rightCertificate, registrationCertificate, crowded };

describe.each(Object.entries(samples))('PDF of %s', (_name, content) => {
  let pdf: Buffer;
  beforeAll(async () => {
    pdf = await renderUnsignedCertificatePdf(content);
  });

  it('has three pages and stays below 150 KB', () => {
    expect(readPdf(pdf).pages).toHaveLength(3);
    expect(pdf.length).toBeLessThan(145 * 1024);
  });

  it('is the same, byte for byte, for the same content', async () => {
    expect((await renderUnsignedCertificatePdf(structuredClone(content))).equals(pdf)).toBe(true);
  });

  it('embeds, for every character drawn, the outline of that very character', () => {
    const { pages, fonts } = readPdf(pdf);
    expect(fonts.map((f) => f.name.replace(/^.*\+/, '')).sort()).toEqual(['NotoSansSC-Bold', 'NotoSansSC-Regular']);
    const face = faces()[0]!;
    const sources = Object.fromEntries(
      (['regular', 'bold'] as Weight[]).map((weight) => [weight, glyphReader(readFileSync(face.files[weight]))]),
    );
    const seen = new Set<string>();
    for (const { font, id } of pages.flatMap((page) => page.glyphs)) {
      const character = font.unicode.get(id)!;
      const key = `${font.name}${id}`;
      if (seen.has(key) || /\s/u.test(character)) continue;
      seen.add(key);
      const weight: Weight = font.name.endsWith('Bold') ? 'bold' : 'regular';
      // A digit among Latin letters has a form of its own, which only the layout of a word finds.
      const parsed = parsedFont(face, weight) as unknown as LayoutFont;
      const candidates = [parsed.layout(character).glyphs[0]!.id, parsed.layout(`a${character}a`).glyphs[1]!.id];
      const embedded = font.glyph(id);
      const same = candidates.some((candidate) => {
        const source = sources[weight]!(candidate);
        // A glyph composed of others carries their numbers, which a subset renumbers.
        if (source.length > 10 && source.readInt16BE(0) < 0) return embedded.length >= source.length;
        return source.length > 10 && embedded.subarray(0, source.length).equals(source);
      });
      expect([character, weight, same]).toEqual([character, weight, true]);
    }
    expect(seen.size).toBeGreaterThan(100);
  });

  it('says on its pages what the form asks for', () => {
    const { pages } = readPdf(pdf);
    const [cover, data, plan] = pages.map((page) => page.text.replaceAll(/\n/g, '')) as [string, string, string];
    expect(cover).toContain(content.number);
    expect(cover).toContain(content.verifyUrl);
    for (const page of [cover, data, plan]) expect(page).toContain('样例 SAMPLE');
    expect(data).toContain('《中华人民共和国民法典》');
    expect(data).not.toContain('物权法');
    for (const holder of content.rightHolders) expect(data).toContain(`${holder.name}　${holder.idMasked}`);
    for (const value of [content.location, content.otherState, content.note]) {
      expect(data).toContain(value.replaceAll('\n', ''));
    }
    for (const room of content.plan!.rooms) expect(plan).toContain(room.name);
    expect(plan).toContain('6.00×6.10');
    expect(plan).toContain('北');
  });

  it('names itself in its metadata, in Chinese', () => {
    const text = pdf.toString('latin1');
    expect(infoText(pdf, 'Title')).toContain(content.number);
    expect(infoText(pdf, 'Subject')).toContain('样例 SAMPLE');
    expect(text).toContain('/Lang (zh-CN)');
    // Midnight in Beihai is 16:00 UTC of the day before.
    expect(infoText(pdf, 'CreationDate')).toBe('D:20260315160000Z');
  });
});

it('carries the QR code of the verification address', async () => {
  const page = await brightness(await renderCertificatePageJpg(rightCertificate, 1));
  const scale = page.width / 595.28;
  const rows = qrModules(rightCertificate.verifyUrl);
  const module = 132 / (rows.length + 8);
  const wrong = rows.flatMap((row, r) =>
    row.filter((dark, c) => {
      const x = 595.28 / 2 - 66 + (c + 4.5) * module;
      return page.at(x * scale, (530 + (r + 4.5) * module) * scale) < 128 !== dark;
    }),
  );
  expect(wrong).toHaveLength(0);
});

it('goes on to a further page when the note is extraordinarily long, and loses nothing', async () => {
  const note = Array.from({ length: 160 }, (_, i) => `第${i + 1}项：与毗邻宗地共用通道，双方各自承担维护责任。`).join(
    '',
  );
  const { pages } = readPdf(await renderUnsignedCertificatePdf({ ...rightCertificate, note }));
  expect(pages.length).toBeGreaterThan(3);
  const text = pages.map((page) => page.text.replaceAll('\n', '')).join('');
  for (let i = 1; i <= 160; i += 1) expect(text).toContain(`第${i}项`);
});

it('refuses a character that the font cannot draw instead of printing an empty box', async () => {
  const rightHolders = [{ name: '陈\ue000', idMasked: '4505**********1224' }];
  await expect(renderUnsignedCertificatePdf({ ...rightCertificate, rightHolders })).rejects.toThrow(
    UnprintableTextError,
  );
});

const poppler = hasTool('pdftoppm');
if (!poppler) console.warn('SKIPPED: pdftoppm (poppler-utils) is not installed, the PDF is not rasterised in this run');
(poppler ? it : it.skip)(
  'looks the same as PDF and as picture, character by character',
  async () => {
    const pdf = await renderUnsignedCertificatePdf(rightCertificate);
    for (const page of [1, 2, 3]) {
      // Cells of 16 pixels are smaller than a character; edges smoothed differently hardly count in them.
      const printed = await brightness(rasterise(pdf, page, 150), 16);
      const pictured = await brightness(await renderCertificatePageJpg(rightCertificate, page), 16);
      const differences: number[] = [];
      for (let y = 0; y < pictured.height; y += 1) {
        for (let x = 0; x < pictured.width; x += 1) differences.push(Math.abs(printed.at(x, y) - pictured.at(x, y)));
      }
      // Measured: at most 20 when the pages agree, 49 or more when one character is missing.
      expect(Math.max(...differences)).toBeLessThan(32);
    }
  },
  30_000,
);
