import { type AuthorisationState, authorisationStates } from '@zhucheng/shared';

/** An institution consents (同意) where a person authorises (授权). */
export const consentStates: Record<AuthorisationState, string> = {
  ...authorisationStates,
  waiting: '等待表态',
  passed: '已同意',
  refused: '不同意',
};
