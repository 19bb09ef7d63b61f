import { routes } from '@zhucheng/shared';
import { call } from './api';
import { updateCitizen } from './session';

/** What the server knows of the person by now: a face may have been shown, or a code confirmed, elsewhere. */
export async function refreshCitizen(): Promise<void> {
  updateCitizen(await call(routes.identity.me, {}));
}
