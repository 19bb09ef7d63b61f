import { type RouteCall, routes } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import { Client } from '../../walk/client';
import type { Platform } from './platform';

const { institutions, identity } = routes;
const password = 'Own-password-7';
type Wanted = RouteCall<typeof institutions.createClerk>['body'];
let serial = 0;

export interface NewClerk {
  id: string;
  username: string;
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
  const totp = new TOTP({ secret: account.totpSecret }).generate({ timestamp: platform.clock.now() });
  const { token } = await new Client(platform.url).call(identity.staff, {
    body: { username, password: account.initialPassword, newPassword: password, totp },
  });
  const { id, totpSecret } = account;
  return { id, username, password, totpSecret, branchId, client: new Client(platform.url, token) };
}
