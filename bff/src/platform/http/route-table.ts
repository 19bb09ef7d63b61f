import type { RouteDefinition } from '../contract';
import type { Context } from './runtime';

export type Handle = (ctx: Context) => Promise<void>;

interface Node {
  next: Map<string, Node>;
  /** The branch of a `:name` segment. */
  any: Node | undefined;
  handles: Map<string, { handle: Handle; names: string[] }>;
}

const emptyNode = (): Node => ({ next: new Map(), any: undefined, handles: new Map() });

/**
 * Finds the operation for a method and path by walking its segments, in a time that does not depend on how many routes
 * there are. A fixed segment goes before a `:name`, whatever the order of registration.
 */
export class RouteTable {
  private readonly root = emptyNode();

  add(definition: Pick<RouteDefinition, 'method' | 'path'>, handle: Handle): void {
    const names: string[] = [];
    let node = this.root;
    for (const segment of definition.path.slice(1).split('/')) {
      if (segment.startsWith(':')) {
        names.push(segment.slice(1));
        node.any ??= emptyNode();
        node = node.any;
      } else {
        let next = node.next.get(segment);
        if (!next) {
          next = emptyNode();
          node.next.set(segment, next);
        }
        node = next;
      }
    }
    if (node.handles.has(definition.method)) throw new Error(`Bound twice: ${definition.method} ${definition.path}`);
    node.handles.set(definition.method, { handle, names });
  }

  /** Sets `ctx.params` and returns the handler, or null. */
  find(ctx: Context): Handle | null {
    const method = ctx.method === 'HEAD' ? 'GET' : ctx.method;
    const values: string[] = [];
    const found = walk(this.root, ctx.path.slice(1).split('/'), 0, method, values);
    if (!found) return null;
    const params: Record<string, string> = {};
    for (let i = 0; i < found.names.length; i++) {
      const value = decode(values[i]!);
      if (value === null) return null;
      params[found.names[i]!] = value;
    }
    ctx.params = params;
    return found.handle;
  }
}

function walk(
  node: Node,
  segments: string[],
  at: number,
  method: string,
  values: string[],
): { handle: Handle; names: string[] } | null {
  if (at === segments.length) return node.handles.get(method) ?? null;
  const segment = segments[at]!;
  const next = node.next.get(segment);
  const found = next ? walk(next, segments, at + 1, method, values) : null;
  if (found || !node.any || segment === '') return found;
  values.push(segment);
  const other = walk(node.any, segments, at + 1, method, values);
  if (!other) values.pop();
  return other;
}

function decode(value: string): string | null {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
