import { timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { hashToken } from '../crypto/secrets';
import { Problem } from '../errors/problem';
import type { Context } from './runtime';

/** `10.0.0.0/8,192.168.1.7,fd00::/8`. Error: plain Error that names what is no address. */
export function parseAddresses(text: string): BlockList {
  const list = new BlockList();
  for (const part of text.split(',').map((each) => each.trim())) {
    const [address = '', prefix] = part.split('/');
    const family = isIP(address);
    const bits = prefix === undefined ? null : Number(prefix);
    if (family === 0 || (bits !== null && !(Number.isInteger(bits) && bits >= 0 && bits <= (family === 4 ? 32 : 128))))
      throw new Error(`“${part}”不是 IP 地址，也不是 10.0.0.0/8 这样的网段`);
    const type = family === 4 ? 'ipv4' : 'ipv6';
    if (bits === null) list.addAddress(address, type);
    else list.addSubnet(address, bits, type);
  }
  return list;
}

/**
 * Admits the centre's own people and machines to what is not for everybody: with a token, or from an address of the list. Error:
 * NOT_FOUND, as if there were nothing.
 */
export function requireInsider(ctx: Context, token: string | undefined, addresses: BlockList | undefined): void {
  const given = /^Bearer (.+)$/.exec(ctx.get('authorization'))?.[1];
  // Hashes have the same length, so the comparison tells nothing about the token.
  const equal = (a: string, b: string) => timingSafeEqual(Buffer.from(hashToken(a)), Buffer.from(hashToken(b)));
  if (token && given && equal(token, given)) return;
  const ip = ctx.ip.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(ip);
  if (addresses && family !== 0 && addresses.check(ip, family === 4 ? 'ipv4' : 'ipv6')) return;
  throw new Problem('NOT_FOUND');
}
