import type { Template } from './template';

/** Taro's serialised node. */
export interface Data {
  nn: string;
  sid: string;
  uid?: string;
  cl?: string;
  v?: string;
  cn?: Data[];
  [key: string]: unknown;
}

/** One element as the host would draw it. */
export class Node {
  constructor(
    readonly data: Data,
    readonly template: Template | undefined,
    readonly parent: Node | undefined,
  ) {}

  children: Node[] = [];

  get tag(): string {
    return this.template?.tag ?? '#text';
  }

  get className(): string {
    return this.data.cl ?? '';
  }

  /** All text inside, as read on the screen. */
  get text(): string {
    return this.data.v !== undefined ? String(this.data.v) : this.children.map((child) => child.text).join('');
  }

  attribute(name: string): unknown {
    const source = this.template?.attributes.get(name);
    if (!source) return undefined;
    const value = source.key ? this.data[source.key] : undefined;
    return value === undefined || value === '' ? source.fallback?.replace(/^'|'$/g, '') : value;
  }

  get label(): string | undefined {
    const value = this.attribute('aria-label');
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  get disabled(): boolean {
    const value = this.attribute('disabled');
    return value === true || value === 'true';
  }

  /** Itself and all below, in reading order. */
  *walk(): Generator<Node> {
    yield this;
    for (const child of this.children) yield* child.walk();
  }
}

export function build(data: Data, templates: Map<string, Template>, parent?: Node): Node {
  const node = new Node(data, templates.get(data.nn), parent);
  node.children = (data.cn ?? []).map((child) => build(child, templates, node));
  return node;
}

/** An indented outline of what is on the screen, for failure messages. */
export function outline(node: Node, depth = 0): string {
  const own =
    node.data.v !== undefined
      ? JSON.stringify(node.text)
      : `<${node.tag}${node.className ? ` .${node.className}` : ''}${node.label ? ` “${node.label}”` : ''}>`;
  return [`${'  '.repeat(depth)}${own}`, ...node.children.map((child) => outline(child, depth + 1))].join('\n');
}
