import { z } from 'zod';
import { allRoutes, nothing, route, savedVersion, versionProblem } from '../../src';

const about = { access: ['administrator'], tag: 't', summary: 's', weighs: nothing.office } as const;
const item = z.strictObject({ id: z.string() });
const note = { text: z.string() };

describe('what replaces what somebody else may have saved', () => {
  it('brings the version that it was made from, on every route, or says why it replaces nothing', () => {
    expect(allRoutes().flatMap(({ name, definition }) => (versionProblem(definition) ? [name] : []))).toEqual([]);
  });

  it('is found without one', () => {
    const put = route({ ...about, method: 'PUT', path: '/api/notes/:id', params: item, body: z.strictObject(note) });
    const post = route({ ...about, method: 'POST', path: '/api/notes/:id', params: item, body: z.strictObject(note) });
    const many = route({
      ...about,
      method: 'POST',
      path: '/api/notes/many',
      replaces: true,
      body: z.strictObject({ rows: z.array(z.strictObject(note)) }),
    });
    for (const silent of [put, post, many]) expect(versionProblem(silent)).toContain('needs the version');
    expect(versionProblem({ ...post, replaces: ' ' })).toContain('does not say why');
  });

  it('is satisfied by one, also in rows, and takes no excuse beside it', () => {
    const body = z.strictObject({ ...note, version: savedVersion });
    const one = route({ ...about, method: 'PUT', path: '/api/notes/:id', params: item, body });
    const rows = z.strictObject({ rows: z.array(body).max(5) }).refine(() => true);
    const many = route({ ...about, method: 'POST', path: '/api/notes', replaces: true, body: rows });
    expect([one, many].map((each) => versionProblem(each))).toEqual([null, null]);
    expect(versionProblem({ ...one, replaces: 'It adds.' })).toContain('a reason to have none');
  });
});
