import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

const root = resolve(__dirname, '../..');

describe('what the build compresses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-built-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = () => {
    const code = `import { precompress } from './scripts/lib/precompress.mjs'; await precompress(${JSON.stringify(folder)});`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root });
    expect([status, stderr.toString()]).toEqual([0, '']);
  };

  test('text in both ways, whatever cannot become smaller as it is, and nothing of an earlier build', () => {
    const text = '不动产登记'.repeat(1_000);
    mkdirSync(join(folder, 'js'));
    writeFileSync(join(folder, 'js', 'app.js'), text);
    writeFileSync(join(folder, 'small.css'), 'a{}');
    writeFileSync(join(folder, 'photo.png'), Buffer.alloc(5_000));
    writeFileSync(join(folder, 'gone.js.br'), 'of a file that is no longer built');
    run();
    run();
    expect(readdirSync(folder).sort()).toEqual(['js', 'photo.png', 'small.css']);
    expect(readdirSync(join(folder, 'js')).sort()).toEqual(['app.js', 'app.js.br', 'app.js.gz']);
    expect(brotliDecompressSync(readFileSync(join(folder, 'js', 'app.js.br'))).toString()).toBe(text);
    expect(gunzipSync(readFileSync(join(folder, 'js', 'app.js.gz'))).toString()).toBe(text);
  });

  const sites = ['admin/dist', 'miniapp/dist/h5'].map((site) => join(root, site)).filter((site) => existsSync(site));
  test.each(sites)('every script of %s that is worth it', (site) => {
    const files = readdirSync(site, { recursive: true, encoding: 'utf8' });
    const scripts = files.filter((file) => file.endsWith('.js') && readFileSync(join(site, file)).length > 4_096);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((file) => !files.includes(`${file}.br`) || !files.includes(`${file}.gz`))).toEqual([]);
  });
});
