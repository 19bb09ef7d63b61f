import { businessIds } from './business-ids.mjs';
import { imports } from './imports.mjs';
import { readSources } from './sources.mjs';
import { foreignTables } from './tables.mjs';
import { unaware } from './unaware.mjs';
import { pastTheVault } from './vault.mjs';

/**
 * What breaks the architecture's rules below a folder, in the order of files and lines, and how much was looked at.
 * `models`: read models instead of the project's own.
 */
export async function look(folder, models) {
  const files = readSources(folder);
  const cruised = await imports(folder);
  const breaches = [
    ...cruised.breaches,
    ...unaware(files),
    ...pastTheVault(files),
    ...foreignTables(files, models),
    ...businessIds(folder, files),
  ];
  breaches.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return { breaches, files: files.size, imports: cruised.count };
}
