import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { deviceHeader } from '../contract';

/** Where a request comes from. Neither half proves who sends it. */
export interface Origin {
  /** IPv4, or the /64 an IPv6 subscriber has to himself. */
  address: string;
  /** The mark this client made for itself and keeps (设备标识). */
  device: string | undefined;
  /** What the client says it is. */
  agent: string;
}

const devicePattern = /^[A-Za-z0-9_-]{16,64}$/;

/** One spelling for all addresses of one subscriber. */
export function networkOf(ip: string): string {
  const plain = ip.startsWith('::ffff:') && ip.includes('.') ? ip.slice(7) : ip;
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const front = head.split(':').filter(Boolean);
  const back = (tail ?? '').split(':').filter(Boolean);
  const groups = tail === undefined ? front : [...front, ...Array(8 - front.length - back.length).fill('0'), ...back];
  const prefix = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(':')}::/64`;
}

export function originOf(ip: string, request: IncomingMessage): Origin {
  const device = request.headers[deviceHeader];
  return {
    address: networkOf(ip),
    device: typeof device === 'string' && devicePattern.test(device) ? device : undefined,
    agent: (request.headers['user-agent'] ?? '').slice(0, 300),
  };
}
