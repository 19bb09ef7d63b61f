import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A PDF with an empty list of pages, something in its catalogue, and other objects. */
export const pdf = (catalogue = '', objects = ''): Buffer =>
  latin(
    `%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalogue}>>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n${objects}` +
      'xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n',
  );

/** An object stream that holds this object; `dictionary` is what its own says besides. */
export function packed(object: string, dictionary = '/Type /ObjStm', padding = ''): string {
  const data = deflateSync(latin(`${padding}7 0 ${object}`)).toString('latin1');
  return `3 0 obj\n<< ${dictionary} /N 1 /First ${padding.length + 4} /Length ${data.length} /Filter /FlateDecode >>\nstream\n${data}\nendstream\nendobj\n`;
}

const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';
const noise = (length: number): string =>
  Array.from({ length }, (_, i) => String.fromCharCode((i * 7919) % 251)).join('');

/** An object stream with a script, its data and dictionary as given. */
const packedAs = (dictionary: string, pack: (objects: Buffer) => Buffer): Buffer =>
  pdf(
    '',
    `3 0 obj\n<< ${dictionary} /N 1 /First 4 >>\nstream\n${pack(latin(`7 0 ${script}`)).toString('latin1')}\nendstream\nendobj\n`,
  );
const hex = (objects: Buffer): Buffer => latin(`${objects.toString('hex')}>`);

/** Rows of differences (PNG predictors): 1 to the byte on the left, 2 to the one above. */
const differences =
  (kind: 1 | 2, columns: number) =>
  (objects: Buffer): Buffer => {
    const rows: number[] = [];
    for (let at = 0; at < objects.length; at += columns) {
      rows.push(kind);
      for (let i = at; i < at + columns; i++) {
        const other = kind === 2 ? objects[i - columns] : i > at ? objects[i - 1] : 0;
        rows.push(((objects[i] ?? 0x20) - (other ?? 0)) & 255);
      }
    }
    return deflateSync(Buffer.from(rows));
  };

/** A lock without a user's password (ISO 32000-2, revision 5), and the trailer that refers to it. */
function locked(objects: string): Buffer {
  const sum = (text: string) => createHash('sha256').update(latin(text)).digest('hex');
  const user = `${sum('12345678')}${latin('12345678').toString('hex')}${latin('87654321').toString('hex')}`;
  const filter = '/CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF';
  const lock = `<< /Filter /Standard /V 5 /R 5 ${filter} /U <${user}> /UE <${'00'.repeat(32)}> >>`;
  return pdf('', `${objects}\n4 0 obj\n${lock}\nendobj\ntrailer\n<< /Encrypt 4 0 R >>\n`);
}
const hexOf = (text: string): string => latin(text).toString('hex');

/** A link on a page, with its address as it is written, and other objects. */
export const link = (address: string, objects = ''): Buffer =>
  pdf('', `8 0 obj\n<< /Type /Annot /Subtype /Link /A << /S /URI /URI ${address} >> >>\nendobj\n${objects}`);

