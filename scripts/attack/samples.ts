import { newId } from '@zhucheng/bff/platform/ids';
import { businesses, creditCode, type RouteDefinition, residentId } from '@zhucheng/shared';

type Schema = NonNullable<RouteDefinition['body']>;

/** What is read of a zod schema's own description. */
interface Definition {
  type: string;
  shape?: Record<string, Schema>;
  innerType?: Schema;
  element?: Schema;
  in?: Schema;
  options?: Schema[];
  values?: unknown[];
  entries?: Record<string, unknown>;
}

/** Where a single value stands in a body, and what kind it is. */
export interface Leaf {
  path: Array<string | number>;
  kind: 'id' | 'string' | 'number' | 'boolean' | 'choice' | 'open';
}

const definitionOf = (schema: Schema) => schema.def as unknown as Definition;
const accepts = (schema: Schema, value: unknown): boolean => schema.safeParse(value).success;
const wrappers = new Set(['optional', 'nullable', 'default', 'prefault', 'catch', 'readonly', 'nonoptional']);

/** The schema of the value itself, without what may be left out or is made of it. */
export function bare(schema: Schema): Schema {
  const definition = definitionOf(schema);
  if (wrappers.has(definition.type)) return bare(definition.innerType!);
  return definition.type === 'pipe' ? bare(definition.in!) : schema;
}

/** A person and an institution whom nobody knows, and what else fits the fields of the contract. */
const strings = [
  '测试',
  '2027-03-05',
  '13999990001',
  residentId.compose('45050219910203001'),
  '123456',
  'Abc12345',
  '桂(2020)北海市不动产权第1234567号',
  '1234567890',
  creditCode.example,
  '09:00',
  'a',
];
const byName: Record<string, unknown> = {
  businessId: businesses[0]!.id,
  step: 'verify',
  account: '13999990001',
  username: 'nobody',
  day: '2027-03-05',
  endMinute: 600,
};

function sampleString(schema: Schema, name: string): string {
  const named = byName[name];
  return (
    [named, ...strings, newId()].find(
      (value): value is string => typeof value === 'string' && accepts(schema, value),
    ) ?? '测试'
  );
}

/** A value that the schema takes, as far as that can be told from it; of what may be left out nothing, unless `full`. */
export function sample(schema: Schema, full = false, name = ''): unknown {
  const inner = bare(schema);
  const definition = definitionOf(inner);
  switch (definition.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(definition.shape!)
          .filter(([, field]) => full || !accepts(field, undefined))
          .map(([key, field]) => [key, sample(field, full, key)]),
      );
    case 'array': {
      const list: unknown[] = full ? [sample(definition.element!, full, name)] : [];
      while (!accepts(inner, list) && list.length < 10) list.push(sample(definition.element!, full, name));
      return list;
    }
    case 'string':
      return sampleString(schema, name);
    case 'number':
      return [byName[name], 1, 30, 1000, 20_270_305].find((value) => accepts(schema, value)) ?? 1;
    case 'boolean':
      return true;
    case 'literal':
      return definition.values![0];
    case 'enum':
      return Object.values(definition.entries!)[0];
    case 'union':
      return sample(definition.options![0]!, full, name);
    case 'record':
      return {};
    default:
      return null;
  }
}

const isId = (schema: Schema): boolean => accepts(schema, newId()) && !accepts(schema, '测试') && !accepts(schema, 'a');

/** Every single value of a schema; of a list its first item. */
export function leaves(schema: Schema, path: Leaf['path'] = []): Leaf[] {
  const inner = bare(schema);
  const definition = definitionOf(inner);
  switch (definition.type) {
    case 'object':
      return Object.entries(definition.shape!).flatMap(([key, field]) => leaves(field, [...path, key]));
    case 'array':
      return leaves(definition.element!, [...path, 0]);
    case 'union':
      return definition.options!.flatMap((option) => leaves(option, path));
    case 'string':
      return [{ path, kind: isId(inner) ? 'id' : 'string' }];
    case 'number':
    case 'boolean':
      return [{ path, kind: definition.type }];
    case 'literal':
    case 'enum':
      return [{ path, kind: 'choice' }];
    default:
      return [{ path, kind: 'open' }];
  }
}

/** A copy of `body` with this value at that place; what lies between is taken from `whole`. */
export function withValue(body: unknown, whole: unknown, path: Leaf['path'], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const here = body ?? whole;
  const next = (from: unknown) => (from as Record<string | number, unknown> | undefined | null)?.[key];
  const inside = withValue(next(here), next(whole), rest, value);
  if (typeof key === 'number') {
    const list = [...((here as unknown[] | undefined) ?? [])];
    list[key] = inside;
    return list;
  }
  return { ...(here as object), [key]: inside };
}

/** Names in a route's path. */
export const pathNames = ({ path }: RouteDefinition): string[] =>
  [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name!);
