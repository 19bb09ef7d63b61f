import { cleanTexts } from '@zhucheng/shared';

/**
 * What a gateway said, after its signature over the raw text was checked: its names, addresses and free texts enter like anybody's,
 * one code for what is one sign to a reader. Throws on garbage.
 */
export const readJson = (text: string): unknown => cleanTexts<unknown>(JSON.parse(text));
