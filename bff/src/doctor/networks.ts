import { BlockList, isIP } from 'node:net';

const inside: ReadonlyArray<readonly [address: string, prefix: number]> = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['fe80::', 10],
];
const typeOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

function within(address: string, [network, prefix]: readonly [string, number]): boolean {
  if (typeOf(address) !== typeOf(network)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, typeOf(network));
  return list.check(address, typeOf(address));
}

/** IPv4 addresses written as IPv6 ones. */
const mapped = ['::ffff:0:0', 96] as const;

/** The host of a URL, as URL writes it. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\])\.?$/i.test(host);

/** A host that only the own network can reach: by its address, or by a name that the internet does not know. */
export function isPrivate(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(name) === 0) return !name.includes('.') || /\.(?:local|lan|internal|intranet|home\.arpa)$/i.test(name);
  return within(name, mapped) || inside.some((network) => within(name, network));
}

/** An address or network (`10.0.0.0/8`) with many strangers in it. */
export function isTooWide(part: string): boolean {
  const [address = '', bits] = part.split('/');
  if (isIP(address) === 0 || bits === undefined) return false;
  const prefix = Number(bits);
  if (inside.some((network) => prefix >= network[1] && within(address, network))) return false;
  if (within(address, mapped)) return prefix < 96 + 24;
  return prefix < (isIP(address) === 4 ? 24 : 48);
}
