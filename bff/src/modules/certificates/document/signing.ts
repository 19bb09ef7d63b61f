import { constants, createPrivateKey, generateKeyPair, type KeyObject, privateEncrypt, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { Signer, SignPdf } from '@signpdf/signpdf';
import { asn1, md, pkcs7, pkcs12, pki, util } from 'node-forge';

export interface DocumentSigner {
  /** The signing certificate, to be trusted by `checkPdfSignature`. */
  readonly certificatePem: string;
  /** Adds an invisible signature (adbe.pkcs7.detached, SHA-256, RSA) over the whole file. */
  sign(pdf: Buffer, signedAt: Date): Promise<Buffer>;
}

/** Octets reserved for the signature; a 2048-bit signature with its certificate takes about 1700. */
const SIGNATURE_OCTETS = 4096;

/** DER prefix of a SHA-256 DigestInfo (RFC 8017, 9.2 note 1). */
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** Builds the CMS with node-forge, but leaves the RSA operation to OpenSSL, which is ten times faster. */
class CmsSigner extends Signer {
  constructor(
    private readonly key: KeyObject,
    private readonly certificate: pki.Certificate,
  ) {
    super();
  }

  override async sign(pdf: Buffer, signingTime: Date = new Date()): Promise<Buffer> {
    const signed = pkcs7.createSignedData();
    signed.content = util.createBuffer(pdf.toString('binary'));
    signed.addCertificate(this.certificate);
    const rsa = {
      sign: (digest: md.MessageDigest): string => {
        const info = Buffer.concat([SHA256_DIGEST_INFO, Buffer.from(digest.digest().getBytes(), 'binary')]);
        return privateEncrypt({ key: this.key, padding: constants.RSA_PKCS1_PADDING }, info).toString('binary');
      },
    };
    signed.addSigner({
      key: rsa as unknown as pki.rsa.PrivateKey,
      certificate: this.certificate,
      digestAlgorithm: pki.oids.sha256!,
      authenticatedAttributes: [
        { type: pki.oids.contentType!, value: pki.oids.data! },
        { type: pki.oids.signingTime!, value: signingTime as unknown as string },
        { type: pki.oids.messageDigest! },
      ],
    });
    signed.sign({ detached: true });
    return Buffer.from(asn1.toDer(signed.toAsn1()).getBytes(), 'binary');
  }
}

/** Opens a PKCS #12 container once and signs with its key. @throws when the passphrase is wrong. */
export function createSelfIssuedSigner({ p12, passphrase }: { p12: Buffer; passphrase: string }): DocumentSigner {
  const container = pkcs12.pkcs12FromAsn1(asn1.fromDer(p12.toString('binary')), passphrase);
  const keyBag = pki.oids.pkcs8ShroudedKeyBag!;
  const key = container.getBags({ bagType: keyBag })[keyBag]?.[0]?.key;
  const certificate = container.getBags({ bagType: pki.oids.certBag! })[pki.oids.certBag!]?.[0]?.cert;
  if (!key || !certificate) throw new Error('the PKCS #12 container lacks a key or a certificate');
  // node-forge reads UTF-8 names as octets and encodes them once more into the signature, whose issuer then differs
  // from the certificate's: pdfsig finds no signer. Decoding them first keeps Chinese names whole.
  for (const field of certificate.issuer.attributes) {
    if ((field.valueTagClass as unknown) === asn1.Type.UTF8) field.value = util.decodeUtf8(field.value as string);
  }
  const cms = new CmsSigner(createPrivateKey(pki.privateKeyToPem(key)), certificate);
  return {
    certificatePem: pki.certificateToPem(certificate),
    async sign(pdf, signedAt) {
      // The placeholder tool writes these as bytes of UTF-8, so they stay ASCII.
      const prepared = plainAddPlaceholder({
        pdfBuffer: pdf,
        reason: 'Issued by the real estate registration authority',
        name: 'Real estate registration authority',
        contactInfo: '',
        location: 'Beihai, Guangxi, CN',
        signingTime: signedAt,
        signatureLength: SIGNATURE_OCTETS,
      });
      return new SignPdf().sign(prepared, cms, signedAt);
    },
  };
}

export interface SigningIdentity {
  commonName: string;
  organisation: string;
  validYears: number;
  now: Date;
  /** Random when left out. */
  passphrase?: string;
}

/** Makes an RSA 2048 key and a self-issued certificate; for demonstration and for tests, a real centre brings its own. */
export async function generateSigningP12(
  identity: SigningIdentity,
): Promise<{ p12: Buffer; passphrase: string; certificatePem: string }> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const key = pki.privateKeyFromPem(privateKey.export({ type: 'pkcs1', format: 'pem' }) as string);
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.setRsaPublicKey(key.n, key.e);
  // A leading 01 keeps the serial number positive.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(identity.now);
  certificate.validity.notAfter = new Date(identity.now);
  certificate.validity.notAfter.setUTCFullYear(identity.now.getUTCFullYear() + identity.validYears);
  const utf8 = { valueTagClass: asn1.Type.UTF8 as unknown as asn1.Class };
  const name: pki.CertificateField[] = [
    { name: 'commonName', value: identity.commonName, ...utf8 },
    { name: 'organizationName', value: identity.organisation, ...utf8 },
    { name: 'countryName', value: 'CN' },
  ];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, nonRepudiation: true },
    { name: 'extKeyUsage', emailProtection: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(key, md.sha256.create());
  const passphrase = identity.passphrase ?? randomBytes(24).toString('base64url');
  const container = pkcs12.toPkcs12Asn1(key, [certificate], passphrase, { algorithm: 'aes256' });
  return {
    p12: Buffer.from(asn1.toDer(container).getBytes(), 'binary'),
    passphrase,
    certificatePem: pki.certificateToPem(certificate),
  };
}
