import { randomBytes } from 'node:crypto';
import { FieldCipher, parseDataKeys, parseKey } from '@zhucheng/bff/platform/crypto/field-cipher';
import { hashPassword, hashToken, newToken, verifyPassword } from '@zhucheng/bff/platform/crypto/secrets';
import { idAt, newId, timeOfId } from '@zhucheng/bff/platform/ids';

const key = () => randomBytes(32).toString('base64');
const indexKey = randomBytes(32);

test('encrypts under the first key and reads under every key of the ring', () => {
  const [a, b] = [key(), key()];
  const old = new FieldCipher(parseDataKeys(`k1:${a}`), indexKey);
  const rotated = new FieldCipher(parseDataKeys(`k2:${b},k1:${a}`), indexKey);
  const stored = old.encrypt('张三', 'citizen.name');
  expect(stored).toMatch(/^k1:[\w-]+$/);
  expect(old.encrypt('张三', 'citizen.name')).not.toBe(stored);
  expect(rotated.decrypt(stored, 'citizen.name')).toBe('张三');
  expect(rotated.isOutdated(stored)).toBe(true);
  expect(rotated.encrypt('x')).toMatch(/^k2:/);
  expect(() => old.decrypt(rotated.encrypt('x'))).toThrow('DATA_KEYS');
});

test('a changed value, or one from another column, does not decrypt', () => {
  const cipher = new FieldCipher(parseDataKeys(`k1:${key()}`), indexKey);
  const stored = cipher.encryptJson({ n: 1 }, 'a');
  expect(cipher.decryptJson(stored, 'a')).toEqual({ n: 1 });
  expect(() => cipher.decrypt(stored, 'b')).toThrow();
  const bytes = Buffer.from(stored.slice(3), 'base64url');
  bytes[bytes.length - 1]! ^= 1;
  expect(() => cipher.decrypt(`k1:${bytes.toString('base64url')}`, 'a')).toThrow();
  expect(() => cipher.decrypt('k1:', 'a')).toThrow();
});

test('the blind index is stable per purpose and survives a key rotation', () => {
  const one = new FieldCipher(parseDataKeys(`k1:${key()}`), indexKey);
  const two = new FieldCipher(parseDataKeys(`k2:${key()}`), indexKey);
  expect(one.blindIndex('450502', 'id')).toBe(two.blindIndex('450502', 'id'));
  expect(one.blindIndex('450502', 'id')).not.toBe(one.blindIndex('450502', 'phone'));
  expect(one.blindIndex('450502', 'id')).toMatch(/^[0-9a-f]{40}$/);
});

test.each(['k1', 'k1:short', `bad id:${key()}`, `k1:${key()},k1:${key()}`])('the key ring %# is refused', (text) => {
  expect(() => parseDataKeys(text)).toThrow();
});

test('a key of another length is refused', () => {
  expect(() => parseKey(randomBytes(16).toString('base64'))).toThrow('16 字节');
});

test('passwords', async () => {
  const stored = await hashPassword('正确的密码');
  expect(stored).toMatch(/^scrypt\$32768\$8\$1\$/);
  expect(await verifyPassword('正确的密码', stored)).toBe(true);
  expect(await verifyPassword('别的密码', stored)).toBe(false);
  expect(await verifyPassword('x', 'plain')).toBe(false);
});

test('tokens', () => {
  expect(newToken()).toMatch(/^[\w-]{43}$/);
  expect(hashToken('a')).toBe('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb');
});

test('ids sort in the order in which they were made', () => {
  const ids = Array.from({ length: 10_000 }, () => newId());
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
  expect(Math.abs(timeOfId(newId()) - Date.now())).toBeLessThan(1_000);
  const then = Date.UTC(2021, 5, 1);
  expect(timeOfId(idAt(then))).toBe(then);
  const mixed = [ids[0], idAt(then), idAt(then - 1)];
  expect([...mixed].sort()).toEqual(mixed.reverse());
});
