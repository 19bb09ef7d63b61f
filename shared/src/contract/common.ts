import { z } from 'zod';
import { compactCode } from '../identifiers/text';

/** ULID, 26 characters. */
export const id = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, '编号不正确。');
export const idParams = z.strictObject({ id });
/** Milliseconds since 1970, UTC. */
export const ms = z.number().int();
/** Integer fen. */
export const fenAmount = z.number().int();
export const done = z.strictObject({ done: z.literal(true) });

/** A number that is looked up, as people type and paste it: in groups, with hyphens, with an apostrophe in front. */
export const lookedUpNumber = (missing = '请填写编号。') => z.string({ error: missing }).overwrite(compactCode).max(30);

/** Newest first; `next` is passed back as `cursor`, null at the end. */
export const pageQuery = z.strictObject({
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() });
