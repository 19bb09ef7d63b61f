import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { hostilePdfs, link, packed } from '../../../scripts/hostile/pdfs';
import { inspect } from '../../src/modules/files/content';
import { decodeFileName, displayName } from '../../src/modules/files/file-name';
import type { Refused } from '../../src/platform/workers/refused';
import { heic, jpeg, packedPdf, pdf, png } from './samples';
import { sealedPdf } from './sealed-pdf';

const verdict = async (content: Buffer, name = ''): Promise<string> => {
  try {
    return await inspect(content, name);
  } catch (error) {
    return (error as Refused).code ?? String(error);
  }
};

describe('what a file is', () => {
  test.each([
    ['pdf', pdf()],
    ['jpeg', jpeg()],
    ['png', png()],
    ['heic', heic()],
    ['pdf', packedPdf('<< /Type /Page >>')],
  ])('%s, by its content and whatever its name', async (kind, content) => {
    expect(await verdict(content)).toBe(kind);
    expect(await verdict(content, '房屋.exe')).toBe(kind);
    expect(await verdict(content, '房屋.png')).toBe(kind);
  });

  test('nothing, a program, a text, a program that calls itself a PDF', async () => {
    expect(await verdict(Buffer.alloc(0))).toBe('FILE_EMPTY');
    expect(await verdict(Buffer.from('MZ\x90\0 program'), 'setup.exe')).toBe('FILE_TYPE_REFUSED');
    expect(await verdict(Buffer.from('你好'), '材料')).toBe('FILE_TYPE_REFUSED');
    expect(await verdict(Buffer.from('MZ\x90\0 program'), '合同.pdf')).toBe('FILE_TYPE_MISMATCH');
    expect(await verdict(Buffer.from('<html><script>alert(1)</script>'), '照片.JPG')).toBe('FILE_TYPE_MISMATCH');
  });

  test.each([
    ['pdf', pdf()],
    ['jpeg', jpeg()],
    ['png', png()],
    ['heic', heic()],
  ])('a %s cut off anywhere is never taken for a whole one', async (kind, content) => {
    // A photo shows from where its picture begins, a drawing without its end mark.
    const shows = { jpeg: content.indexOf(Buffer.from([0x3f, 0x00, 0x12])) + 4, png: content.length - 12 };
    const whole = kind === 'jpeg' || kind === 'png' ? shows[kind] : content.length - 1;
    for (let length = 1; length < whole; length++)
      expect(['FILE_DAMAGED', 'FILE_TYPE_REFUSED']).toContain(await verdict(content.subarray(0, length)));
  });

  test('what every viewer opens: bytes before or after a PDF, a photo without its end mark', async () => {
    const before = (count: number) => Buffer.concat([Buffer.alloc(count, 0x0a), pdf()]);
    expect(await verdict(before(1))).toBe('pdf');
    expect(await verdict(before(1019))).toBe('pdf');
    expect(await verdict(before(1020))).toBe('FILE_TYPE_REFUSED');
    for (const sign of ['\0', '\n', ' ', '\r\n', '\x1a', '\xff'])
      expect(await verdict(Buffer.concat([pdf(), Buffer.from(sign.repeat(20_000), 'latin1')]))).toBe('pdf');
    expect(await verdict(Buffer.concat([pdf().subarray(0, -7), Buffer.alloc(20_000)]))).toBe('FILE_DAMAGED');
    for (const text of ['hello %PDF-1.7\nno pdf at all, startxref, %%EOF', '%PDF-1.7\nstartxref\n0\n%%EOF'])
      expect(await verdict(Buffer.from(text))).toBe('FILE_DAMAGED');
    expect(await verdict(jpeg().subarray(0, -2))).toBe('jpeg');
    expect(await verdict(Buffer.concat([jpeg().subarray(0, -2), Buffer.alloc(100)]))).toBe('jpeg');
  });

  test('a picture that claims more than its data hold', async () => {
    expect(await verdict(png(60))).toBe('png');
    for (const side of [400, 30_000, 65_535]) expect(await verdict(png(side))).toBe('FILE_DAMAGED');
    const unknown = png();
    unknown[25] = 5;
    expect(await verdict(unknown)).toBe('FILE_DAMAGED');
  });

  test('a picture whose data are none', async () => {
    expect(await verdict(png(2, Buffer.from('hello world, this is no zlib')))).toBe('FILE_DAMAGED');
    expect(await verdict(png(2, Buffer.alloc(0)))).toBe('FILE_DAMAGED');
    expect(await verdict(jpeg(8, false))).toBe('FILE_DAMAGED');
    expect(await verdict(png().subarray(0, -12))).toBe('png');
  });

  test('a picture without a size', async () => {
    expect(await verdict(jpeg(0))).toBe('FILE_DAMAGED');
  });

  test('any bytes get an answer of ours', async () => {
    const starts = [pdf(), jpeg(), png(), heic()].map((content) => content.subarray(0, 16));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
        expect(await verdict(Buffer.concat([start, rest]))).toMatch(/^(FILE_\w+|pdf|jpeg|png|heic)$/);
      }),
    );
  });
});

