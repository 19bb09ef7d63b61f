import { certificateNumber } from './certificate-number';
import { withoutSpaces } from './text';

/**
 * By what a stored certificate number is sought: the canonical spelling where it can be read, else cleaned, without spaces and
 * with the brackets that certificates print. Equal for what a reader takes for one number.
 */
export const certificateKey = (raw: string): string =>
  certificateNumber.parse(raw)
    ? certificateNumber.normalise(raw)
    : withoutSpaces(raw)
        .replace(/[([〔]/g, '（')
        .replace(/[)\]〕]/g, '）');

/** By what a stored place (a location; estate, building and room) is sought from its beginning: cleaned, without spaces. */
export const placeKey = (...texts: string[]): string => withoutSpaces(texts.join(''));
