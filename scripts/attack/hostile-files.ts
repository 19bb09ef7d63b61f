import { businesses, type RouteDefinition, routes } from '@zhucheng/shared';
import { hostile } from '../hostile';
import { whileAlive } from './alive';
import { type BadFile, badFrames, badNames, badSheets, badUploads } from './bad-files';
import { type Answer, encoded, type Sending, told, tooOften } from './caller';
import type { Stage } from './stage';
import { stain } from './stain';
import { sampled, Tally } from './tally';

/** Above the time that the platform itself gives a file; what it takes is measured by `npm run soak -- hostile`. */
const answerWithinMs = 60_000;
const bytes = 'application/octet-stream';

/** Files at the routes that take files: each is refused or taken with an answer, and the platform lives on. */
export async function attackWithFiles(stage: Stage, nth = 1): Promise<Tally> {
  const tally = new Tally('hostile-files');
  const { caller, cast } = stage;
  const citizen = await (await cast.person('chen-haibo')).client.session();
  const clerk = await (await cast.officer('developer1')).session();
  const send = async (what: string, route: unknown, sending: Sending, refused: boolean): Promise<void> => {
    const definition = route as RouteDefinition;
    const { result, dead } = await whileAlive(
      caller,
      caller.call(definition, { ...sending, timeoutMs: answerWithinMs }),
    );
    if (tooOften(result)) return tally.skip('429');
    const taken = refused && result.status < 400 && result.status > 0 ? `收下了：${told(result)}` : undefined;
    tally.judge(what, stain(result, '') ?? taken ?? dead ?? (await delivered(result)));
  };
  /** What was taken is given back as a file, never as a page. */
  const delivered = async ({ status, text }: Answer): Promise<string | undefined> => {
    const id = status === 200 && text.startsWith('{"id"') ? (JSON.parse(text) as { id: string }).id : undefined;
    if (!id) return undefined;
    const link = await caller.call(routes.files.link, { token: citizen, params: { id } });
    if (link.status !== 200) return undefined;
    const { headers } = await caller.raw('GET', (JSON.parse(link.text) as { url: string }).url);
    return /^(?:application\/pdf|image\/(?:jpeg|png|heic))$/.test(String(headers['content-type'])) &&
      headers['x-content-type-options'] === 'nosniff'
      ? undefined
      : `取回时是 ${headers['content-type']}`;
  };
  const upload = (what: string, body: Buffer, headers: Record<string, string>, refused: boolean) =>
    send(`上传 · ${what}`, routes.files.upload, { token: citizen, body, headers }, refused);

  for (const { name, path, by, type, content, answers } of sampled(hostile, nth)) {
    const sending = {
      token: by === 'citizen' ? citizen : clerk,
      body: content(),
      headers: { 'content-type': type },
      timeoutMs: answerWithinMs,
    };
    const { result, dead } = await whileAlive(caller, caller.raw('POST', path, sending));
    const as = result.status === 200 ? 'OK' : String(result.code);
    if (tooOften(result)) tally.skip('429');
    else tally.judge(name, stain(result, '') ?? dead ?? (answers.includes(as) ? undefined : told(result)));
  }
  for (const { what, refused, make } of sampled(badUploads, nth))
    await upload(what, make(), { 'content-type': bytes, 'x-file-name': 'a' }, refused);
  const whole = badUploads.find((bad) => bad.what === '只有 PDF 头')!.make();
  for (const name of sampled(badNames, nth))
    await upload(
      `文件名 ${JSON.stringify(name.slice(0, 30))}`,
      whole,
      { 'content-type': bytes, 'x-file-name': encoded(name) },
      false,
    );
  for (const { what, type, body } of sampled(badFrames, nth)) await upload(what, body, { 'content-type': type }, true);

  const ground = businesses.find(({ unit }) => unit.by === 'building')!;
  const step = ground.steps.find(({ kind }) => kind === 'form')!;
  const search = new URLSearchParams({ businessId: ground.id, step: step.id }).toString();
  const sheet = (what: string, body: Buffer, type: string) =>
    send(
      `表格 · ${what}`,
      routes.sheets.preview,
      { token: clerk, search, body, headers: { 'content-type': type } },
      true,
    );
  for (const { what, make } of sampled<BadFile>(badSheets, nth)) await sheet(what, make(), bytes);
  for (const { what, type, body } of sampled(badFrames, nth)) await sheet(what, body, type);
  return tally;
}
