import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

export interface PageConfig {
  data?: Record<string, unknown>;
  eh(event: unknown): unknown;
  [lifecycle: string]: unknown;
}

export interface Bundle {
  app: Record<string, unknown>;
  page(route: string): PageConfig;
}

/** Loads the built files as a host does: no `window`, no `process`, no code from strings, `require` of chunk files. */
export function loadBundle(
  root: string,
  globals: Record<string, unknown>,
  ambient: Record<string, unknown> = {},
): Bundle {
  const context = vm.createContext(
    { console, setTimeout, clearTimeout, setInterval, clearInterval, ...ambient },
    { codeGeneration: { strings: false, wasm: false } },
  );
  const loaded = new Map<string, { exports: unknown }>();
  const pages = new Map<string, PageConfig>();
  let app: Record<string, unknown> | undefined;
  let loading = '';
  const declareApp = (config: Record<string, unknown>) => {
    app = config;
  };
  const declarePage = (config: PageConfig) => pages.set(loading, config);
  const hosted = { App: declareApp, Page: declarePage, Component: Object, getApp: () => app };
  const given: Record<string, unknown> = { ...globals, ...hosted };

  const load = (file: string): unknown => {
    const known = loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    loaded.set(file, module);
    const requireFrom = (request: string) => load(resolve(path.join(path.dirname(file), request)));
    const names = ['module', 'exports', 'require', ...Object.keys(given)];
    // Not a real path, or jest prints the minified line with every failure.
    const filename = `built/${path.relative(root, file)}`;
    const body = vm.compileFunction(readFileSync(file, 'utf8'), names, { filename, parsingContext: context });
    body.call(undefined, module, module.exports, requireFrom, ...Object.values(given));
    return module.exports;
  };
  const resolve = (file: string) =>
    existsSync(file) && !existsSync(`${file}.js`) ? file : `${file.replace(/\.js$/, '')}.js`;

  load(path.join(root, 'app.js'));
  if (!app) throw new Error(`${root}/app.js did not call App()`);
  return {
    app,
    page(route) {
      if (!pages.has(route)) {
        loading = route;
        load(path.join(root, `${route}.js`));
      }
      const config = pages.get(route);
      if (!config) throw new Error(`${route}.js did not call Page()`);
      return config;
    },
  };
}