describe('a PDF that could act', () => {
  test.each([
    '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> ',
    '/OpenAction << /S /J#61vaScript >> ',
    '/AA << /O << /#4AS (x) >> >> ',
    '/OpenAction << /S /Launch /F (cmd.exe) >> ',
    '/Names << /EmbeddedFiles 4 0 R >> ',
    '/Type /#45mbedded#46ile ',
  ])('%s', async (extra) => {
    expect(await verdict(pdf(extra))).toBe('FILE_ACTIVE_CONTENT');
    expect(await verdict(packedPdf(extra))).toBe('FILE_ACTIVE_CONTENT');
  });

  const jumps = [
    ['a link to a page of the web', link('(https://example.com/javascript:)')],
    ['a link in hexadecimal', link('<68747470733A2F2F6578616D706C652E636F6D>')],
    ['a page to begin with', pdf('/OpenAction [2 0 R /XYZ null null 0] ')],
    ['a jump to begin with', pdf('/OpenAction << /Type /Action /S /GoTo /D [2 0 R /Fit] >> ')],
    ['a jump in an object of its own', pdf('/OpenAction 9 0 R', '9 0 obj\n<< /S /GoTo /D (top) >>\nendobj\n')],
    ['a jump in an object stream', pdf('/OpenAction 7 0 R ', packed('<< /S /GoTo /D [2 0 R /Fit] >>'))],
    ['a title', pdf('/Title (Java and JavaScript in 24 hours) ')],
  ] as const;
  test.each(jumps)('%s stays', async (_, content) => {
    expect(await verdict(content)).toBe('pdf');
  });

  test.each(Object.entries(hostilePdfs))('%s', async (_, content) => {
    expect(await verdict(content())).toBe('FILE_ACTIVE_CONTENT');
  });

  test('what offices, scanners and this platform make is taken', async () => {
    const data = (bytes: Buffer | string) => deflateSync(bytes).toString('latin1');
    const stream = (dictionary: string, bytes: string) =>
      `5 0 obj\n<< ${dictionary} /Length ${bytes.length} >>\nstream\n${bytes}\nendstream\nendobj\n`;
    const outline = '8 0 obj\n<< /Type /Outlines /First 9 0 R /Title (Upstream \\(50%\\) stream\nof) >>\nendobj\n';
    const index =
      '/Type /XRef /W [1 4 2] /ID [(a%b\\)) <00>] /Filter /FlateDecode /DecodeParms << /Columns 7 /Predictor 12 >>';
    for (const objects of [
      outline + stream(index, data(Buffer.alloc(80))),
      outline + stream('/N 3 /Alternate /DeviceRGB /Filter /FlateDecode', data(randomBytes(3_000))),
      outline + stream('/Subtype /Image /Filter [/ASCII85Decode /DCTDecode]', 'abc~>'),
      stream(
        '/Subtype /Image /Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 9 >>',
        data(Buffer.alloc(9e6)),
      ),
      stream('/Filter /LZWDecode', 'BT (ObjStm) Tj ET'),
      `${outline}5 0 obj\n<</Filter/FlateDecode/First 4/Length 6 0 R/N 1/Type/ObjStm>>stream\r\n${data('7 0 << >>')}\r\nendstream\n`,
    ])
      expect(await verdict(pdf('', objects))).toBe('pdf');
    const made = new PDFDocument();
    const chunks: Buffer[] = [];
    made.on('data', (chunk: Buffer) => chunks.push(chunk));
    made.text('Data stream').outline.addItem('upstream').addItem('below');
    made.end();
    await once(made, 'end');
    expect(await verdict(Buffer.concat(chunks))).toBe('pdf');
  });

  test('a lot of nothing takes no time, wherever it is packed', async () => {
    const zeros = deflateSync(Buffer.alloc(4_000_000)).toString('latin1');
    const stream = (dictionary: string) => `5 0 obj\n<< ${dictionary} >>\nstream\n${zeros}\nendstream\nendobj\n`;
    expect(await verdict(pdf('', stream('/Length 3900').repeat(500)))).toBe('pdf');
    expect(await verdict(pdf('', stream('/N 1 /First 4 /Filter /FlateDecode').repeat(500)))).toBe('FILE_TOO_COMPLEX');
  });

  test('words that only look alike, and chance in pictures', async () => {
    expect(await verdict(pdf('/JSONData (x) /Launcher 1 /Title (JavaScript for all) '))).toBe('pdf');
    const noise = Buffer.concat([randomBytes(2000), Buffer.from('/JS '), randomBytes(2000)]).toString('latin1');
    const picture = `4 0 obj\n<< /Subtype /Image >>\nstream\n${noise}\nendstream\nendobj\n`;
    expect(await verdict(pdf('', picture))).toBe('pdf');
  });

  const made = async (options: PDFKit.PDFDocumentOptions) => {
    const document = new PDFDocument(options);
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.text('Sales contract, page 1');
    document.end();
    await once(document, 'end');
    return Buffer.concat(chunks);
  };

  test.each(['1.3', '1.4', '1.6', '1.7ext3'] as const)(
    'PDF %s that only its owner may change opens for everybody',
    async (pdfVersion) => {
      const permissions = { printing: 'highResolution' } as const;
      const owned = await made({ pdfVersion, ownerPassword: 'bank', permissions });
      expect(owned.includes('/Encrypt')).toBe(true);
      expect(await verdict(owned)).toBe('pdf');
      expect(await verdict(await made({ pdfVersion, ownerPassword: 'bank', userPassword: 'x', permissions }))).toBe(
        'FILE_ENCRYPTED',
      );
      // Which of two dictionaries a viewer takes is not known.
      const twice = Buffer.concat([owned.subarray(0, -6), Buffer.from('trailer\n<< /Encrypt 1 0 R >>\n%%EOF\n')]);
      expect(await verdict(twice)).toBe('FILE_ENCRYPTED');
    },
  );

  test.each(['rc4', 'aes-128', 'aes-256', 'none'] as const)(
    'what an object stream holds is looked at, also under %s',
    async (method) => {
      expect(await verdict(sealedPdf(method, '<< /Type /Page >>'))).toBe('pdf');
      expect(await verdict(sealedPdf(method, '<< /S /JavaScript /JS (x) >>'))).toBe('FILE_ACTIVE_CONTENT');
      expect(await verdict(sealedPdf(method, '<< /Type /Page >>', '/Length 4'))).toBe('pdf');
      expect(await verdict(sealedPdf(method, '<< /S /JavaScript /JS (x) >>', '/Length 4'))).toBe('FILE_ACTIVE_CONTENT');
      expect(await verdict(sealedPdf(method, '<< /S /JavaScript /JS (x) >>', '/Length 9 0 R'))).toBe(
        'FILE_ACTIVE_CONTENT',
      );
    },
  );

  test('a password, an object stream that cannot be opened', async () => {
    expect(await verdict(pdf('/Encrypt 9 0 R '))).toBe('FILE_ENCRYPTED');
    const broken = '3 0 obj\n<< /Type /ObjStm >>\nstream\nnot deflated\nendstream\nendobj\n';
    expect(await verdict(pdf('', broken))).toBe('FILE_DAMAGED');
  });
});

