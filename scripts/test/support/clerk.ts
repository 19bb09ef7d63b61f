import { type RouteCall, routes } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import { Client } from '../../walk/client';
import type { Platform } from './platform';

const { institutions, identity, staffAccess } = routes;
const password = 'Own-password-7';
type Wanted = RouteCall<typeof institutions.createClerk>['body'];
let serial = 0;

export interface NewClerk {
  id: string;
  username: string;
  name: string;
  password: string;
  totpSecret: string;
  branchId: string;
  client: Client;
}

/** A colleague of an institution's administrator, signed in; may do what is given and nothing else. */
export async function colleague(
  platform: Platform,
  administrator: Client,
  given: Partial<Wanted> & { businessIds: string[] },
): Promise<NewClerk> {
  const { branches } = await administrator.call(institutions.staff, {});
  const username = `colleague-${++serial}`;
  const branchId = given.branchId ?? branches.find(({ headOffice }) => headOffice)!.id;
  const account = await administrator.call(institutions.createClerk, {
    body: {
      username,
      name: '黎小满',
      phone: `139077${String(70_000 + serial)}`,
      admin: false,
      allBranches: true,
      ...given,
      branchId,
    },
  });
  const { totpSecret } = await activated(platform, account, password);
  const totp = nextCode(platform, totpSecret);
  const { token } = await new Client(platform.url).call(identity.staff, { body: { username, password, totp } });
  return {
    id: account.id,
    username,
    name: account.name,
    password,
    totpSecret,
    branchId,
    client: new Client(platform.url, token),
  };
}

/** A code is good once; half a minute on there is another one. */
export function nextCode(platform: Platform, secret: string): string {
  platform.clock.advance(30_000);
  return new TOTP({ secret }).generate({ timestamp: platform.clock.now() });
}

/** The secret behind the `#` of an activation link. */
export const tokenOf = ({ link }: { link: string }): string => new URL(link).hash.slice(1);

/** What the owner of a new account does behind the link. */
export async function activated(platform: Platform, account: { link: string }, word: string) {
  const anybody = new Client(platform.url);
  const token = tokenOf(account);
  const { totpSecret } = await anybody.call(staffAccess.activation, { body: { token } });
  const totp = new TOTP({ secret: totpSecret }).generate({ timestamp: platform.clock.now() });
  const { recoveryCodes } = await anybody.call(staffAccess.activate, { body: { token, password: word, totp } });
  return { totpSecret, recoveryCodes };
}
