import { type PartResult, untestedCount } from './tally';

/** Columns as wide as a terminal shows them: Chinese takes two. */
const width = (text: string): number => [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0);
const pad = (text: string, to: number): string => ' '.repeat(Math.max(0, to - width(text))) + text;
const padEnd = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)));
const grouped = (count: number): string => count.toLocaleString('en-US');

const shownFindings = 40;

/** One line for a part that has ended, and what did not hold in it. */
export function lastLine(result: PartResult): string {
  const { part, held, notHeld, seconds } = result;
  const lines = [
    `${notHeld.length > 0 ? '✗' : '✓'} ${part}：${grouped(held)} 次守住，${notHeld.length} 次没有守住，${seconds} 秒`,
  ];
  for (const { call, why } of notHeld.slice(0, shownFindings)) lines.push(`    ${call} → ${why}`);
  if (notHeld.length > shownFindings) lines.push(`    ……还有 ${notHeld.length - shownFindings} 次，--json 里有全部`);
  for (const [reason, count] of Object.entries(result.untested)) lines.push(`    未测 ${grouped(count)} 次：${reason}`);
  return lines.join('\n');
}

export function table(results: readonly PartResult[]): string {
  const rows = [
    ['', 'tried', 'held', 'not held', 'untested', 'seconds'],
    ...results.map((result) => [
      result.part,
      grouped(result.tried),
      grouped(result.held),
      grouped(result.notHeld.length),
      grouped(untestedCount(result)),
      result.seconds.toFixed(1),
    ]),
  ];
  const line = ([first = '', ...rest]: string[]) => padEnd(first, 18) + rest.map((cell) => pad(cell, 11)).join('');
  return ['', ...rows.map(line)].join('\n');
}
