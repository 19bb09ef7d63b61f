import fc from 'fast-check';

export function singleChanges(value: string, alphabet: string): string[] {
  return [...value].flatMap((own, i) =>
    [...alphabet].filter((char) => char !== own).map((char) => value.slice(0, i) + char + value.slice(i + 1)),
  );
}

export const dates = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replace(/-/g, ''));
export const digits = (length: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: 10 ** length - 1 }).map((n) => String(n).padStart(length, '0'));
export const chars = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