/** PDFs that could do something, each hiding it in another way. */
export const hostilePdfs: Record<string, () => Buffer> = {
  'a script': () => pdf(`/OpenAction ${script} `),
  'a script in an object stream': () => pdf('', packed(script)),
  'a script behind 70,000 spaces of a dictionary': () => pdf('', packed(script, `/Type /ObjStm${' '.repeat(70_000)}`)),
  'a script in an object stream that begins with a long remark': () =>
    pdf('', packed(script, '/Type /ObjStm', `%${'x'.repeat(200_000)}\n`)),
  'a script in an object stream that does not say what it is': () => pdf('', packed(script, '/Type /Nothing')),
  'a script behind a string that says stream': () =>
    pdf(`/Title (>>stream\n) /OpenAction ${script} /More (endstream) `),
  'a script in an object stream behind such a string': () => pdf('/Title (\nstream\nx) ', packed(script)),
  'a script in an object stream inside another stream': () =>
    pdf('', `4 0 obj\n<< /Length 9999 >>\nstream\n${packed(script)}\nendstream\nendobj\n`),
  'a script in an object stream that breaks off': () =>
    pdf('', packed(script).replace('\nendstream', `${noise(40)}\nendstream`)),
  'a script in an object stream in hexadecimal': () => {
    const data = deflateSync(latin(`7 0 ${script}`)).toString('hex');
    return pdf(
      '',
      `3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n${data}>\nendstream\nendobj\n`,
    );
  },
  'a script in an object stream of differences to the left': () =>
    packedAs('/Type /ObjStm /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 50 >>', differences(1, 50)),
  'a script in an object stream of differences to the row above': () =>
    packedAs('/Type /ObjStm /Filter /FlateDecode /DecodeParms 9 0 R', differences(2, 7)),
  'a script in an object stream of differences in one row': () =>
    packedAs('/Type /XRef /Filter /FlateDecode /DecodeParms << /Predictor 2 /Columns 80 >>', (objects) =>
      deflateSync(objects.map((byte, i) => (i ? (byte - objects[i - 1]!) & 255 : byte))),
    ),
  'a script in an object stream deflated twice': () =>
    packedAs('/Type /ObjStm /Filter [/FlateDecode /FlateDecode]', (objects) => deflateSync(deflateSync(objects))),
  'a script in hexadecimal in a stream of no type': () => packedAs('/Filter /ASCIIHexDecode', hex),
  'a script in hexadecimal in a stream of another type': () => packedAs('/Type /Foo /Filter /AHx', hex),
  'a script in hexadecimal in a stream that says it is a picture': () =>
    packedAs('/Subtype /Image /F /AHx /N 1 /F#69rst 4 /X (9 0 obj <<) /Y', hex),
  'a script in hexadecimal behind a word in a string': () =>
    packedAs('/N 1 /First 4 /Filter /AHx /X (>>\nstream\n)', hex),
  'a form of its own (XFA)': () => pdf('/AcroForm << /XFA 9 0 R >> '),
  'a form of its own in an object stream': () => pdf('', packed('<< /Fields [] /XFA [(template) 9 0 R] >>')),
  'a form that sends itself': () => pdf('/AA << /WC << /S /SubmitForm /F (http://example.com) >> >> '),
  'a form that sends itself from an object stream': () =>
    pdf('', packed('<< /S /Submit#46orm /F (http://example.com) >>')),
  'a link that runs a script': () => link('(javascript:app.alert\\(1\\))'),
  'a link that runs a script, in other letters': () => link('( JAVA\tScript :app.alert\\(1\\))'),
  'a link that runs a script, in octal numbers and broken lines': () =>
    link('(\\152av\\\nas\\143ript\\072 app.alert\\(1\\))'),
  'a link that runs a script, in hexadecimal': () =>
    link(`<${hexOf('JavaScript:app.alert(1)').replace(/(.{5})/g, '$1 ')}>`),
  'a link that runs a script, in two bytes a letter': () =>
    link(`<feff${[...'javascript:1'].map((letter) => `00${hexOf(letter)}`).join('')}>`),
  'a link that runs a script, as an object of its own': () => link('9 0 R', '9 0 obj\n(javascript:1)\nendobj\n'),
  'a link that runs a script, in an object stream': () => pdf('', packed('<< /S /URI /URI (javascript:1) >>')),
  'a base of links that runs scripts': () => pdf('/URI << /Base (vbscript:) >> '),
  'another file opened with it': () => pdf('/OpenAction << /S /GoToR /F (\\\\host\\share\\a.pdf) /D [0 /Fit] >> '),
  'another file behind a link': () => link('(x)', '9 0 obj\n<< /S /GoTo#52 /F (a.pdf) /D [0 /Fit] >>\nendobj\n'),
  'an address opened with it': () => pdf('/OpenAction << /S /URI /URI (https://example.com) >> '),
  'an address opened after a jump': () =>
    pdf('/OpenAction << /S /GoTo /D [2 0 R /Fit] /Next << /S /URI /URI (https://example.com) >> >> '),
  'an address opened with it, as an object of its own': () =>
    pdf('/Open#41ction 9 0 R ', '9 0 obj\n<< /S /URI /URI (https://example.com) >>\nendobj\n'),
  'an address opened with it, from an object stream': () =>
    pdf('/OpenAction 7 0 R ', packed('<< /S /URI /URI (https://example.com) >>')),
  'an address opened with it, over a jump of the same number': () =>
    pdf(
      '/OpenAction 9 0 R ',
      '9 0 obj\n<< /S /GoTo /D [2 0 R /Fit] >>\nendobj\n9 0 obj\n<< /S /URI /URI (https://example.com) >>\nendobj\n',
    ),
  'an address opened with it, by an object that is nowhere to be seen': () => pdf('/OpenAction 9 0 R '),
  'an address opened with a page': () =>
    pdf('', '9 0 obj\n<< /Type /Page /AA << /O << /S /URI /URI (https://example.com) >> >> >>\nendobj\n'),
  'an address opened with a page, behind a remark': () =>
    pdf('/Title (>>stream\n) /A#41 %x\n9 0 R ', '9 0 obj\n<< /O 8 0 R >>\nendobj\n'),
  'a program to start': () => pdf('', packed('<< /S /Launch /F (cmd.exe) >>')),
  'a file inside': () => pdf('', packed('<< /Type /EmbeddedFile >>')),
};

