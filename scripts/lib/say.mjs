/** What people see in the terminal: steps with their time, tables, sizes. */

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;
const terminal = Boolean(process.stdout.isTTY);
const colour = terminal && !process.env.NO_COLOR;
const paint = (code) => (text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

export const green = paint('32');
export const red = paint('31');
export const yellow = paint('33');
export const bold = paint('1');
export const dim = paint('2');

export const say = (line = '') => process.stdout.write(`${line}\n`);
export const warn = (line) => process.stderr.write(`${yellow('!')} ${line}\n`);
export const fail = (line) => process.stderr.write(`${red('✗')} ${line}\n`);

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} 秒`;

export function size(bytes) {
  return bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(2)} MB` : `${Math.round(bytes / 1024)} KB`;
}

/** Columns that a text takes: a Chinese character takes two. */
const width = (text) => [...text].reduce((sum, char) => sum + (wide.test(char) ? 2 : 1), 0);
export const pad = (text, columns) => text + ' '.repeat(Math.max(0, columns - width(text)));

/** Rows of equal length under a head, aligned. */
export function table(head, rows) {
  const columns = head.map((_, i) => Math.max(...[head, ...rows].map((row) => width(String(row[i] ?? '')))));
  const line = (row) => `  ${row.map((cell, i) => pad(String(cell ?? ''), columns[i])).join('  ')}`.trimEnd();
  return [dim(line(head)), ...rows.map(line)].join('\n');
}

/**
 * Runs `work` under a title: a line that counts the seconds on a terminal, plain lines elsewhere. `work` gets a function
 * that shows how far it is. Passes on what `work` returns or throws.
 */
export async function step(title, work) {
  const began = Date.now();
  const frames = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
  let note = '';
  let turn = 0;
  let said = began;
  const draw = () => {
    if (terminal) {
      const elapsed = Math.floor((Date.now() - began) / 1000);
      process.stdout.write(`\r\u001b[2K${frames[turn++ % frames.length]} ${title} ${dim(`${elapsed} 秒 ${note}`)}`);
    } else if (Date.now() - said > 20_000) {
      said = Date.now();
      say(`  … ${title}，已用 ${Math.round((said - began) / 1000)} 秒 ${note}`.trimEnd());
    }
  };
  if (!terminal) say(`  … ${title}`);
  const timer = setInterval(draw, terminal ? 120 : 1000);
  const end = (mark) => {
    clearInterval(timer);
    const tail = note ? `，${note}` : '';
    say(`${terminal ? '\r\u001b[2K' : ''}${mark} ${title} ${dim(`(${seconds(Date.now() - began)}${tail})`)}`);
  };
  try {
    const result = await work((text) => {
      note = text;
    });
    end(green('✓'));
    return result;
  } catch (error) {
    end(red('✗'));
    throw error;
  }
}
