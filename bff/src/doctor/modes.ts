import { statSync } from 'node:fs';
import type { Finding } from './finding';

/** Null where there is nothing, or nothing that may be looked at; whoever needs the file says so. */
export function modeOf(path: string): { isFolder: boolean; mode: number } | null {
  try {
    const found = statSync(path);
    return { isFolder: found.isDirectory(), mode: found.mode & 0o7777 };
  } catch {
    return null;
  }
}

/** A file that others may read, or a folder that they may look into; with another mask, what they may write only. */
export function modeFinding(path: string, what: string, others = 0o077): Finding[] {
  const found = modeOf(path);
  // Windows has no such modes.
  if (!found || process.platform === 'win32' || (found.mode & others) === 0) return [];
  const mode = found.mode.toString(8).padStart(4, '0');
  const wanted = found.isFolder ? '700' : '600';
  const fault = `${what}的权限是 ${mode}，本机其他用户也能${others & 0o044 ? '看到' : '改动'}`;
  return [{ subject: path, fault, remedy: `请执行 chmod ${wanted} '${path}'，并想一想此前谁可能看过` }];
}
