import { createHash } from 'node:crypto';
import { setImmediate as others } from 'node:timers/promises';

/** Bytes of one step: a millisecond or two of a processor. */
const stepBytes = 1024 * 1024;

/** Works through long contents while other requests get their turn in between. */
export async function inSteps<T>(content: Buffer, each: (step: Buffer) => T): Promise<T[]> {
  const results = [each(content.subarray(0, stepBytes))];
  for (let at = stepBytes; at < content.length; at += stepBytes) {
    await others();
    results.push(each(content.subarray(at, at + stepBytes)));
  }
  return results;
}

/** SHA-256 in hex digits. */
export async function sha256InSteps(content: Buffer): Promise<string> {
  const hash = createHash('sha256');
  await inSteps(content, (step) => hash.update(step));
  return hash.digest('hex');
}
