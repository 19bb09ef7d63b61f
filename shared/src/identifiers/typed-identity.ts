import { countries, countryCode } from './country';
import { registeredCode } from './credit-code';
import {
  type DocumentKind,
  documentKindNamed,
  documentKinds,
  identityDocuments,
  identityNumberOf,
} from './identity-document';
import { residentId } from './resident-id';
import { compactCode } from './text';

/** The name of a document may stand before its number, as pages and certificates show it: `护照（美国） E12345678`. */
const named = /^(\p{Script=Han}{2,30})(?:（([^（）]{1,30})）)?([A-Za-z0-9].*)$/u;
const unspaced = (text: string): string =>
  text
    .replace(/[\s：:]/g, '')
    .replace(/\(/g, '（')
    .replace(/\)/g, '）');

function numberIs(kind: DocumentKind, number: string): boolean {
  if (kind === 'resident' && residentId.fromOld(number)) return true;
  const identifier = kind === 'organisation' ? registeredCode : identityDocuments[kind].number;
  return identifier.problem(number) === null;
}

/**
 * Every identity (`identityNumber`) that a number may be which somebody types from a document into a search: a number alone
 * does not tell whether it is a permit's or a passport's, nor whose passport. `sure`: it can be nothing else.
 */
export function identitiesTyped(text: string): { sure: boolean; identities: string[] } {
  const match = named.exec(unspaced(text));
  const only = match && documentKindNamed(match[1]!);
  const number = compactCode(only ? match[3]! : text);
  const issued = only ? countryCode(match[2] ?? '') : null;
  const issuers = issued ? [issued] : Object.keys(countries);
  const kinds = (only ? [only] : documentKinds).filter((kind) => numberIs(kind, number));
  const [first] = kinds;
  const tells = first === 'resident' || (first === 'organisation' && number.length === 18);
  const told = tells ? [first] : kinds;
  return {
    sure: tells || (only !== null && told.length > 0),
    identities: told.flatMap((kind) =>
      (identityDocuments[kind].country ? issuers : [null]).map((country) =>
        identityNumberOf({ kind, number, country }),
      ),
    ),
  };
}
