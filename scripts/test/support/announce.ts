import { request } from 'node:http';

/** Announces a body of this many bytes, sends only the beginning of it, and waits for the answer all the same. */
export function announce(
  url: string,
  headers: Record<string, string>,
  bytes: number,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers: { ...headers, 'content-length': bytes } });
    call.on('response', async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, text });
      call.destroy();
    });
    call.on('error', reject);
    call.write(Buffer.alloc(64 * 1024));
  });
}
