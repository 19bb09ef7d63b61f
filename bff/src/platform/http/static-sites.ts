import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, type Stats, statSync } from 'node:fs';
import { extname, join, normalize, resolve, sep } from 'node:path';
import type { Context } from './runtime';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** A name with a content hash never changes: `app.3f2a9c1b.js`, `index-BxY12_ab.js`. */
function isHashed(path: string): boolean {
  const parts = path.slice(path.lastIndexOf('/') + 1).split('.');
  const last = parts.at(-2) ?? '';
  return (parts.length > 2 && /^[A-Za-z0-9_-]{8,80}$/.test(last)) || /^[^-]{0,80}-[A-Za-z0-9_-]{8,80}$/.test(last);
}

/** Scripts written into a page are allowed by their hash, so the policy needs no 'unsafe-inline'. */
function pagePolicy(html: string, connects: string): string {
  const hashes: string[] = [];
  for (const rest of html.split('<script').slice(1)) {
    const begin = rest.indexOf('>') + 1;
    const written = rest.slice(begin, rest.indexOf('</script>'));
    if (!/\bsrc=/.test(rest.slice(0, begin)))
      hashes.push(`'sha256-${createHash('sha256').update(written).digest('base64')}'`);
  }
  return [
    "default-src 'self'",
    `script-src 'self' ${hashes.join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    `connect-src 'self' ${connects}`.trim(),
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "frame-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** What the build has written beside a file, the smaller first. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** How much the client wants a coding, 0 to 1; 0 if it does not take it. */
function wish(accepted: string, coding: string): number {
  let wanted = 0;
  for (const part of accepted.split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    if (name !== coding && name !== '*') continue;
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = q === undefined ? 1 : Number(q.slice(2)) || 0;
    if (name === coding) return weight;
    wanted = weight;
  }
  return wanted;
}

/** The file as this client takes it: compressed at build time where it may be, itself otherwise. */
function variantOf(file: string, accepted: string): { path: string; stats: Stats; coding: string | null } {
  const stats = statSync(file);
  const wishes = encodings.map(([coding, end]) => ({ coding, end, weight: wish(accepted, coding) }));
  // A stable sort: of two that are wanted alike the smaller one.
  for (const { coding, end, weight } of wishes.sort((a, b) => b.weight - a.weight)) {
    if (weight === 0) continue;
    const path = `${file}${end}`;
    const made = statSync(path, { throwIfNoEntry: false });
    // One that is older than its original was left by an earlier build.
    if (made?.isFile() && made.mtimeMs >= stats.mtimeMs) return { path, stats: made, coding };
  }
  return { path: file, stats, coding: null };
}

interface Page {
  html: string;
  policy: string;
  readAt: number;
}

/** One built single-page application. */
class Site {
  private page: Page | undefined;
  private readonly root: string;

  /** `connects`: what its pages may ask besides this server. */
  constructor(
    folder: string,
    private readonly connects = '',
  ) {
    this.root = resolve(folder);
  }

  /** Sends the file, or the page for a path without a file name. False if there is neither. */
  serve(ctx: Context, path: string): boolean {
    const file = this.fileOf(path);
    if (file) return this.sendFile(ctx, file);
    return extname(path) === '' && this.sendPage(ctx);
  }

  private fileOf(path: string): string | null {
    if (path === '' || path === 'index.html') return null;
    const file = normalize(join(this.root, path));
    // `..` cannot get here decoded twice, but the check costs nothing and closes the whole class of mistakes.
    if (!file.startsWith(this.root + sep) || path.includes('\0') || /(^|\/)\./.test(path)) return null;
    if (/\.(br|gz)$/.test(path)) return null;
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
  }

  private sendFile(ctx: Context, file: string): boolean {
    const { path, stats, coding } = variantOf(file, ctx.get('accept-encoding'));
    const { size, mtimeMs } = stats;
    const etag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}${coding ? `-${coding}` : ''}"`;
    ctx.set('content-type', types[extname(file)] ?? 'application/octet-stream');
    ctx.set('cache-control', isHashed(file) ? 'public, max-age=31536000, immutable' : 'no-cache');
    ctx.set('etag', etag);
    ctx.set('vary', 'accept-encoding');
    if (coding) ctx.set('content-encoding', coding);
    ctx.status = 200;
    if (ctx.fresh) {
      ctx.status = 304;
      return true;
    }
    ctx.length = size;
    if (ctx.method === 'GET') ctx.body = createReadStream(path);
    return true;
  }

  private sendPage(ctx: Context): boolean {
    const page = this.readPage();
    if (!page) return false;
    ctx.set('content-type', types['.html']!);
    ctx.set('cache-control', 'no-cache');
    ctx.set('content-security-policy', page.policy);
    ctx.set('permissions-policy', 'camera=(self), microphone=(), geolocation=(self)');
    ctx.status = 200;
    ctx.body = page.html;
    return true;
  }

  private readPage(): Page | null {
    const file = join(this.root, 'index.html');
    const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (changed === undefined) return null;
    if (this.page?.readAt !== changed) {
      const html = readFileSync(file, 'utf8');
      this.page = { html, policy: pagePolicy(html, this.connects), readAt: changed };
    }
    return this.page;
  }
}

/** The citizens' H5 at `/`; the centre's application at `/admin` and, for the kiosk (自助机), at `/kiosk`. */
export class StaticSites {
  private readonly h5: Site | null;
  private readonly admin: Site | null;
  /** The same application, whose page asks the card reader (读卡器) on the kiosk itself. */
  private readonly kiosk: Site | null;

  constructor(folders: { h5: string; admin: string }, readerUrl: string) {
    const readers = `http://127.0.0.1:* http://localhost:* ${new URL(readerUrl).origin}`;
    this.h5 = existsSync(folders.h5) ? new Site(folders.h5) : null;
    this.admin = existsSync(folders.admin) ? new Site(folders.admin) : null;
    this.kiosk = existsSync(folders.admin) ? new Site(folders.admin, readers) : null;
  }

  /** True if the request has been answered. */
  serve(ctx: Context): boolean {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return false;
    let path: string;
    try {
      path = decodeURIComponent(ctx.path);
    } catch {
      return false;
    }
    const staff = /^\/(admin|kiosk)(?:\/(.*))?$/.exec(path);
    if (staff) {
      const site = /^\/(admin\/)?kiosk(\/|$)/.test(path) ? this.kiosk : this.admin;
      return site?.serve(ctx, staff[2] ?? '') ?? false;
    }
    return this.h5?.serve(ctx, path.slice(1)) ?? false;
  }
}