/** PDFs and pictures that make a reader work long. */
export const heavyFiles: Record<string, () => Buffer> = {
  '20 MB of the word stream': () => pdf('', `${'stream\n'.repeat(2_900_000)}`),
  '20 MB of begun strings in hexadecimal': () => pdf('', '<6a'.repeat(6_500_000)),
  '20 MB of spaces before a script': () => pdf('', `(${' '.repeat(20_000_000)}javascript:1)`),
  '20 MB of openings': () => pdf('', '/OpenAction 9 0 R'.repeat(1_150_000)),
  '20 MB of begun strings': () => pdf('', '('.repeat(20_000_000)),
  '20 MB of begun names': () => pdf('', '/#4a'.repeat(5_000_000)),
  'an object stream of 60 MB in 60 kB': () => pdf('', packed(`(${' '.repeat(60_000_000)})`)),
  '2,000 object streams of 1 MB each': () => pdf('', packed(`(${' '.repeat(1_000_000)})`).repeat(2_000)),
  '2,000 object streams of 4 MB of zeros each': () =>
    pdf('', packed('q', '/Type /ObjStm', '\0'.repeat(4_000_000)).repeat(2_000)),
  '80,000 locked streams': () =>
    locked('3 0 obj\n<< /N 3 >>\nstream\n0123456789abcdef0123456789abcdef\nendstream\n'.repeat(80_000)),
  '500,000 locked streams without an end': () => locked('3 0 obj\n<< /N 3 >>\nstream\n'.repeat(500_000)),
  '20 MB of keys': () => pdf('', '/Encrypt 4 0 R '.repeat(1_300_000)),
  'a lock of 20 MB': () => pdf('', `4 0 obj ${'<< /CF '.repeat(2_800_000)}\ntrailer << /Encrypt 4 0 R >>\n`),
  '20 MB of identifiers in a lock of an old kind': () =>
    pdf(
      '',
      `${'/ID [<00> '.repeat(1_900_000)}4 0 obj << /Filter /Standard /V 2 /R 3 /Length 128 /O <${'00'.repeat(32)}> /U <${'00'.repeat(32)}> /P -4 >> endobj\ntrailer << /Encrypt 4 0 R >>\n`,
    ),
  'a picture of 30,000 × 30,000': () =>
    Buffer.concat([
      latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'),
      Buffer.from([0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 2, 0, 0, 0, 0, 0, 0, 0]),
      latin('\0\0\0\x01IDATx\0\0\0\0\0\0\0\0IEND\0\0\0\0'),
    ]),
  '20 MB of empty boxes': () =>
    Buffer.concat([latin('\0\0\0\x10ftypheic\0\0\0\0'), Buffer.from('\0\0\0\x08free'.repeat(2_600_000), 'latin1')]),
};
