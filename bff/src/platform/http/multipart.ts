import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { Problem } from '../errors/problem';
import { quotedHeads } from './part-heads';

/** The frame of a form: one file, and a few short fields that are passed over. */
const limits = { fields: 20, fieldSize: 4_096, fieldNameSize: 100, parts: 24, headerPairs: 50 };

export interface Parts {
  /** Of the file. */
  name: string;
  /** Name and value of each field beside the file, in order. */
  fields: Array<[name: string, value: string]>;
}

/** Reads a multipart body (RFC 7578) with exactly one file as it comes. Errors: BODY_MALFORMED, FILE_NOT_ONE, FILE_NAME_INVALID. */
export async function readParts(
  body: AsyncIterable<Buffer>,
  contentType: string,
  write: (chunk: Buffer) => Promise<void>,
): Promise<Parts> {
  const form = open(contentType);
  const fields: Parts['fields'] = [];
  let files = 0;
  let name = '';
  let wrong: unknown;
  let written: Promise<void> = Promise.resolve();
  const keep = async (file: Readable): Promise<void> => {
    for await (const chunk of file) await write(chunk as Buffer);
  };
  form.on('file', (_field, file, { filename }) => {
    // A body that ends too early is told by the form itself.
    file.on('error', () => undefined);
    if (++files > 1) {
      file.resume();
      return;
    }
    name = filename ?? '';
    written = keep(file).catch((error: unknown) => {
      wrong = error;
      file.resume();
    });
  });
  form.on('field', (field, value) => void fields.push([field, value]));
  form.on('partsLimit', () => {
    wrong ??= new Problem('BODY_MALFORMED');
  });
  form.on('fieldsLimit', () => {
    wrong ??= new Problem('BODY_MALFORMED');
  });
  try {
    await pipeline(quotedHeads(body, contentType), form);
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('BODY_MALFORMED');
  }
  await written;
  if (wrong) throw wrong;
  if (files !== 1) throw new Problem('FILE_NOT_ONE');
  return { name: plainName(name), fields };
}

function open(contentType: string): busboy.Busboy {
  try {
    return busboy({ headers: { 'content-type': contentType }, limits, defParamCharset: 'utf8' });
  } catch {
    throw new Problem('BODY_MALFORMED');
  }
}

/** Browsers escape only quotes and line breaks in this way; other senders leave the name as it is. Error: FILE_NAME_INVALID. */
function plainName(name: string): string {
  // What was no UTF-8 was replaced by this sign.
  if (name.includes('\ufffd')) throw new Problem('FILE_NAME_INVALID');
  return name.replaceAll('%22', '"').replace(/%0D|%0A/gi, '');
}
