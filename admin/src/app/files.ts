import { ApiError, failure } from './api';
import { session } from './session';

/** Sends or fetches bytes with the bearer token, which an address in the browser cannot carry. */
export async function raw(path: string, more: RequestInit = {}): Promise<Response> {
  const headers = new Headers(more.headers);
  const token = session.get()?.token;
  if (token) headers.set('authorization', `Bearer ${token}`);
  const response = await fetch(path, { ...more, headers, credentials: 'same-origin', cache: 'no-store' }).catch(() => {
    throw new ApiError('NETWORK', '网络没有连上，请检查网络后重试。');
  });
  if (response.ok) return response;
  const fault = await failure(response);
  if (fault.code === 'UNAUTHENTICATED') session.expire();
  throw fault;
}

/** Long enough for a new tab to have read it. */
const KEPT_MS = 60_000;

function handOver(blob: Blob, use: (address: string) => void): void {
  const address = URL.createObjectURL(blob);
  use(address);
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

export function save(blob: Blob, name: string): void {
  handOver(blob, (address) => {
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
  });
}

/** `body` is sent as JSON. */
export async function download(path: string, name: string, body?: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const asked = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  save(await (await raw(path, asked)).blob(), name);
}

/**
 * Opens what `address` resolves to in a new tab. The tab is opened within the click, so that the browser allows it, and
 * closed again if there is nothing to show.
 */
export async function openInTab(address: () => Promise<string | Blob>): Promise<void> {
  const tab = window.open('about:blank', '_blank');
  try {
    const found = await address();
    const show = (url: string): void => {
      if (tab) tab.location.replace(url);
      else window.location.assign(url);
    };
    if (typeof found === 'string') show(found);
    else handOver(found, show);
  } catch (error) {
    tab?.close();
    throw error;
  }
}

/** A cell that a spreadsheet would run as a formula is kept as text. */
const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Comma-separated rows as a file that spreadsheets read as UTF-8. */
export const csv = (rows: string[][]): Blob =>
  new Blob([`\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`], {
    type: 'text/csv;charset=utf-8',
  });
