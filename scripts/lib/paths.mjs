import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const miniapp = join(root, 'miniapp');
export const inRoot = (...parts) => join(root, ...parts);
