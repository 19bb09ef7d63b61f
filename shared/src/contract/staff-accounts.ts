import { z } from 'zod';
import { id, ms } from './common';

/** Sign-in name of a member of staff. */
export const loginName = z
  .string({ error: '请填写登录名。' })
  .transform((value) => value.trim().toLowerCase())
  .refine(
    (value) => /^[a-z][a-z0-9_-]{3,29}$/.test(value),
    '登录名应为 4 至 30 位，以字母开头，可含字母、数字、下划线和短横。',
  );

/**
 * An activation link (激活链接): good once and for a day. The secret stands behind its `#`, which no server sees; it is told
 * here only.
 */
export const activationLink = z.strictObject({ link: z.url(), linkExpiresAt: ms });
export type ActivationLink = z.output<typeof activationLink>;

/** An account whose owner has yet to activate it. */
export const newAccount = z.strictObject({ id, username: z.string(), name: z.string(), ...activationLink.shape });
export type NewAccount = z.output<typeof newAccount>;

/** Opens the form behind a link: 32 random bytes. */
export const activationToken = z.string().min(20).max(100);
