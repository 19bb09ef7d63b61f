import type { LoginPlatform } from './types';

export const login: LoginPlatform = {
  channel: null,
  prove: () => Promise.reject(new Error('A browser has no wallet sign-in')),
};
