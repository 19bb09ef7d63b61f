import { SaxesParser } from 'saxes';
import type { StoredObject } from './port';

/** One page of a bucket's list; `next` continues it. */
export interface Listing {
  objects: StoredObject[];
  next?: string | undefined;
}

/** Reads the answer to ListObjectsV2. Error: it is anything else, or is torn. */
export function readListing(xml: string): Listing {
  const listing: Listing = { objects: [] };
  const open: string[] = [];
  const texts: Record<string, string> = {};
  let truncated: string | undefined;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    open.push(name);
    texts[name] = '';
  });
  const text = (part: string): void => {
    const name = open.at(-1);
    if (name) texts[name] += part;
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('closetag', ({ name }) => {
    open.pop();
    const path = [...open, name].join('/');
    if (path === 'ListBucketResult/IsTruncated') truncated = texts.IsTruncated;
    if (path === 'ListBucketResult/NextContinuationToken') listing.next = texts.NextContinuationToken;
    if (path !== 'ListBucketResult/Contents') return;
    const { Key: key, LastModified: modified } = texts;
    const modifiedAt = Date.parse(modified ?? '');
    if (!key || Number.isNaN(modifiedAt)) throw new Error('an object without a key or a time');
    listing.objects.push({ key, modifiedAt });
    texts.Key = texts.LastModified = '';
  });
  parser.write(xml).close();
  if (truncated === 'true' ? !listing.next : truncated !== 'false') throw new Error('a list without its end');
  if (truncated === 'false') listing.next = undefined;
  return listing;
}
