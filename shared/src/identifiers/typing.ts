import { countryCode } from './country';
import type { Identifier } from './identifier';
import {
  type DocumentKind,
  documentKindOf,
  documentOf,
  type IdentityDocument,
  identityDocuments,
  identityNumberOf,
} from './identity-document';

/**
 * How many characters an input has to take so that whatever people paste for this identifier fits whole: groups with a space
 * or hyphen between them, a country code, a word before it. What is too much is said by `problem`, never cut off.
 */
export const typingRoom = ({ example }: Pick<Identifier, 'example'>): number => 2 * Array.from(example).length + 8;

/** Room for the number of any document. */
export const documentRoom = 48;

/** What a form shows for an identity number that was entered before, or is still being typed. */
export function typedDocument(value: string): IdentityDocument {
  if (value.includes(':')) return documentOf(value);
  const kind = documentKindOf(value);
  const personal = kind && identityDocuments[kind].of === 'person';
  return { kind: personal ? kind : 'resident', number: value, country: null };
}

/** What a form keeps and sends of what is typed: as typed where the number is all there is to it. */
export function typedNumber({ kind, number, country }: IdentityDocument): string {
  if (identityDocuments[kind].mark === null) return number;
  return identityNumberOf({ kind, number, country: countryCode(country ?? '') });
}

/** Label of the input. */
export const numberLabel = (kind: DocumentKind): string => identityDocuments[kind].number.name;
