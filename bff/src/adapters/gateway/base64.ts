/**
 * Whether it is base64 as its writer left it. Node reads base64 up to its padding and passes over anything else, so that two
 * signatures behind one another would count as the first.
 */
export const isExactBase64 = (text: string): boolean => Buffer.from(text, 'base64').toString('base64') === text;
