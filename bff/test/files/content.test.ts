import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { inspect } from '../../src/modules/files/content';
import { decodeFileName, displayName } from '../../src/modules/files/file-name';
import { boundaryOf, readMultipart } from '../../src/modules/files/multipart';
import type { Problem } from '../../src/platform/errors/problem';
import { heic, jpeg, packedPdf, pdf, png } from './samples';

const verdict = (content: Buffer, name = ''): string => {
  try {
    return inspect(content, name);
  } catch (error) {
    return (error as Problem).code ?? String(error);
  }
};

describe('what a file is', () => {
  test.each([
    ['pdf', pdf()],
    ['jpeg', jpeg()],
    ['png', png()],
    ['heic', heic()],
    ['pdf', packedPdf('<< /Type /Page >>')],
  ])('%s, by its content and whatever its name', (kind, content) => {
    expect(verdict(content)).toBe(kind);
    expect(verdict(content, '房屋.exe')).toBe(kind);
    expect(verdict(content, '房屋.png')).toBe(kind);
  });

  test('nothing, a program, a text, a program that calls itself a PDF', () => {
    expect(verdict(Buffer.alloc(0))).toBe('FILE_EMPTY');
    expect(verdict(Buffer.from('MZ\x90\0 program'), 'setup.exe')).toBe('FILE_TYPE_REFUSED');
    expect(verdict(Buffer.from('你好'), '材料')).toBe('FILE_TYPE_REFUSED');
    expect(verdict(Buffer.from('MZ\x90\0 program'), '合同.pdf')).toBe('FILE_TYPE_MISMATCH');
    expect(verdict(Buffer.from('<html><script>alert(1)</script>'), '照片.JPG')).toBe('FILE_TYPE_MISMATCH');
  });

  test.each([
    ['pdf', pdf()],
    ['jpeg', jpeg()],
    ['png', png()],
    ['heic', heic()],
  ])('a %s cut off anywhere is never taken for a whole one', (_, content) => {
    for (let length = 1; length < content.length - 1; length++)
      expect(['FILE_DAMAGED', 'FILE_TYPE_REFUSED']).toContain(verdict(content.subarray(0, length)));
  });

  test('a picture without a size', () => {
    expect(verdict(jpeg(0))).toBe('FILE_DAMAGED');
  });

  test('any bytes get an answer of ours', () => {
    const starts = [pdf(), jpeg(), png(), heic()].map((content) => content.subarray(0, 16));
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), (start, rest) => {
        expect(verdict(Buffer.concat([start, rest]))).toMatch(/^(FILE_\w+|pdf|jpeg|png|heic)$/);
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
  ])('%s', (extra) => {
    expect(verdict(pdf(extra))).toBe('FILE_ACTIVE_CONTENT');
    expect(verdict(packedPdf(extra))).toBe('FILE_ACTIVE_CONTENT');
  });

  test('words that only look alike, and chance in pictures', () => {
    expect(verdict(pdf('/JSONData (x) /Launcher 1 /Title (JavaScript for all) '))).toBe('pdf');
    const noise = Buffer.concat([randomBytes(2000), Buffer.from('/JS '), randomBytes(2000)]).toString('latin1');
    const picture = `4 0 obj\n<< /Subtype /Image >>\nstream\n${noise}\nendstream\nendobj\n`;
    expect(verdict(pdf('', picture))).toBe('pdf');
  });

  test('a password, an object stream that cannot be opened', () => {
    expect(verdict(pdf('/Encrypt 9 0 R '))).toBe('FILE_ENCRYPTED');
    const broken = '3 0 obj\n<< /Type /ObjStm >>\nstream\nnot deflated\nendstream\nendobj\n';
    expect(verdict(pdf('', broken))).toBe('FILE_DAMAGED');
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

describe('multipart bodies', () => {
  const part = (head: string, content: Buffer | string) =>
    Buffer.concat([
      Buffer.from(`--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]);
  const end = Buffer.from('--b--\r\n');

  test('one file among other fields, byte for byte', () => {
    const content = Buffer.concat([randomBytes(5000), Buffer.from('\r\n--a\r\n'), randomBytes(10)]);
    const body = Buffer.concat([part('name="slot"', 'x'), part('name="file"; filename="房.pdf"', content), end]);
    expect(boundaryOf('multipart/form-data; boundary=b')).toBe('b');
    expect(boundaryOf('Multipart/Form-Data; charset=utf-8; boundary="b"')).toBe('b');
    expect(boundaryOf('application/pdf')).toBeNull();
    expect(readMultipart(body, 'b')).toEqual({ name: '房.pdf', content });
  });

  test('no file, two files, half a body', () => {
    const file = part('name="file"; filename="a"', 'x');
    const code = (body: Buffer) => {
      try {
        readMultipart(body, 'b');
        return '';
      } catch (error) {
        return (error as Problem).code;
      }
    };
    expect(code(Buffer.concat([part('name="slot"', 'x'), end]))).toBe('FILE_NOT_ONE');
    expect(code(Buffer.concat([file, file, end]))).toBe('FILE_NOT_ONE');
    expect(code(file)).toBe('BODY_MALFORMED');
    expect(code(Buffer.alloc(0))).toBe('BODY_MALFORMED');
  });
});
