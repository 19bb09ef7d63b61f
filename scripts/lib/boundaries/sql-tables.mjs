/**
 * The tables that a statement, or a part of one, names. A text is a row of parts: words (`text` with the place of each of its
 * characters), and holes, which have one of several `values`, or none that can be read.
 */
const starts = new Set(['from', 'join', 'into', 'update', 'table', 'tables', 'truncate', 'straight_join']);
/** Stand between a verb and the table. */
const passed = new Set(
  'low_priority high_priority delayed quick ignore or replace rollback abort fail lateral only as if exists not into table'.split(
    ' ',
  ),
);
/** After these the list of tables is over. */
const ends = new Set(
  'where set values value group order having limit union select on using returning window for with except intersect'.split(
    ' ',
  ),
);
const writing = new Set(['insert', 'replace', 'update', 'delete', 'truncate', 'alter', 'drop', 'create', 'lock']);
const token =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|`(\w+)`|"(\w+)"|\[(\w+)\]|'((?:[^']|'')*)'|([A-Za-z_]\w*)|([(),;.])|[\s\S]/g;

/** `expects` a table, stands in a `list` of them. */
const fresh = () => ({ verb: 'read', expects: false, list: false, previous: '' });

/** One text's state: a frame for each open bracket. */
class Scan {
  frames = [fresh()];

  constructor(found) {
    this.found = found;
  }

  get frame() {
    return this.frames.at(-1);
  }

  copy() {
    const copy = new Scan(this.found);
    copy.frames = this.frames.map((frame) => ({ ...frame }));
    return copy;
  }

  /** Without a word: a table whose name cannot be read. */
  name(word, at) {
    const { frame } = this;
    this.found.push({ table: word?.toLowerCase() ?? null, write: frame.verb === 'write', at });
    frame.expects = false;
    frame.list = true;
    frame.previous = word ? 'name' : 'hole';
  }

  mark(mark) {
    const { frame } = this;
    if (mark === '(') {
      // The tables of `FROM (a, b)`; of `INSERT INTO a (b, c)` and of a function no more.
      this.frames.push({ ...fresh(), expects: frame.expects, verb: frame.expects ? frame.verb : 'read' });
      if (frame.previous === 'replace') frame.verb = 'read';
      frame.expects = false;
    } else if (mark === ')') {
      if (this.frames.length > 1) this.frames.pop();
    } else if (mark === ',') frame.expects ||= frame.list;
    else if (mark === '.' && frame.previous === 'name') {
      // `schema.table`: the word before the dot was the schema.
      this.found.pop();
      frame.expects = true;
    } else if (mark === ';') this.frames = [fresh()];
    this.frame.previous = mark;
  }

  word(word, at) {
    const { frame } = this;
    const lower = word.toLowerCase();
    const { previous } = frame;
    frame.previous = lower;
    if (lower === 'update' && ['for', 'key', 'on', 'do'].includes(previous)) return;
    if (frame.expects && passed.has(lower)) return;
    if (writing.has(lower) && !(frame.list && lower !== 'update')) frame.verb = 'write';
    // `INSERT a VALUES`, `REPLACE a`: INTO may be left out; `REPLACE(…)` is a function.
    if (lower === 'insert' || (lower === 'replace' && previous === '')) frame.expects = true;
    else if (starts.has(lower)) frame.expects = previous !== 'distinct';
    else if (ends.has(lower)) {
      if (lower === 'select' || lower === 'with') frame.verb = 'read';
      // `a JOIN b ON … , c`: the list goes on after a condition.
      if (!['on', 'using'].includes(lower)) frame.list = false;
      frame.expects = false;
    } else if (frame.expects) this.name(word, at);
  }
}

function scanText(scan, part) {
  for (const match of part.text.matchAll(token)) {
    const [whole, back, double, square, single, word, mark] = match;
    const at = part.at(match.index);
    if (mark) scan.mark(mark);
    else if (word) scan.word(word, at);
    else {
      const quoted = back ?? double ?? square ?? single;
      if (quoted !== undefined && scan.frame.expects && /^\w+$/.test(quoted)) scan.name(quoted, at);
      else if (whole.trim() && !/^(--|\/\*)/.test(whole)) {
        scan.frame.expects = false;
        scan.frame.previous = whole;
      }
    }
  }
}

const begins = (value) => /^\w/.test(value[0]?.text ?? ' ');

function scanParts(scan, parts, depth) {
  for (const [index, part] of parts.entries()) {
    if (part.text !== undefined) {
      scanText(scan, part);
      continue;
    }
    const { frame } = scan;
    const goesOn = /\w$/.test(parts[index - 1]?.text ?? '') && (!part.values || part.values.some(begins));
    // Put together: `FROM work_${x}`, `FROM ${x}_row`.
    const glued = goesOn ? frame.previous === 'name' : frame.expects && /^\w/.test(parts[index + 1]?.text ?? '');
    if (glued || (frame.expects && !part.values)) scan.name(null, part.at(0));
    else {
      if (depth < 4) for (const value of part.values ?? []) scanParts(scan.copy(), value, depth + 1);
      frame.list ||= frame.expects;
      frame.expects = false;
      frame.previous = 'hole';
    }
  }
}

/** `parts` → [{ table, write, at }]; a table whose name cannot be read has `table: null`. */
export function tablesIn(parts) {
  const found = [];
  scanParts(new Scan(found), parts, 0);
  return found;
}
