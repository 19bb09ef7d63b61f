/** Of the part heads that are looked at; the reader of the parts refuses a longer one. */
const longestHead = 16 * 1024;
/** More parts than these are refused anyway. */
const mostHeads = 30;
/** A name that stands without quotes, and the next parameter after it. */
const bareName = /;[ \t]{0,8}(?:file)?name=(?!")/iy;
const nextParameter = /;[ \t]{0,8}[\w-]{1,30}\*?=/g;

/**
 * The same body, with quotes around the names in the heads of its parts: `filename=房产证 (1).pdf`, as some senders write
 * them, is no parameter by the book (RFC 2183), and strict readers pass over the whole part.
 */
export async function* quotedHeads(body: AsyncIterable<Buffer>, contentType: string): AsyncGenerator<Buffer> {
  const [, inQuotes, bare] = /boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType) ?? [];
  const mark = Buffer.from(`\r\n--${inQuotes ?? bare ?? ''}\r\n`, 'latin1');
  // The first mark may be the first line.
  let held: Buffer = Buffer.from('\r\n');
  let inHead = false;
  let heads = 0;
  for await (const chunk of body) {
    if (heads > mostHeads) {
      yield chunk;
      continue;
    }
    held = Buffer.concat([held, chunk]);
    const made: Buffer[] = [];
    const pass = (length: number, change = (bytes: Buffer) => bytes): void => {
      made.push(change(held.subarray(0, length)));
      held = held.subarray(length);
    };
    for (;;) {
      if (inHead) {
        const end = held.indexOf('\r\n\r\n');
        if (end < 0 && held.length < longestHead) break;
        pass(end < 0 ? held.length : end, quoted);
        inHead = false;
        heads++;
      }
      const at = heads > mostHeads ? -1 : held.indexOf(mark);
      // The last bytes may be the beginning of a boundary: they are kept until the next bytes come.
      const rest = heads > mostHeads ? 0 : mark.length - 1;
      pass(at < 0 ? Math.max(0, held.length - rest) : at + mark.length);
      inHead = at >= 0;
      if (!inHead) break;
    }
    if (made.some(({ length }) => length > 0)) yield made.length === 1 ? made[0]! : Buffer.concat(made);
  }
  yield held;
}

function quoted(head: Buffer): Buffer {
  const lines = head.toString('latin1').split('\r\n');
  const changed = lines.map((line) => (/^content-disposition:/i.test(line) ? quotedLine(line) : line));
  return Buffer.from(changed.join('\r\n'), 'latin1');
}

function quotedLine(line: string): string {
  let made = '';
  let inQuotes = false;
  for (let at = 0; at < line.length; at++) {
    bareName.lastIndex = at;
    const found = inQuotes ? null : bareName.exec(line);
    if (!found) {
      if (inQuotes && line[at] === '\\') made += line[at++];
      else if (line[at] === '"') inQuotes = !inQuotes;
      made += line[at] ?? '';
      continue;
    }
    const from = at + found[0].length;
    nextParameter.lastIndex = from;
    const end = nextParameter.exec(line)?.index ?? line.length;
    made += `${found[0]}"${line.slice(from, end).trim().replace(/["\\]/g, '\\$&')}"`;
    at = end - 1;
  }
  return made;
}
