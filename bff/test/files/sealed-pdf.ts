import { createCipheriv, createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { pdf } from './samples';

const pad = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const md5 = (...parts: Buffer[]) => createHash('md5').update(Buffer.concat(parts)).digest();
const id = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const owner = Buffer.alloc(32, 7);
const flags = Buffer.from('fcffffff', 'hex');

function rc4(key: Buffer, data: Buffer): Buffer {
  const s = [...Array(256).keys()];
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + s[i]! + key[i % key.length]!) % 256;
    [s[i], s[j]] = [s[j]!, s[i]!];
  }
  let [i, j] = [0, 0];
  return data.map((byte) => {
    i = (i + 1) % 256;
    j = (j + s[i]!) % 256;
    [s[i], s[j]] = [s[j]!, s[i]!];
    return byte ^ s[(s[i]! + s[j]!) % 256]!;
  }) as Buffer;
}

function aes(key: Buffer, data: Buffer): Buffer {
  const start = Buffer.alloc(16, 3);
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, start);
  return Buffer.concat([start, cipher.update(data), cipher.final()]);
}

/** The key of an empty password and the dictionary that says so. */
function lock(method: 'rc4' | 'aes-128' | 'aes-256' | 'none') {
  const hex = (bytes: Buffer) => `<${bytes.toString('hex')}>`;
  if (method === 'aes-256') {
    const key = Buffer.alloc(32, 9);
    const [check, salt] = [Buffer.alloc(8, 1), Buffer.alloc(8, 2)];
    const user = Buffer.concat([createHash('sha256').update(check).digest(), check, salt]);
    const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(salt).digest(), Buffer.alloc(16));
    const sealed = cipher.setAutoPadding(false).update(key);
    const names = `/V 5 /R 5 /Length 256 /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF`;
    return { key, dictionary: `${names} /O ${hex(Buffer.alloc(48))} /U ${hex(user)} /UE ${hex(sealed)} /P -4` };
  }
  let key: Buffer = md5(pad, owner, flags, id);
  for (let round = 0; round < 50; round++) key = md5(key);
  let user: Buffer = md5(pad, id);
  for (let round = 0; round < 20; round++) user = rc4(key.map((byte) => byte ^ round) as Buffer, user);
  const filter = { rc4: '/V2', 'aes-128': '/AESV2', none: '/None' }[method];
  const names = `/V 4 /R 4 /Length 128 /CF << /StdCF << /CFM ${filter} /Length 16 >> >> /StmF /StdCF /StrF /StdCF`;
  return { key, dictionary: `${names} /O ${hex(owner)} /U ${hex(Buffer.concat([user, pad.subarray(16)]))} /P -4` };
}

/** A PDF without a user's password whose object stream holds this object, deflated and enciphered. */
export function sealedPdf(method: Parameters<typeof lock>[0], object: string, length?: string): Buffer {
  const { key, dictionary } = lock(method);
  const plain = deflateSync(Buffer.from(`7 0 ${object}`));
  const salt = method === 'aes-128' ? Buffer.from('sAlT') : Buffer.alloc(0);
  const own = md5(key, Buffer.from([3, 0, 0, 0, 0]), salt);
  const data = {
    rc4: () => rc4(own, plain),
    'aes-128': () => aes(own, plain),
    'aes-256': () => aes(key, plain),
    none: () => plain,
  }[method]();
  const says = length ?? `/Length ${data.length}`;
  return pdf(
    '',
    `3 0 obj\n<< /Type /ObjStm /N 1 /First 4 ${says} /Filter /FlateDecode >>\nstream\n${data.toString('latin1')}\nendstream\nendobj\n` +
      `4 0 obj\n<< /Filter /Standard ${dictionary} >>\nendobj\ntrailer\n<< /Encrypt 4 0 R /ID [<${id.toString('hex')}> <00>] >>\n`,
  );
}
