/**
 * Cuts a JSON object into its top-level members as raw text, because Alipay signs the raw text of one of them.
 * `undefined` when it isn't an object or a key occurs twice: the SDK verifies the first occurrence but parses the
 * last, so a body with the response key twice would pass with forged content.
 */
export function topLevelMembers(raw: string): Map<string, string> | undefined {
  const members = new Map<string, string>();
  let at = skipSpace(raw, 0);
  if (raw[at] !== '{') return undefined;
  at = skipSpace(raw, at + 1);
  if (raw[at] === '}') return skipSpace(raw, at + 1) === raw.length ? members : undefined;
  for (;;) {
    const keyEnd = endOfString(raw, at);
    if (keyEnd < 0) return undefined;
    const key = readKey(raw.slice(at, keyEnd));
    at = skipSpace(raw, keyEnd);
    if (key === undefined || members.has(key) || raw[at] !== ':') return undefined;
    const start = skipSpace(raw, at + 1);
    at = endOfValue(raw, start);
    if (at < 0) return undefined;
    members.set(key, raw.slice(start, at));
    at = skipSpace(raw, at);
    if (raw[at] === '}') return skipSpace(raw, at + 1) === raw.length ? members : undefined;
    if (raw[at] !== ',') return undefined;
    at = skipSpace(raw, at + 1);
  }
}

function skipSpace(raw: string, from: number): number {
  let at = from;
  while (at < raw.length && ' \t\r\n'.includes(raw[at] as string)) at += 1;
  return at;
}

/** Index after the closing quote, or -1. */
function endOfString(raw: string, from: number): number {
  if (raw[from] !== '"') return -1;
  for (let at = from + 1; at < raw.length; at += 1) {
    if (raw[at] === '\\') at += 1;
    else if (raw[at] === '"') return at + 1;
  }
  return -1;
}

/** Escapes are decoded, so `"\u0073ign"` is the same key as `"sign"`. */
function readKey(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

/** Index after a value; nested content is checked later by JSON.parse. */
function endOfValue(raw: string, from: number): number {
  if (raw[from] === '"') return endOfString(raw, from);
  let depth = 0;
  for (let at = from; at < raw.length; at += 1) {
    const char = raw[at];
    if (char === '"') {
      at = endOfString(raw, at) - 1;
      if (at < 0) return -1;
    } else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (char === ',' && depth === 0) return at;
  }
  return -1;
}
