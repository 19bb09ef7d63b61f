import { pipeline, Readable } from 'node:stream';
import { constants, createInflate } from 'node:zlib';
import { Refused } from '../../../platform/workers/refused';

/**
 * What is deflated there, as far as a viewer gets that does not mind an end that is cut off or broken; what is not
 * deflated unfolds to nothing and is looked at as it is. Null above the limit. Errors: what the pieces refuse.
 */
export async function unfolded(data: Buffer | Iterable<Buffer>, limit: number): Promise<string | null> {
  const inflate = createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
  const chunks: Buffer[] = [];
  let size = 0;
  if (Buffer.isBuffer(data)) inflate.end(data);
  else pipeline(Readable.from(data), inflate, () => undefined);
  try {
    for await (const chunk of inflate) {
      size += (chunk as Buffer).length;
      if (size > limit) return null;
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    // What came before counts.
  }
  return Buffer.concat(chunks).toString('latin1');
}
