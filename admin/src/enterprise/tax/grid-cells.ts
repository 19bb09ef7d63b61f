import { type Business, dataOf, type FieldDeclaration, stepSchema } from '@zhucheng/shared';
import type { AskStep } from '../../renderer/declarations';
import { type Faults, faultsOf } from '../../renderer/faults';

/** What is typed, by case and field. */
export type Cells = Record<string, Record<string, string>>;

/** Rows of a block copied from a spreadsheet. */
export const block = (text: string): string[][] =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t').map((cell) => cell.trim()));

/** Puts a block of cells in, from one cell to the right and down; what does not fit is left out. */
export function paste(
  cells: Cells,
  rows: readonly string[][],
  ids: readonly string[],
  fields: readonly FieldDeclaration[],
  from: { row: number; column: number },
): Cells {
  const next = { ...cells };
  rows.forEach((line, down) => {
    const id = ids[from.row + down];
    if (id === undefined) return;
    const row = { ...next[id] };
    line.forEach((value, right) => {
      const field = fields[from.column + right];
      if (field) row[field.id] = value;
    });
    next[id] = row;
  });
  return next;
}

export const isEmpty = (row: Record<string, string> | undefined): boolean =>
  !row || Object.values(row).every((value) => value.trim() === '');

/** Checks one row with the step's own schema. */
export function check(
  business: Business,
  step: AskStep,
  row: Record<string, string>,
): { data: Record<string, unknown>; faults: Faults } {
  const data = dataOf(business, step, row);
  const result = stepSchema(business, step).safeParse(data);
  return { data, faults: result.success ? {} : faultsOf(result.error) };
}
