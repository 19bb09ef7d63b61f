import { rawWords } from '../../../scripts/play/raw-words';
import { build, type Data, Node, outline } from './node';
import type { Program } from './program';

type Wanted = string | RegExp;

const says = (text: string | undefined, wanted: Wanted) =>
  text !== undefined && (typeof wanted === 'string' ? text === wanted : wanted.test(text));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a wallet shows beside the page. */
const windows = new Set(['showModal', 'confirm', 'alert', 'setNavigationBarTitle', 'setNavigationBar']);

/** What a person sees and does. Events go only where the built template lets them. */
export class Screen {
  constructor(private readonly program: Program) {}

  private get root(): Node {
    const data = this.program.page.data as { root: { cn: Data[] } };
    return build({ nn: 'page', sid: 'page', cn: data.root.cn ?? [] }, this.program.templates);
  }

  get text(): string {
    return this.root.text;
  }

  /** Everything that is read here, aloud too. What people have typed is theirs. */
  private get texts(): string[] {
    return this.all(() => true).flatMap((node) => {
      if (node.data.v !== undefined) return [node.text];
      return [node.label, node.attribute('placeholder')].filter((text) => typeof text === 'string');
    });
  }

  /** Error: something that only a programmer would understand. */
  private readable(): void {
    const { phone, route } = this.program;
    const asked = phone.calls
      .filter(({ name }) => windows.has(name))
      .flatMap(({ given }) => Object.values(given as object));
    const found = rawWords([...this.texts, ...phone.toasts, ...asked.filter((text) => typeof text === 'string')]);
    if (found.length > 0) throw new Error(`Raw words on ${route}: ${found.join('; ')}`);
  }

  get outline(): string {
    return outline(this.root);
  }

  all(test: (node: Node) => boolean): Node[] {
    return [...this.root.walk()].filter(test);
  }

  /** The innermost element with this text or label (exactly, or by pattern). */
  query(wanted: Wanted): Node | undefined {
    const labelled = this.all((node) => says(node.label, wanted));
    if (labelled.length > 0) return labelled[labelled.length - 1];
    const read = this.all((node) => node.data.v === undefined && says(node.text.trim(), wanted));
    return read[read.length - 1];
  }

  find(wanted: Wanted): Node {
    const found = this.query(wanted);
    if (!found) throw new Error(`Nothing says ${wanted} on ${this.program.route}:\n${this.outline}`);
    return found;
  }

  has(wanted: Wanted): boolean {
    return this.query(wanted) !== undefined || (wanted instanceof RegExp && wanted.test(this.text));
  }

  /** Waits until the text, label or condition is there. */
  async until(wanted: Wanted | (() => boolean), timeout = 3000): Promise<void> {
    const until = Date.now() + timeout;
    const met = () => (typeof wanted === 'function' ? wanted() : this.has(wanted));
    while (!met()) {
      if (Date.now() > until)
        throw new Error(`Waited in vain for ${wanted} on ${this.program.route}:\n${this.outline}`);
      await pause(5);
    }
    this.readable();
  }

  /** Waits until no request is under way and nothing changes any more. */
  async settle(quiet = 25): Promise<void> {
    let before = '';
    for (let calm = 0; calm < 2; ) {
      await pause(quiet);
      const now = `${this.program.route}${JSON.stringify(this.program.page.data)}`;
      calm = now === before && this.program.phone.busy === 0 ? calm + 1 : 0;
      before = now;
    }
    this.readable();
  }

  /** A tap, bubbling from the element up through what the template binds. */
  async tap(wanted: Wanted | Node): Promise<void> {
    const target = wanted instanceof Node ? wanted : this.find(wanted);
    for (let node: Node | undefined = target; node; node = node.parent) {
      if (node.disabled) throw new Error(`“${node.label ?? node.text}” is disabled`);
    }
    this.bubble(target, 'tap', { x: 10, y: 10 });
    const button = this.above(target, 'button');
    if (button) this.hostButton(button);
    await this.settle();
  }

  /** Types into the input with this label. */
  async type(label: Wanted, text: string): Promise<void> {
    const node = this.input(label);
    if (node.disabled) throw new Error(`“${node.label}” is disabled`);
    this.send(node, 'focus', { value: String(node.attribute('value') ?? ''), height: 300 });
    this.send(node, 'input', { value: text, cursor: text.length, keyCode: 0 });
    await this.settle(5);
    // Its label may have changed with what was typed.
    const [after] = this.all(({ data }) => data.sid === node.data.sid);
    if (after) this.send(after, 'blur', { value: text, cursor: text.length });
    await this.settle(5);
  }

  value(label: Wanted): string {
    return String(this.input(label).attribute('value') ?? '');
  }

  /** Chooses in a picker: a date, or the index of a list. */
  async pick(label: Wanted, value: unknown): Promise<void> {
    const inside = this.find(label);
    const picker = this.above(inside, 'picker') ?? inside;
    this.send(picker, 'change', { value });
    await this.settle();
  }

  private input(label: Wanted): Node {
    const found = this.all((node) => ['input', 'textarea'].includes(node.tag) && says(node.label, label))[0];
    if (!found) throw new Error(`No input is labelled ${label} on ${this.program.route}:\n${this.outline}`);
    return found;
  }

  private above(node: Node | undefined, tag: string): Node | undefined {
    while (node && node.tag !== tag) node = node.parent;
    return node;
  }

  /** What a button of the host does beyond its tap. */
  private hostButton(button: Node): void {
    const { plugs } = this.program.phone;
    const open = button.attribute('open-type');
    if (open === 'getPhoneNumber') {
      const code = plugs.phoneProof();
      this.send(
        button,
        'getphonenumber',
        code ? { code, errMsg: 'getPhoneNumber:ok' } : { errMsg: 'getPhoneNumber:fail user deny' },
      );
    } else if (open === 'getAuthorize') {
      this.send(button, plugs.phoneProof() === null ? 'error' : 'getauthorize', {});
    } else if (open === 'agreePrivacyAuthorization') {
      this.send(button, 'agreeprivacyauthorization', {});
    } else if (open === 'share') {
      const page = this.program.page;
      const share = page.onShareAppMessage as ((event: unknown) => unknown) | undefined;
      const card = share?.call(page, { from: 'button', target: this.address(button) });
      this.program.phone.calls.push({ name: 'share', given: card });
    }
  }

  private bubble(target: Node, type: string, detail: object): void {
    for (let node: Node | undefined = target; node; node = node.parent) {
      const bound = node.template?.events.get(type);
      if (!bound) continue;
      this.dispatch(node, target, type, detail);
      if (bound.caught) return;
    }
  }

  private send(node: Node, type: string, detail: object): void {
    if (node.template?.events.has(type)) this.dispatch(node, node, type, detail);
  }

  private address(node: Node) {
    return {
      id: node.data.uid ?? node.data.sid,
      dataset: { sid: node.data.sid },
      targetDataset: { sid: node.data.sid },
    };
  }

  private dispatch(node: Node, target: Node, type: string, detail: object): void {
    this.program.page.eh({
      type,
      timeStamp: Date.now(),
      target: this.address(target),
      currentTarget: this.address(node),
      detail,
    });
  }
}
