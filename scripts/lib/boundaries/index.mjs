import { businessIds } from './business-ids.mjs';
import { cycles } from './cycles.mjs';
import { directions, unaware } from './directions.mjs';
import { readSources } from './sources.mjs';

/** What breaks the architecture's rules below a folder, in the order of files and lines, and how much was looked at. */
export function look(folder) {
  const files = readSources(folder);
  const breaches = [...directions(files), ...unaware(files), ...cycles(files), ...businessIds(folder, files)];
  breaches.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  const imports = [...files.values()].reduce((sum, file) => sum + file.imports.length, 0);
  return { breaches, files: files.size, imports };
}
