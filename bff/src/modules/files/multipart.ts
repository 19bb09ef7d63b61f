import { Problem } from '../../platform/errors/problem';

const headLimit = 8 * 1024;

/** What was uploaded, and the name it came with ('' if none). */
export interface Upload {
  content: Buffer;
  name: string;
}

/** The boundary of a multipart body; null if the body is the file itself. */
export function boundaryOf(contentType: string): string | null {
  if (!/^multipart\/form-data\s*(;|$)/i.test(contentType)) return null;
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  if (!match) throw new Problem('BODY_MALFORMED');
  return match[1] ?? match[2]!;
}

/** The one file of a multipart body (RFC 7578); its other fields are passed over. Errors: BODY_MALFORMED, FILE_NOT_ONE. */
export function readMultipart(body: Buffer, boundary: string): Upload {
  const mark = Buffer.from(`\r\n--${boundary}`);
  const files: Upload[] = [];
  // The first mark has no line before it.
  let at = body.subarray(0, mark.length - 2).equals(mark.subarray(2)) ? mark.length - 2 : skipTo(body, mark, 0);
  for (;;) {
    if (body.toString('latin1', at, at + 2) === '--') break;
    const headEnd = body.indexOf('\r\n\r\n', at);
    if (headEnd < 0 || headEnd - at > headLimit) throw new Problem('BODY_MALFORMED');
    const head = body.toString('utf8', at, headEnd);
    const end = body.indexOf(mark, headEnd + 2);
    if (end < 0) throw new Problem('BODY_MALFORMED');
    const name = /^content-disposition:.*?;\s*filename="((?:[^"\\]|\\.)*)"/im.exec(head)?.[1];
    if (name !== undefined) files.push({ content: body.subarray(headEnd + 4, end), name: percentDecoded(name) });
    if (files.length > 1) throw new Problem('FILE_NOT_ONE');
    at = end + mark.length;
  }
  if (files.length !== 1) throw new Problem('FILE_NOT_ONE');
  return files[0]!;
}

function skipTo(body: Buffer, mark: Buffer, from: number): number {
  const found = body.indexOf(mark, from);
  if (found < 0) throw new Problem('BODY_MALFORMED');
  return found + mark.length;
}

/** Browsers escape only quotes and line breaks in this way; other senders leave the name as it is. */
const percentDecoded = (name: string): string =>
  name
    .replace(/%22/g, '"')
    .replace(/%0D|%0A/gi, '')
    .replace(/\\(.)/g, '$1');
