import { fresh } from './command-keys';
import { read, write } from './storage';

const KEY = 'device-mark';
let mark: string | undefined;

function made(): string {
  const { crypto } = globalThis as { crypto?: Crypto };
  if (!crypto?.getRandomValues) return `${fresh()}${fresh().slice(0, 8)}`.replace(/-/g, '');
  return [...crypto.getRandomValues(new Uint8Array(20))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Tells this device (设备) apart from others at the same address; made once, kept, and it proves nothing. */
export function deviceMark(): string {
  if (mark) return mark;
  mark = read<string>(KEY) ?? made();
  write(KEY, mark);
  return mark;
}
