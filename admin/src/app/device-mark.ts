const KEY = 'zhucheng.admin.device';
let mark: string | undefined;

const made = () =>
  [...crypto.getRandomValues(new Uint8Array(20))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Tells this browser apart from others at the same address; made once, kept, and it proves nothing. */
export function deviceMark(): string {
  if (mark) return mark;
  try {
    mark = localStorage.getItem(KEY) ?? made();
    localStorage.setItem(KEY, mark);
  } catch {
    mark ??= made();
  }
  return mark;
}
