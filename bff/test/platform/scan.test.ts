import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { classesIn } from '@zhucheng/bff/platform/scan';
import { classKinds } from '@zhucheng/bff/server';

const modules = join(__dirname, '../../src/modules');

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.name.endsWith('.ts')) yield path;
  }
}

/** Whatever room a file stands in: a class that the container makes, or a table, takes part only if its name says so. */
test('every class of the modules that takes part is found by the name of its file', () => {
  const declared: string[] = [];
  const silent: string[] = [];
  for (const file of filesBelow(modules)) {
    const text = readFileSync(file, 'utf8');
    const names = [...text.matchAll(/^@(?:Provide|Entity)\([^)]*\)\n(?:@.*\n)*export class (\w+)/gm)].map(
      ([, name]) => name!,
    );
    declared.push(...names);
    if (names.length > 0 && !classKinds.some((kind) => file.endsWith(`.${kind}.ts`)))
      silent.push(relative(modules, file));
  }
  expect(silent).toEqual([]);
  const found = classesIn(modules, classKinds).map(({ name }) => name);
  expect(declared.filter((name) => !found.includes(name))).toEqual([]);
  expect(declared.length).toBeGreaterThan(150);
  expect(new Set(found).size).toBe(found.length);
});
