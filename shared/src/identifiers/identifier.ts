/** What every identifier offers, so that forms, schemas and lists treat all of them alike. All functions are pure. */
export interface Identifier {
  /** Chinese name, as a form label shows it. */
  name: string;
  /** The canonical spelling; never throws, and leaves what it can't understand for `problem` to report. */
  normalise(raw: string): string;
  /** A Chinese sentence telling the person what to do, or null when `normalise(raw)` is valid. */
  problem(raw: string): string | null;
  /** What to look at once more in a value that is taken all the same, or null. */
  warning?(raw: string): string | null;
  /** The value with its middle hidden, for lists and logs. */
  mask(value: string): string;
  /** A valid value, for placeholders and tests. */
  example: string;
}
