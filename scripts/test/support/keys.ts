import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeys } from '../../sandbox/keys';

/** Before a run: the gateways' keys are made once for all its platforms, which takes as long as starting one of them. */
export default async function makeKeys(): Promise<void> {
  if (process.env.TEST_KEYS_DIR) return;
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-keys-'));
  await loadKeys(folder);
  process.env.TEST_KEYS_DIR = folder;
}