describe('names', () => {
  test.each([
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Users\\陈\\房产证.PDF', '房产证.pdf'],
    ['合同\u202Efdp.exe', '合同fdp.exe.pdf'],
    ['a\0b\r\nSet-Cookie: x.pdf', 'abSet-Cookie x.pdf'],
    ['照片.jpg', '照片.pdf'],
    ['.pdf', 'pdf.pdf'],
    ['', '材料.pdf'],
    ['   . . ', '材料.pdf'],
    [`${'长'.repeat(300)}.pdf`, `${'长'.repeat(80)}.pdf`],
  ])('%j becomes %j', (given, shown) => {
    expect(displayName(given, 'pdf')).toBe(shown);
  });

  test('no name leads anywhere or hides anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (given) => {
        const shown = displayName(given, 'jpeg');
        expect(shown).toMatch(/^[^\p{Cc}\p{Cf}/\\]{1,85}\.jpg$/u);
        expect(shown.startsWith('.')).toBe(false);
      }),
    );
  });

  test('a header that is not percent-encoded UTF-8', () => {
    expect(decodeFileName('%E6%88%BF.pdf')).toBe('房.pdf');
    expect(() => decodeFileName('%E6%88')).toThrow(expect.objectContaining({ code: 'FILE_NAME_INVALID' }));
  });
});
