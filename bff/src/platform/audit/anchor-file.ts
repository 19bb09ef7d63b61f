import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isWhole } from './anchor-line';

/** Some lines at least. */
const tailBytes = 4_096;
const absent = (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : Promise.reject(error));

/** Lines of anchors in a file that is only ever appended to. */
export class AnchorFile {
  constructor(private readonly path: string) {}

  async lines(): Promise<string[]> {
    const text = (await readFile(this.path, 'utf8').catch(absent)) ?? '';
    return text.split('\n').filter(Boolean);
  }

  /** The newest line, without reading the others. */
  async last(): Promise<string | undefined> {
    const handle = await open(this.path, 'r').catch(absent);
    if (!handle) return undefined;
    try {
      const { size } = await handle.stat();
      const tail = Buffer.alloc(Math.min(size, tailBytes));
      await handle.read(tail, 0, tail.length, size - tail.length);
      return tail.toString('utf8').split('\n').filter(isWhole).at(-1);
    } finally {
      await handle.close();
    }
  }

  /** Survives a power cut once it has returned. */
  async append(line: string): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const handle = await open(this.path, 'a+', 0o600);
    try {
      const { size } = await handle.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await handle.read(last, 0, 1, size - 1);
      // A process that died while writing left half a line; ours must not be glued to it.
      const half = size > 0 && last.toString() !== '\n';
      await handle.writeFile(`${half ? '\n' : ''}${line}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
