import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
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
const hashedName = /[.-][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

/** Scripts written into a page are allowed by their hash, so the policy needs no 'unsafe-inline'. */
function pagePolicy(html: string): string {
  const hashes = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    (match) => `'sha256-${createHash('sha256').update(match[1]!).digest('base64')}'`,
  );
  return [
    "default-src 'self'",
    `script-src 'self' ${hashes.join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
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

interface Page {
  html: string;
  policy: string;
  readAt: number;
}

/** One built single-page application. */
class Site {
  private page: Page | undefined;
  private readonly root: string;

  constructor(folder: string) {
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
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
  }

  private sendFile(ctx: Context, file: string): boolean {
    const { size, mtimeMs } = statSync(file);
    const etag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`;
    ctx.set('content-type', types[extname(file)] ?? 'application/octet-stream');
    ctx.set('cache-control', hashedName.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache');
    ctx.set('etag', etag);
    ctx.status = 200;
    if (ctx.fresh) {
      ctx.status = 304;
      return true;
    }
    ctx.length = size;
    if (ctx.method === 'GET') ctx.body = createReadStream(file);
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
      this.page = { html, policy: pagePolicy(html), readAt: changed };
    }
    return this.page;
  }
}

/** The citizens' H5 at `/`; the centre's application at `/admin` and, for the kiosk (自助机), at `/kiosk`. */
export class StaticSites {
  private readonly h5: Site | null;
  private readonly admin: Site | null;

  constructor(folders: { h5: string; admin: string }) {
    this.h5 = existsSync(folders.h5) ? new Site(folders.h5) : null;
    this.admin = existsSync(folders.admin) ? new Site(folders.admin) : null;
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
    if (staff) return this.admin?.serve(ctx, staff[2] ?? '') ?? false;
    return this.h5?.serve(ctx, path.slice(1)) ?? false;
  }
}
