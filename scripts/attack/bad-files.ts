import { deflateSync } from 'node:zlib';
import { writeZip } from '@zhucheng/bff/modules/spreadsheets/zip-writer';

/** A file that is not what it should be. `refused`: has to be; otherwise any answer will do that is one. */
export interface BadFile {
  what: string;
  refused: boolean;
  make(): Buffer;
}

const latin = (text: string) => Buffer.from(text, 'latin1');
const pdf = (catalogue: string, more = ''): Buffer =>
  latin(
    `%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalogue}>>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n${more}xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n`,
  );
function packed(text: string): Buffer {
  const stream = deflateSync(latin(text)).toString('latin1');
  return pdf(
    '',
    `3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length ${stream.length} /Filter /FlateDecode >>\nstream\n${stream}\nendstream\nendobj\n`,
  );
}
const script = '4 0 << /S /JavaScript /JS (app.alert(1)) >>';
const png = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13);
  header.write('IHDR', 4, 'latin1');
  header.writeUInt32BE(width, 8);
  header.writeUInt32BE(height, 12);
  header.set([8, 2, 0, 0, 0], 16);
  return Buffer.concat([latin('\x89PNG\r\n\x1a\n'), header, latin('\0\0\0\0IEND\0\0\0\0')]);
};

const file = (what: string, make: () => Buffer, refused = true): BadFile => ({ what, refused, make });

export const badUploads: readonly BadFile[] = [
  file('空文件', () => Buffer.alloc(0)),
  file('一个字节', () => latin('a')),
  file('程序 MZ', () => latin(`MZ\x90\0${'\0'.repeat(200)}`)),
  file('程序 ELF', () => latin(`\x7fELF${'\0'.repeat(200)}`)),
  file('网页', () => latin('<!doctype html><script>alert(1)</script>')),
  file('SVG', () => latin('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')),
  file('脚本', () => latin('#!/bin/sh\nid\n')),
  file('压缩包', () => writeZip([{ name: 'a.pdf', content: pdf('') }])),
  file('GIF', () => latin(`GIF89a\x01\0\x01\0${'\0'.repeat(60)}`)),
  file('网页开头的 PDF', () => Buffer.concat([latin('<html><script>alert(1)</script>'.repeat(60)), pdf('')])),
  file('PDF 带打开动作', () => pdf('/OpenAction << /S /JavaScript /JS (app.alert(1)) >> ')),
  file('PDF 带脚本名', () => pdf('/Names << /JavaScript << /Names [(a) 3 0 R] >> >> ')),
  file('PDF 带编码的名字', () => pdf('/OpenAction << /S /J#61vaScript /JS (app.alert(1)) >> ')),
  file('PDF 启动程序', () => pdf('/OpenAction << /S /Launch /F (cmd.exe) >> ')),
  file('PDF 带附件', () => pdf('', '3 0 obj\n<< /Type /EmbeddedFile /Length 1 >>\nstream\na\nendstream\nendobj\n')),
  file('PDF 设密码', () => pdf('', '3 0 obj\n<< /Filter /Standard /V 4 >>\nendobj\ntrailer\n<< /Encrypt 3 0 R >>\n')),
  file('PDF 压缩对象里的脚本', () => packed(script)),
  file('PDF 压缩对象里垫了空白的脚本', () => packed(`${' '.repeat(3_000_000)}${script}`)),
  file('PDF 的 XFA 表单', () => pdf('/AcroForm << /XFA 3 0 R >> ')),
  file('PDF 提交表单', () => pdf('/OpenAction << /S /SubmitForm /F (http://127.0.0.1:9/) >> ')),
  file('只有 PDF 头', () => latin('%PDF-1.7\n')),
  file('PNG 30000×30000', () => png(30_000, 30_000)),
  file('JPG 缺尾', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0])),
  file('JPG 后接网页', () => latin('\xff\xd8\xff\xd9<script>alert(1)</script>')),
  file('PDF 里的对象套对象', () => pdf(`/A ${'['.repeat(200_000)}${']'.repeat(200_000)} `), false),
  file('PDF 里很多 obj', () => pdf('', '1 0 obj\nendobj\n'.repeat(100_000)), false),
  file(
    'PDF 流解开 200 MB',
    () => {
      const stream = deflateSync(Buffer.alloc(200_000_000)).toString('latin1');
      return pdf(
        '',
        `3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length ${stream.length} /Filter /FlateDecode >>\nstream\n${stream}\nendstream\nendobj\n`,
      );
    },
    false,
  ),
];

const xml = (sheet: string, more: Record<string, string> = {}): Buffer => {
  const parts = {
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="a"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  };
  return writeZip(Object.entries(parts).map(([name, text]) => ({ name, content: Buffer.from(text) })));
};
const sheet = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
const cell = (text: string): string => `<c r="A1" t="inlineStr"><is><t>${text}</t></is></c>`;
const row = (cells: string, number = 1): string => `<row r="${number}">${cells}</row>`;
const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');

