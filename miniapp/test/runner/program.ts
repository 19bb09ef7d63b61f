import { readFileSync } from 'node:fs';
import path from 'node:path';
import { alipayHost } from './alipay-host';
import { type Bundle, loadBundle, type PageConfig } from './bundle';
import { Phone } from './host';
import type { Navigator } from './navigation';
import { Screen } from './screen';
import { applyData } from './set-data';
import { readTemplates, type Template } from './template';
import { weappHost } from './weapp-host';

export type HostName = 'weapp' | 'alipay';

/** A page on the stack: the object that the compiled code calls `this`. */
export interface Shown extends PageConfig {
  route: string;
  options: Record<string, string>;
  data: Record<string, unknown>;
  setData(changes: Record<string, unknown>, done?: () => void): void;
}

interface AppJson {
  pages: string[];
  subPackages?: { root: string; pages: string[] }[];
  tabBar: { list?: { pagePath: string }[]; items?: { pagePath: string }[] };
}

const dist = path.resolve(__dirname, '../../dist');
const call = (page: Record<string, unknown>, name: string, ...given: unknown[]) =>
  typeof page[name] === 'function' ? (page[name] as (...all: unknown[]) => unknown).apply(page, given) : undefined;

/** A built mini-program, running: opens pages, keeps the stack, and hands out what is on the screen. */
export class Program implements Navigator {
  readonly phone: Phone;
  readonly templates: Map<string, Template>;
  readonly tabs: string[];
  private readonly routes: Set<string>;
  private bundle: Bundle;
  private stack: Shown[] = [];
  private readonly kept = new Map<string, Shown>();

  constructor(
    readonly host: HostName,
    server = 'http://127.0.0.1:7001',
    phone?: Phone,
  ) {
    const root = path.join(dist, host);
    const json = JSON.parse(readFileSync(path.join(root, 'app.json'), 'utf8')) as AppJson;
    const inside = (json.subPackages ?? []).flatMap((one) => one.pages.map((page) => `${one.root}/${page}`));
    this.routes = new Set([...json.pages, ...inside]);
    this.tabs = (json.tabBar.list ?? json.tabBar.items ?? []).map((tab) => tab.pagePath);
    this.templates = readTemplates(path.join(root, host === 'weapp' ? 'base.wxml' : 'base.axml'));
    this.phone = phone ?? new Phone(server);
    const native = host === 'weapp' ? { wx: weappHost(this.phone, this) } : { my: alipayHost(this.phone, this) };
    // Alipay runs the logic in a web worker, which has a `navigator`.
    const ambient =
      host === 'alipay' ? { navigator: { userAgent: 'AlipayClient/10.6.0', swuserAgent: 'AlipayClient/10.6.0' } } : {};
    this.bundle = loadBundle(root, { ...native, getCurrentPages: () => this.stack }, ambient);
  }

  /** Starts the program at a page, as from a card, a message or a scanned code. */
  static async launch(
    host: HostName,
    { url = 'pages/home/index', server, phone }: { url?: string; server?: string; phone?: Phone } = {},
  ) {
    const program = new Program(host, server, phone);
    const { route, options } = program.read(url);
    call(program.bundle.app, 'onLaunch', { path: route, query: options, scene: 1001 });
    call(program.bundle.app, 'onShow', { path: route, query: options, scene: 1001 });
    program.reLaunch(`/${route}${url.includes('?') ? url.slice(url.indexOf('?')) : ''}`);
    await program.screen.settle();
    return program;
  }

  /** The program is killed and opened again on the same phone. */
  restart(url?: string): Promise<Program> {
    return Program.launch(this.host, { url, phone: this.phone });
  }

  get screen(): Screen {
    return new Screen(this);
  }

  get page(): Shown {
    const top = this.stack[this.stack.length - 1];
    if (!top) throw new Error('No page is open');
    return top;
  }

  get route(): string {
    return this.page.route;
  }

  get depth(): number {
    return this.stack.length;
  }

  navigateTo(url: string): void {
    const { route } = this.read(url);
    if (this.tabs.includes(route)) throw new Error(`${route} is a tab page`);
    if (this.stack.length >= 10) throw new Error('The page stack is full (10)');
    call(this.page, 'onHide');
    this.open(url);
  }

  redirectTo(url: string): void {
    if (this.tabs.includes(this.read(url).route)) throw new Error(`${url} is a tab page`);
    this.close(1);
    this.open(url);
  }

  reLaunch(url: string): void {
    this.end();
    this.open(url);
  }

  /** The program is swiped away: every page goes, and what the pages were waiting for with them. */
  end(): void {
    this.close(this.stack.length);
    for (const [route, page] of this.kept) {
      call(page, 'onUnload');
      this.kept.delete(route);
    }
  }

  switchTab(url: string): void {
    const { route } = this.read(url);
    if (!this.tabs.includes(route)) throw new Error(`${route} is not a tab page`);
    if (this.route === route) return;
    const under = this.stack[0];
    if (this.stack.length === 1 && under && this.tabs.includes(under.route)) call(under, 'onHide');
    this.close(this.stack.length);
    const kept = this.kept.get(route);
    if (!kept) {
      this.open(url);
      return;
    }
    this.stack = [kept];
    call(kept, 'onShow');
  }

  navigateBack(delta = 1): void {
    if (this.stack.length === 1) return;
    this.close(Math.min(delta, this.stack.length - 1));
    call(this.page, 'onShow');
  }

  private read(url: string): { route: string; options: Record<string, string> } {
    const [location = '', query = ''] = url.split('?');
    const base = location.startsWith('.') ? path.posix.join(path.posix.dirname(this.route), location) : location;
    const route = base.replace(/^\//, '');
    if (!this.routes.has(route)) throw new Error(`page "${route}" is not found`);
    // Neither host decodes parameters of a page.
    const pairs = query
      .split('&')
      .filter(Boolean)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
    const decode = this.host === 'alipay' ? decodeURIComponent : (text: string) => text;
    return { route, options: Object.fromEntries(pairs.map(([name, value]) => [name, decode(value!)])) };
  }

  private open(url: string): void {
    const { route, options } = this.read(url);
    const config = this.bundle.page(route);
    const data = JSON.parse(JSON.stringify(config.data ?? {})) as Record<string, unknown>;
    const page: Shown = Object.assign(Object.create(null), config, {
      route,
      __route__: route,
      options,
      data,
      setData: (changes: Record<string, unknown>, done?: () => void) => {
        applyData(data, changes);
        if (done) setTimeout(() => done.call(page), 0);
      },
    });
    if (this.tabs.includes(route)) this.kept.set(route, page);
    this.stack.push(page);
    call(page, 'onLoad', options);
    call(page, 'onShow');
    setTimeout(() => call(page, 'onReady'), 0);
  }

  private close(count: number): void {
    for (let index = 0; index < count; index++) {
      const page = this.stack.pop();
      if (page && !this.tabs.includes(page.route)) call(page, 'onUnload');
    }
  }
}
