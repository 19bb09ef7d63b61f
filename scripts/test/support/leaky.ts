import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that came by, and how the platform answered it. */
export interface Passing {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  status: number;
  text: string;
}
/** What is answered instead; undefined leaves it as it is. */
export type Leak = (passing: Passing) => { status: number; type?: string; text: string } | undefined;

/** A platform with a hole: stands before the real one and changes some of its answers. */
export class LeakyPlatform {
  leak: Leak = () => undefined;
  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async before(platform: string): Promise<LeakyPlatform> {
    let whole: LeakyPlatform;
    const server = createServer((incoming, outgoing) => {
      pass(platform, incoming, outgoing, (passing) => whole.leak(passing)).catch(() => outgoing.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    whole = new LeakyPlatform(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return whole;
  }
}

const everythingOf = async (stream: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

async function pass(platform: string, incoming: IncomingMessage, outgoing: ServerResponse, leak: Leak): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming;
  const body = await everythingOf(incoming);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const { 'transfer-encoding': _, ...kept } = headers;
    const sent = request(`${platform}${url}`, { method, headers: { ...kept, 'content-length': body.length } }, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
  const content = await everythingOf(answer);
  const status = answer.statusCode!;
  const instead = leak({ method, url, headers, body: body.toString(), status, text: content.toString() });
  const { 'transfer-encoding': _, ...kept } = answer.headers;
  if (!instead) {
    outgoing.writeHead(status, { ...kept, 'content-length': content.length }).end(content);
    return;
  }
  const text = Buffer.from(instead.text);
  const type = instead.type ?? 'application/json';
  outgoing.writeHead(instead.status, { ...kept, 'content-type': type, 'content-length': text.length }).end(text);
}
