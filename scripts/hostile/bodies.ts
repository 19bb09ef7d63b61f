const mb = 1024 * 1024;
const formOf = (boundary: string): string => `multipart/form-data; boundary=${boundary}`;

export interface HostileBody {
  type: string;
  content: () => Buffer;
}

/** Bodies of uploads that make a server work long before it has seen a file. */
export const hostileBodies: Record<string, HostileBody> = {
  '20 MB of a, and the boundary is a': { type: formOf('a'), content: () => Buffer.alloc(20 * mb, 'a') },
  '20 MB of a, and the boundary 70 times a': {
    type: formOf('a'.repeat(70)),
    content: () => Buffer.alloc(20 * mb, 'a'),
  },
  '20 MB of nearly a boundary': {
    type: formOf(`${'-'.repeat(60)}x`),
    content: () => Buffer.from(`\r\n${'-'.repeat(62)}`.repeat(327_000)),
  },
  '20 MB of parts without a name': {
    type: formOf('b'),
    content: () => Buffer.from('--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n\r\n'.repeat(390_000)),
  },
  '20 MB of a head that does not end': {
    type: formOf('b'),
    content: () =>
      Buffer.concat([Buffer.from('--b\r\nContent-Disposition: form-data; name="'), Buffer.alloc(20 * mb - 99, 'a')]),
  },
  'a content type of 8,000 signs': {
    type: `multipart/form-data; ${'boundary="'.repeat(800)}`,
    content: () => Buffer.from('x'),
  },
};

/** What is no text: half of a surrogate pair, as JSON may write it. */
export const halfCharacter = '\\ud800';
