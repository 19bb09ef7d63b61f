import type { FacePlatform } from './types';

/** A browser has no face check of its own: the page shows how to go on with a phone and waits for the server. */
export const face: FacePlatform = { channel: null, verify: () => Promise.resolve('on-phone') };