export const badSheets: readonly BadFile[] = [
  file('不是表格', () => latin('a,b,c\n1,2,3\n')),
  file('空', () => Buffer.alloc(0)),
  file('空的压缩包', () => writeZip([])),
  file('没有工作簿', () => writeZip([{ name: 'a.txt', content: latin('a') }])),
  file('带路径的条目', () => writeZip([{ name: '../../../../tmp/hostile', content: latin('a') }])),
  file('解开 300 MB', () => xml(sheet(row(cell('0'.repeat(300_000_000)))))),
  file('成倍展开的实体', () => {
    const entities = many(9, (index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`);
    return xml(`<!DOCTYPE a [<!ENTITY e0 "ha">${entities}]>${sheet(row(cell('&e9;')))}`);
  }),
  file('外部实体', () => xml(`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${sheet(row(cell('&x;')))}`)),
  file('很深的标签', () => xml(`${'<a>'.repeat(60_000)}${'</a>'.repeat(60_000)}`)),
  file('不闭合', () => xml('<worksheet><sheetData><row r="1"><c r="A1"')),
  file('两万列', () => xml(sheet(row(many(20_000, () => cell('a')))))),
  file('十万行', () => xml(sheet(many(100_000, (index) => row(cell('a'), index + 1))))),
  file('行号极大', () => xml(sheet(row(cell('a'), 2 ** 31)))),
  file('表头很长', () => xml(sheet(row(cell(`房号${'（'.repeat(30_000)}`))))),
  file('表头很多空白', () => xml(sheet(row(cell(`房号${' '.repeat(60_000)}a`))))),
  file('数字格式很长', () =>
    xml(sheet(row('<c r="A1" s="0"><v>1</v></c>')), {
      'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="${'['.repeat(60_000)}"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>`,
    }),
  ),
  file('一段长文字用 1,500 次', () =>
    xml(sheet(row(many(1_500, () => '<c t="s"><v>0</v></c>'))), {
      'xl/sharedStrings.xml': `<sst><si><t>${'长'.repeat(300_000)}</t></si></sst>`,
    }),
  ),
  file('引用不存在的文字', () => xml(sheet(row('<c r="A1" t="s"><v>99999999</v></c>')))),
  file('合并单元格极大', () =>
    xml(
      `<worksheet><sheetData>${row(cell('a'))}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`,
    ),
  ),
  file('指向外面的工作表', () =>
    xml(sheet(''), {
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="a" TargetMode="External" Target="http://127.0.0.1:9/a.xml"/></Relationships>',
    }),
  ),
  file('大小写谎报的长度', () => {
    const whole = xml(sheet(row(cell('a'))));
    // Uncompressed size of the first entry in the central directory.
    whole.writeUInt32LE(7, whole.indexOf(latin('PK\x01\x02')) + 24);
    return whole;
  }),
];

/** Names of files, and frames around them, as headers and multipart bodies. */
export const badNames: readonly string[] = [
  '../../../../etc/passwd',
  '..\\..\\a.pdf',
  'a.pdf\r\nSet-Cookie: hostile=1',
  'a\u0000.pdf',
  '\u202efdp.exe',
  'a'.repeat(5_000),
  '.',
  '',
  'CON',
  '.htaccess',
  '<script>alert(1)</script>.pdf',
  '\ud800.pdf',
];

const part = (disposition: string, content = 'a') =>
  `Content-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;

/** Multipart bodies that hold no file, or not one: content type and bytes. */
export const badFrames: ReadonlyArray<{ what: string; type: string; body: Buffer }> = [
  { what: '没有分隔符', type: 'multipart/form-data', body: latin('--a\r\n') },
  { what: '没有文件', type: 'multipart/form-data; boundary=a', body: latin(`--a\r\n${part('name="x"')}--a--\r\n`) },
  {
    what: '两个文件',
    type: 'multipart/form-data; boundary=a',
    body: latin(`--a\r\n${part('name="x"; filename="x.pdf"')}--a\r\n${part('name="y"; filename="y.pdf"')}--a--\r\n`),
  },
  {
    what: '不结束',
    type: 'multipart/form-data; boundary=a',
    body: latin(`--a\r\n${part('name="x"; filename="x.pdf"')}`),
  },
  { what: '头不结束', type: 'multipart/form-data; boundary=a', body: latin(`--a\r\n${'x'.repeat(100_000)}`) },
  { what: '全是分隔符', type: 'multipart/form-data; boundary=a', body: latin('--a\r\n'.repeat(200_000)) },
  {
    what: '两万个部分',
    type: 'multipart/form-data; boundary=a',
    body: latin(`--a\r\n${part('name="x"')}`.repeat(20_000)),
  },
  { what: '分隔符很长', type: `multipart/form-data; boundary=${'b'.repeat(3_000)}`, body: latin('a') },
  {
    what: '嵌套',
    type: 'multipart/form-data; boundary=a',
    body: latin(`--a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\na\r\n--b--\r\n--a--\r\n`),
  },
];
