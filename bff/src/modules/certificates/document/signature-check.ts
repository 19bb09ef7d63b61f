import { createHash, createPublicKey, createVerify, X509Certificate } from 'node:crypto';
import { asn1, pkcs7, pki } from 'node-forge';

export type SignatureFault =
  | 'unsigned'
  /** Something was added before, inside or after the signed range. */
  | 'not-whole-file'
  /** The content differs from what was signed. */
  | 'altered'
  /** The signature itself does not verify. */
  | 'bad-signature'
  /** Signed, but not with the expected certificate. */
  | 'untrusted';

export type SignatureCheck =
  | { valid: true; signedBy: string; signedAt: Date | null }
  | { valid: false; fault: SignatureFault };

interface Parsed {
  certificatePem: string;
  messageDigest: Buffer;
  signedAttributes: Buffer;
  signature: Buffer;
  signedAt: Date | null;
}

/** Reads the CMS structure (RFC 5652) as written by `createSelfIssuedSigner`: one signer, signed attributes. */
function parseCms(der: Buffer): Parsed {
  const tree = asn1.fromDer(der.toString('binary'), { parseAllBytes: false } as unknown as boolean);
  const message = pkcs7.messageFromAsn1(tree) as unknown as {
    certificates: pki.Certificate[];
    rawCapture: { authenticatedAttributes: asn1.Asn1[]; signature: string };
  };
  const attributes = message.rawCapture.authenticatedAttributes;
  const attributeValue = (oid: string): asn1.Asn1 | undefined => {
    const found = attributes.find((a) => asn1.derToOid((a.value as asn1.Asn1[])[0]!.value as string) === oid);
    return found && (((found.value as asn1.Asn1[])[1]!.value as asn1.Asn1[])[0] as asn1.Asn1);
  };
  const time = attributeValue(pki.oids.signingTime!);
  const set = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SET, true, attributes);
  return {
    certificatePem: pki.certificateToPem(message.certificates[0]!),
    messageDigest: Buffer.from(attributeValue(pki.oids.messageDigest!)!.value as string, 'binary'),
    signedAttributes: Buffer.from(asn1.toDer(set).getBytes(), 'binary'),
    signature: Buffer.from(message.rawCapture.signature, 'binary'),
    signedAt: time ? asn1.utcTimeToDate(time.value as string) : null,
  };
}

const refused = (fault: SignatureFault): SignatureCheck => ({ valid: false, fault });

/** Length in octets of the DER element at the start of `der`. */
function derLength(der: Buffer): number {
  const first = der[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  return 2 + octets + der.readUIntBE(2, octets);
}

/**
 * Checks the last signature of a PDF: it must cover the whole file, the content must be unchanged, and the key must be
 * the one of `trustedCertificatePem` when that is given.
 */
export function checkPdfSignature(pdf: Buffer, trustedCertificatePem?: string): SignatureCheck {
  const text = pdf.toString('latin1');
  const range = [...text.matchAll(/\/ByteRange\s?\[([\d\s]{7,60})\]/g)].at(-1);
  if (!range) return refused('unsigned');
  const [start, before, resume, after] = range[1]!.trim().split(/\s+/).map(Number) as [number, number, number, number];
  const hex = text.slice(before, resume);
  if (start !== 0 || resume + after !== pdf.length || !/^<[0-9a-f]+>$/i.test(hex)) return refused('not-whole-file');
  try {
    const contents = Buffer.from(hex.slice(1, -1), 'hex');
    const length = derLength(contents);
    if (contents.subarray(length).some((octet) => octet !== 0)) return refused('not-whole-file');
    const cms = parseCms(contents.subarray(0, length));
    const digest = createHash('sha256').update(pdf.subarray(0, before)).update(pdf.subarray(resume)).digest();
    if (!digest.equals(cms.messageDigest)) return refused('altered');
    const verifier = createVerify('sha256').update(cms.signedAttributes);
    if (!verifier.verify(createPublicKey(cms.certificatePem), cms.signature)) return refused('bad-signature');
    const certificate = new X509Certificate(cms.certificatePem);
    if (
      trustedCertificatePem &&
      certificate.fingerprint256 !== new X509Certificate(trustedCertificatePem).fingerprint256
    ) {
      return refused('untrusted');
    }
    const signedBy = /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? '';
    return { valid: true, signedBy, signedAt: cms.signedAt };
  } catch {
    // Whatever cannot be read as a signature is none.
    return refused('bad-signature');
  }
}
