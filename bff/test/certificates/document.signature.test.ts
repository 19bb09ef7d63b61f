import {
  checkPdfSignature,
  createSelfIssuedSigner,
  type DocumentSigner,
  generateSigningP12,
  renderCertificatePdf,
  renderUnsignedCertificatePdf,
} from '../../src/modules/certificates/document';
import { rightCertificate } from './document.fixtures';
import { hasTool, onPdf } from './document.reader';

const now = new Date('2026-03-16T02:30:00.000Z');
const identity = {
  commonName: '北海市不动产登记中心（样例）',
  organisation: '北海市自然资源局（样例）',
  validYears: 10,
  now,
};

let p12: Awaited<ReturnType<typeof generateSigningP12>>;
let signer: DocumentSigner;
let pdf: Buffer;
beforeAll(async () => {
  p12 = await generateSigningP12(identity);
  signer = createSelfIssuedSigner(p12);
  pdf = await renderCertificatePdf(rightCertificate, signer, now);
});

it('signs the whole file, and the signature verifies', () => {
  expect(pdf.length).toBeLessThan(150 * 1024);
  expect(pdf.toString('latin1')).toMatch(/\/ByteRange \[0 \d+ \d+ \d+\]/);
  expect(checkPdfSignature(pdf, signer.certificatePem)).toEqual({
    valid: true,
    signedBy: identity.commonName,
    signedAt: now,
  });
});

it('gives the same bytes for the same content, key and time', async () => {
  expect((await renderCertificatePdf(rightCertificate, signer, now)).equals(pdf)).toBe(true);
});

it('is found altered after a change of any single byte', () => {
  const [, before, resume] = /\/ByteRange \[0 (\d+) (\d+)/.exec(pdf.toString('latin1'))!.map(Number) as number[];
  const positions = Array.from({ length: 60 }, (_, i) => Math.floor((i * (pdf.length - 1)) / 59));
  for (const position of [...positions, before! - 1, before!, before! + 40, resume! - 2, resume!, pdf.length - 1]) {
    const changed = Buffer.from(pdf);
    changed[position]! ^= 0x01;
    expect([position, checkPdfSignature(changed, signer.certificatePem).valid]).toEqual([position, false]);
  }
});

it('tells why a file is refused', async () => {
  const fault = (file: Buffer, pem = signer.certificatePem) => {
    const result = checkPdfSignature(file, pem);
    return result.valid ? 'valid' : result.fault;
  };
  expect(fault(await renderUnsignedCertificatePdf(rightCertificate))).toBe('unsigned');
  expect(fault(Buffer.concat([pdf, Buffer.from('\n% added later')]))).toBe('not-whole-file');
  const altered = Buffer.from(pdf);
  altered[5000]! ^= 0x10;
  expect(fault(altered)).toBe('altered');
  const other = await generateSigningP12(identity);
  expect(fault(await renderCertificatePdf(rightCertificate, createSelfIssuedSigner(other), now))).toBe('untrusted');
  expect(fault(Buffer.from('not a PDF'))).toBe('unsigned');
});

it('opens its container only with the right passphrase', () => {
  expect(() => createSelfIssuedSigner({ p12: p12.p12, passphrase: 'wrong' })).toThrow();
});

const poppler = hasTool('pdfsig');
if (!poppler)
  console.warn('SKIPPED: pdfsig (poppler-utils) is not installed, only our own check verifies signatures in this run');
(poppler ? describe : describe.skip)('an independent tool', () => {
  const verdict = (file: Buffer) => onPdf(file, (path, run) => run('pdfsig', ['-nocert', path]));

  it('finds the signature valid and its Chinese signer', () => {
    const report = verdict(pdf);
    expect(report).toContain('Signature is Valid.');
    expect(report).toContain('Total document signed');
    expect(report).toContain(identity.commonName);
  });

  it('finds an altered file invalid', () => {
    const altered = Buffer.from(pdf);
    altered[5000]! ^= 0x10;
    expect(verdict(altered)).toContain('Digest Mismatch');
  });
});
