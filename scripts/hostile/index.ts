import { businesses } from '@zhucheng/shared';
import { type HostileBody, hostileBodies } from './bodies';
import { heavyFiles, hostilePdfs } from './pdfs';
import { hostileSheets } from './sheets';

export { halfCharacter } from './bodies';

/** One hostile input. */
export interface Hostile {
  name: string;
  path: string;
  /** Whose session it takes. */
  by: 'citizen' | 'clerk';
  type: string;
  content: () => Buffer;
  /** Codes that may answer it; `OK` where it is harmless. */
  answers: readonly string[];
}

const bytes = 'application/octet-stream';
const presale = businesses.find(({ effects }) => effects.some((does) => does.do === 'register-notice'))!;
const filledIn = presale.steps.find(({ kind }) => kind === 'form')!;
const sheetPath = (what: 'preview' | 'faults'): string =>
  `/api/enterprise/sheets/${what}?businessId=${presale.id}&step=${filledIn.id}`;
const refusedSheets = ['SHEET_UNREADABLE', 'SHEET_TOO_LARGE', 'SHEET_TOO_COMPLEX', 'SHEET_COLUMNS'];
/** Large but whole: they are read, and every row is told as a fault. */
const readable = [
  '9,000 rows of numbers to be told as faults',
  '20,000 merges over one row',
  '65,000 styles of one long number format',
  '60,000 number formats of 250 signs',
  '16,000 ranges of hidden columns',
  '300,000 formulas that nobody worked out',
];
const refusedBodies = ['BODY_MALFORMED', 'FILE_NOT_ONE', 'FILE_TOO_LARGE', 'FILE_TYPE_REFUSED'];
const refusedFiles = ['FILE_DAMAGED', 'FILE_ENCRYPTED', 'FILE_TOO_COMPLEX', 'FILE_ACTIVE_CONTENT', 'FILE_TOO_LARGE'];

function* all(): Generator<Hostile> {
  for (const [name, content] of Object.entries(hostileSheets))
    for (const what of readable.includes(name) ? (['preview', 'faults'] as const) : (['preview'] as const)) {
      const answers = readable.includes(name) ? ['OK', ...refusedSheets] : refusedSheets;
      yield { name: `${name} (${what})`, path: sheetPath(what), by: 'clerk', type: bytes, content, answers };
    }
  const file = { path: '/api/files', by: 'citizen', type: bytes } as const;
  for (const [name, content] of Object.entries(hostilePdfs))
    yield { ...file, name, content, answers: ['FILE_ACTIVE_CONTENT'] };
  for (const [name, content] of Object.entries(heavyFiles))
    yield {
      ...file,
      name,
      content,
      answers: name.includes('begun') || name === '80,000 locked streams' ? ['OK', ...refusedFiles] : refusedFiles,
    };
  for (const [name, { type, content }] of Object.entries<HostileBody>(hostileBodies))
    yield { ...file, name, type, content, answers: refusedBodies };
}

/** Everything that is refused, by name; small enough to be sent one after the other. */
export const hostile: readonly Hostile[] = [...all()];

/** Sends it; its answer's code, `OK`, or `5xx` with the status. */
export async function send(
  base: string,
  token: string,
  { path, type, content }: Hostile,
  key: string,
): Promise<string> {
  const response = await fetch(`${base}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type, 'idempotency-key': key },
    body: new Uint8Array(content()),
  });
  const text = await response.text();
  if (response.ok) return 'OK';
  try {
    return (JSON.parse(text) as { error: { code: string } }).error.code;
  } catch {
    return String(response.status);
  }
}
