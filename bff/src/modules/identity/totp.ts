import { Secret, TOTP } from 'otpauth';

const stepMs = 30_000;

/** A new key of an authenticator (身份验证器), base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What an authenticator app scans. */
export const totpUri = (username: string, secret: string): string =>
  new TOTP({ issuer: '珠城e登', label: username, secret }).toString();

/** Number of the half minute to which the code belongs; null if it is wrong. One step early or late is right, too. */
export function totpStep(secret: string, code: string, now: number): number | null {
  const delta = new TOTP({ secret: Secret.fromBase32(secret) }).validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / stepMs) + delta;
}
