import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What shrinks; pictures and woff2 are compressed already. */
const compressible = new Set(['.js', '.mjs', '.css', '.json', '.svg', '.txt', '.webmanifest', '.wasm', '.ttf', '.ico']);
/** Below it the answer fits into one packet anyway, bytes. */
const leastBytes = 1_024;

/** Ending of the file beside the original, and how it is made: once, at build time, so as small as it gets. */
const encodings = {
  '.br': (content) =>
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
  '.gz': (content) => promisify(gzip)(content, { level: 9 }),
};

/**
 * Writes `app.js.br` and `app.js.gz` beside each file below a folder that becomes smaller by it, and removes those of an
 * earlier build. Returns bytes: of the originals that have them, and of what is sent instead.
 */
export async function precompress(folder) {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  for (const file of files) if (extname(file) in encodings) rmSync(file);
  const bytes = { original: 0, '.br': 0, '.gz': 0 };
  for (const file of files) {
    if (!compressible.has(extname(file)) || statSync(file).size < leastBytes) continue;
    const content = readFileSync(file);
    const made = await Promise.all(
      Object.entries(encodings).map(async ([end, encode]) => [end, await encode(content)]),
    );
    if (made.some(([, smaller]) => smaller.length >= content.length)) continue;
    bytes.original += content.length;
    for (const [end, smaller] of made) {
      writeFileSync(`${file}${end}`, smaller);
      bytes[end] += smaller.length;
    }
  }
  return bytes;
}
