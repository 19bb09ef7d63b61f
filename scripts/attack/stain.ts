import { type Answer, told } from './caller';

/** What only the inside of a program says: stacks, modules, statements, drivers. */
const inside =
  /\n {2,16}at |node_modules|\.(?:js|ts):\d{1,6}:\d{1,6}|SQLITE_|\bER_[A-Z_]{4,}|SELECT \w{1,40}[.,]|QueryFailedError|TypeError|ReferenceError|RangeError|\/home\/|\/root\/|root:x:0/;

/** Departments and gateways may be out of reach; that is said with a code of its own. */
const foreseen = ({ status, code }: Answer): boolean =>
  status === 503 && /_UNAVAILABLE$|^UNAVAILABLE$|_FAILED$/.test(code ?? '');

/** What an answer to something hostile shows that it must not; undefined if nothing. `sent` came with the question. */
export function stain(answer: Answer, sent: string): string | undefined {
  const { status, headers, text } = answer;
  if (status === 0) return `没有回答：${text}`;
  if (status >= 500 && !foreseen(answer)) return told(answer);
  // What was sent may be repeated as JSON; what it looks like is not looked at then.
  const own = sent === '' ? text : text.replaceAll(sent, '').replaceAll(JSON.stringify(sent).slice(1, -1), '');
  const shown = inside.exec(own);
  if (status >= 400 && shown) return `说出了内部的东西：${shown[0]}`;
  const type = String(headers['content-type'] ?? '');
  if (/html|svg|xml(?!format)/.test(type) && /[<>]/.test(sent) && text.includes(sent)) return `原样写进了 ${type}`;
  if (headers['set-cookie']?.some((cookie) => cookie.includes('hostile'))) return '写进了响应头';
  if (headers['x-content-type-options'] !== 'nosniff') return '没有 nosniff，浏览器可能把它当网页';
  const allowed = headers['access-control-allow-origin'];
  if (allowed === '*' || allowed === 'https://evil.example') return '别的网站也能读';
  return undefined;
}
