import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** After a run: removes the folder that was made before it. */
export default function removeKeys(): void {
  const folder = process.env.TEST_KEYS_DIR;
  if (folder?.startsWith(join(tmpdir(), 'zhucheng-keys-'))) rmSync(folder, { recursive: true, force: true });
}
