import { randomBytes, randomFillSync } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const digits = new Uint8Array(16);
let lastTime = 0;

function encodeTime(time: number): string {
  let text = '';
  let rest = time;
  for (let i = 0; i < 10; i++) {
    text = alphabet[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function increment(): void {
  for (let i = 15; i >= 0; i--) {
    const next = (digits[i]! + 1) & 31;
    digits[i] = next;
    if (next !== 0) return;
  }
}

/**
 * A ULID: 26 characters that sort by creation time, also within one millisecond of this process.
 * Source: https://github.com/ulid/spec.
 */
export function newId(time: number = Date.now()): string {
  if (time > lastTime) {
    lastTime = time;
    randomFillSync(digits);
    for (let i = 0; i < 16; i++) digits[i]! &= 31;
  } else {
    increment();
  }
  let tail = '';
  for (let i = 0; i < 16; i++) tail += alphabet[digits[i]!];
  return encodeTime(lastTime) + tail;
}

/** An id for what was made at this UTC millisecond and is taken over later: it sorts by its own time. */
export function idAt(time: number): string {
  let tail = '';
  for (const digit of randomBytes(16)) tail += alphabet[digit & 31];
  return encodeTime(time) + tail;
}

/** Sorts before every id made in this millisecond or later: the lower end of a range of ids. */
export function idFloor(time: number): string {
  return encodeTime(time);
}

/** The UTC millisecond in which the id was made. */
export function timeOfId(id: string): number {
  let time = 0;
  for (const letter of id.slice(0, 10)) time = time * 32 + alphabet.indexOf(letter);
  return time;
}
