import { type Handle, RouteTable } from '@zhucheng/bff/platform/http/route-table';
import type { Context } from '@zhucheng/bff/platform/http/runtime';

const table = new RouteTable();
const handles = new Map<Handle, string>();
for (const route of [
  'GET /api/cases/:id',
  'GET /api/cases/mine',
  'POST /api/cases/:id/steps/:step',
  'GET /api/cases/mine/:year',
  'GET /api/:module/about',
]) {
  const [method, path] = route.split(' ') as ['GET' | 'POST', string];
  const handle: Handle = async () => undefined;
  handles.set(handle, route);
  table.add({ method, path }, handle);
}

test.each([
  ['GET', '/api/cases/7', 'GET /api/cases/:id', { id: '7' }],
  ['HEAD', '/api/cases/7', 'GET /api/cases/:id', { id: '7' }],
  ['GET', '/api/cases/mine', 'GET /api/cases/mine', {}],
  ['GET', '/api/cases/mine/2026', 'GET /api/cases/mine/:year', { year: '2026' }],
  ['GET', '/api/cases/about', 'GET /api/cases/:id', { id: 'about' }],
  ['GET', '/api/units/about', 'GET /api/:module/about', { module: 'units' }],
  ['POST', '/api/cases/7/steps/%E5%BA%8A', 'POST /api/cases/:id/steps/:step', { id: '7', step: '床' }],
  ['POST', '/api/cases/mine/steps/a', 'POST /api/cases/:id/steps/:step', { id: 'mine', step: 'a' }],
])('%s %s', (method, path, route, params) => {
  const ctx = { method, path } as Context;
  expect(handles.get(table.find(ctx)!)).toBe(route);
  expect(ctx.params).toEqual(params);
});

test.each([
  ['PUT', '/api/cases/7'],
  ['GET', '/api/cases/'],
  ['GET', '/api/cases'],
  ['GET', '/api/cases/7/'],
  ['GET', '/api/cases/%E5'],
  ['GET', '/'],
])('nothing is bound to %s %s', (method, path) => {
  expect(table.find({ method, path } as Context)).toBeNull();
});

test('one operation is bound once', () => {
  expect(() => table.add({ method: 'GET', path: '/api/cases/:other' }, async () => undefined)).toThrow('Bound twice');
});
