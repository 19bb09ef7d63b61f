import { quotedHeads } from '@zhucheng/bff/platform/http/part-heads';
import fc from 'fast-check';

const type = 'multipart/form-data; boundary="b"';
async function through(body: Buffer, cuts: number[]): Promise<string> {
  async function* pieces() {
    const places = [0, ...cuts.map((cut) => cut % (body.length + 1)).sort((a, b) => a - b), body.length];
    for (let i = 1; i < places.length; i++) yield body.subarray(places[i - 1], places[i]);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of quotedHeads(pieces(), type)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}
const part = (head: string, content: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;

test('wherever a body is cut, only names in heads get quotes', async () => {
  const contents = fc.array(
    fc.constantFrom(
      'x',
      '\r\n',
      '--b',
      '--',
      '\r\n--',
      'Content-Disposition: form-data; name=a',
      '\r\n\r\n',
      '--b--',
      'filename=y',
    ),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(contents, fc.array(fc.nat(), { maxLength: 20 }), async (words, cuts) => {
      const content = words.join('');
      fc.pre(!`\r\n${content}\r\n`.includes('\r\n--b\r\n'));
      const body = (name: string) => part(`name=${name}`, content) + part('name="file"; filename="z"', content);
      const made = await through(Buffer.from(`${body('slot')}--b--\r\n`, 'latin1'), cuts);
      expect(made).toBe(`\r\n${body('"slot"')}--b--\r\n`);
    }),
  );
});

test('a body without the boundary passes as it is', async () => {
  expect(await through(Buffer.from('filename=x'), [3])).toBe('\r\nfilename=x');
});
