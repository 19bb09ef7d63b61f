import type { PhonePlatform } from './types';

export const phone: PhonePlatform = { button: null, read: async () => null };
