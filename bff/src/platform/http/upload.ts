import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { fileNameHeader } from '@zhucheng/shared';
import type { ErrorCode } from '../contract';
import { Problem } from '../errors/problem';
import { newId } from '../ids';
import { readParts } from './multipart';

/** A file that was sent, on disk for as long as its request is answered. */
export interface Upload {
  fd: number;
  /** Bytes. */
  size: number;
  sha256: string;
  /** As a form named it; '' if the body was the file itself. */
  name: string;
  /** What tells a repeated request from another one: content and names, not the frame around them. */
  fingerprint: string;
  /** The whole content, in memory. */
  read(): Promise<Buffer>;
}

export interface UploadLimits {
  /** All uploads under way together. */
  count: number;
  bytes: number;
  /** Of one person; once half of all places are taken, two at most. */
  perPerson: number;
  /** A sender who stays below 1 kB/s for so long is told to try again, ms. */
  slowMs: number;
}

const usual: UploadLimits = { count: 64, bytes: 512 * 1024 * 1024, perPerson: 6, slowMs: 15_000 };
const perPersonWhenBusy = 2;
/** A file has a name for a moment only; one that has a name for longer was left by a process that died, ms. */
const leftAfterMs = 60_000;

interface Wanted {
  limitBytes: number;
  tooLarge: ErrorCode;
  person: string;
}

/**
 * Bodies that are files go to disk as they come, never into memory; all of them together stay below a ceiling. A file
 * has no name there: it is removed from its folder as soon as it is open, so nothing is left whatever happens.
 */
export class Uploads {
  private count = 0;
  private bytes = 0;
  private readonly ofPerson = new Map<string, number>();
  private ready: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly limits: UploadLimits = usual,
  ) {}

  /** Removes what a process left that died while it opened a file. */
  prepare(): Promise<void> {
    this.ready ??= this.sweep();
    return this.ready;
  }

  /**
   * Receives the body, hands it to the work and lets go of it afterwards. Errors: `tooLarge`, BODY_MALFORMED,
   * FILE_NOT_ONE, FILE_NAME_INVALID, UPLOADS_BUSY (also half-way), UPLOADS_YOURS_BUSY, UPLOAD_TOO_SLOW.
   */
  async take<T>(request: IncomingMessage, wanted: Wanted, work: (upload: Upload) => Promise<T>): Promise<T> {
    const place = this.reserve(request, wanted);
    let handle: FileHandle | undefined;
    try {
      await this.prepare();
      handle = await this.openNameless();
      const upload = await receive(request, handle, wanted, this.limits.slowMs, place.came);
      return await work(upload);
    } catch (error) {
      // Nobody reads the rest; the answer closes the connection.
      request.resume();
      throw error;
    } finally {
      await handle?.close();
      place.give();
    }
  }

  /** Takes a place before a byte is read; what counts as room is what has come, whatever was announced. */
  private reserve(request: IncomingMessage, { limitBytes, tooLarge, person }: Wanted) {
    const announced = Number(request.headers['content-length'] ?? 0);
    const refuse = (problem: Problem): never => {
      request.resume();
      throw problem;
    };
    const busy = () => new Problem('UPLOADS_BUSY', { detail: { retryAfterMs: 15_000 } });
    const { count, bytes, perPerson } = this.limits;
    if (!(announced <= limitBytes)) refuse(new Problem(tooLarge, { detail: { limitBytes } }));
    const own = this.ofPerson.get(person) ?? 0;
    const mostOwn = this.count * 2 >= count ? Math.min(perPerson, perPersonWhenBusy) : perPerson;
    if (own >= mostOwn) refuse(new Problem('UPLOADS_YOURS_BUSY', { detail: { retryAfterMs: 5_000 } }));
    if (this.count >= count || this.bytes >= bytes) refuse(busy());
    this.count++;
    this.ofPerson.set(person, own + 1);
    let taken = 0;
    return {
      came: (size: number) => {
        if (this.bytes + size > bytes) throw busy();
        this.bytes += size;
        taken += size;
      },
      give: () => {
        this.count--;
        this.bytes -= taken;
        const left = this.ofPerson.get(person)! - 1;
        if (left > 0) this.ofPerson.set(person, left);
        else this.ofPerson.delete(person);
      },
    };
  }

  private async openNameless(): Promise<FileHandle> {
    const path = join(this.folder, newId());
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
    await rm(path, { force: true });
    return handle;
  }

  private async sweep(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found && found.mtimeMs < Date.now() - leftAfterMs) await rm(path, { force: true });
    }
  }
}

/** Writes what comes to the file; counts and hashes it on the way. */
class Sink {
  size = 0;
  private readonly hash = createHash('sha256');

  constructor(private readonly handle: FileHandle) {}

  async write(chunk: Buffer): Promise<void> {
    this.hash.update(chunk);
    for (let at = 0; at < chunk.length; ) {
      const { bytesWritten } = await this.handle.write(chunk, at, chunk.length - at, this.size + at);
      at += bytesWritten;
    }
    this.size += chunk.length;
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}

async function receive(
  request: IncomingMessage,
  handle: FileHandle,
  wanted: Wanted,
  slowMs: number,
  came: (size: number) => void,
): Promise<Upload> {
  const sink = new Sink(handle);
  const body = counted(request, wanted, slowMs, came);
  const type = request.headers['content-type'] ?? '';
  const parts = /^multipart\//i.test(type)
    ? await readParts(body, type, (chunk) => sink.write(chunk))
    : { name: '', fields: [] };
  if (!/^multipart\//i.test(type)) for await (const chunk of body) await sink.write(chunk);
  const sha256 = sink.digest();
  const names = [parts.name, request.headers[fileNameHeader] ?? '', parts.fields];
  const { size } = sink;
  return {
    fd: handle.fd,
    size,
    sha256,
    name: parts.name,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([sha256, names]))
      .digest('hex'),
    read: async () => {
      const content = Buffer.alloc(size);
      for (let at = 0; at < size; ) {
        const { bytesRead } = await handle.read(content, at, size - at, at);
        if (bytesRead === 0) throw new Error('An uploaded file is shorter than what was written');
        at += bytesRead;
      }
      return content;
    },
  };
}

/** The body piece by piece, up to the limit. The request stays open when somebody stops reading: it is to be answered. */
async function* counted(
  request: IncomingMessage,
  { limitBytes, tooLarge }: Pick<Wanted, 'limitBytes' | 'tooLarge'>,
  slowMs: number,
  came: (size: number) => void,
): AsyncGenerator<Buffer> {
  const chunks = request.iterator({ destroyOnReturn: false });
  let size = 0;
  let sizeBefore = 0;
  let giveUp: ((problem: Problem) => void) | undefined;
  const timer = setInterval(() => {
    // Only while it is the sender who is waited for.
    if (size - sizeBefore < slowMs) giveUp?.(new Problem('UPLOAD_TOO_SLOW'));
    sizeBefore = size;
  }, slowMs);
  const next = () =>
    new Promise<IteratorResult<Buffer>>((resolve, reject) => {
      giveUp = reject;
      chunks.next().then(resolve, reject);
    });
  try {
    for (let step = await next(); !step.done; step = await next()) {
      giveUp = undefined;
      size += step.value.length;
      if (size > limitBytes) throw new Problem(tooLarge, { detail: { limitBytes } });
      came(step.value.length);
      yield step.value;
    }
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('BODY_MALFORMED');
  } finally {
    clearInterval(timer);
    // As long as this reads, nothing else does: what is left would block the connection for the next request.
    void chunks.return?.();
  }
}
