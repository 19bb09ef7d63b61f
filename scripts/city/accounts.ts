import { demoPassword, type demoUsernames } from '@zhucheng/bff/config/demonstration';
import { Random } from './random';

export type StaffRole = 'officer' | 'registrar' | 'auditor' | 'administrator' | 'institution-clerk';

export interface StaffAccount {
  username: string;
  name: string;
  roles: StaffRole[];
  /** Organisation key, of institution clerks. */
  institution?: string;
  phone: string;
  /** Base32, 160 bits (RFC 6238). For demonstrations only. */
  totpSecret: string;
}

/** Password of every demonstration account. Never used outside a demonstration database. */
export const DEMO_PASSWORD = demoPassword;

type Username = (typeof demoUsernames)[number];

const LISTED: [username: Username, name: string, role: StaffRole, institution?: string][] = [
  ['officer1', '周敏', 'officer'],
  ['officer2', '蒙家豪', 'officer'],
  ['registrar', '范正平', 'registrar'],
  ['auditor', '严立新', 'auditor'],
  ['administrator', '高永安', 'administrator'],
  ['bank1', '邱晓琳', 'institution-clerk', 'bank-yintan'],
  ['bank2', '温少杰', 'institution-clerk', 'bank-zhucheng'],
  ['developer1', '施丽君', 'institution-clerk', 'developer-tingtao'],
];

function demoSecret(username: string): string {
  let seed = 2166136261;
  for (const char of username) seed = Math.imul(seed ^ char.charCodeAt(0), 16777619);
  const random = new Random(seed);
  return Array.from({ length: 32 }, () => random.pick([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'])).join('');
}

/** An elderly owner whose child acts for her, so that a demonstration has one grant to look at. */
export const demoGrant = {
  principal: 'wu-xiulan',
  agent: 'liang-siqi',
  relation: 'child',
  scopes: ['apply', 'pay', 'book'],
  days: 180,
} as const;

/** Staff of the centre and clerks of institutions, the same in every city. */
export const demoStaff: readonly StaffAccount[] = LISTED.map(([username, name, role, institution], i) => ({
  username,
  name,
  roles: [role],
  ...(institution === undefined ? {} : { institution }),
  phone: `1390779${String(600 + i).padStart(4, '0')}`,
  totpSecret: demoSecret(username),
}));
