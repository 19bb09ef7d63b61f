import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ui = path.resolve(__dirname, '../src/ui');
const files = (readdirSync(ui, { recursive: true }) as string[]).filter((name) => name.endsWith('.tsx'));
const textOf = (name: string): string => readFileSync(path.join(ui, name), 'utf8');

/** Parts of a component that its own states show. */
const shownWithin = ['ActingWords', 'PrivacyQuestion', 'MissingWords', 'SignInFirst'];

test('every component of ui has states in the gallery', () => {
  const components = files
    .filter((name) => !name.startsWith('states'))
    .flatMap((name) => [...textOf(name).matchAll(/^export (?:function|const) ([A-Z]\w+)/gm)].map((found) => found[1]!))
    .filter((name) => !shownWithin.includes(name));
  const shown = files
    .filter((name) => name.startsWith('states'))
    .flatMap((name) => [...textOf(name).matchAll(/^ {2}([A-Z]\w+): /gm)].map((found) => found[1]!));
  expect(components.length).toBeGreaterThan(30);
  expect(shown.sort()).toEqual(components.sort());
});

test.each(['weapp', 'alipay'])('the gallery is not in the package of %s', (host) => {
  const root = path.resolve(__dirname, '../dist', host);
  const app = readFileSync(path.join(root, 'app.json'), 'utf8');
  expect(app).toContain('packages/agents');
  expect(app).not.toContain('gallery');
  expect(existsSync(path.join(root, 'packages/gallery'))).toBe(false);
});
