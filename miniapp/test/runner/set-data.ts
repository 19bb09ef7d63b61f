/** `root.cn.[0].cl` or `root.cn[0].cl` → ['root', 'cn', 0, 'cl'], as both hosts read a path. */
const segments = (path: string): (string | number)[] =>
  path
    .replace(/\.?\[(\d+)\]/g, '.[$1]')
    .split('.')
    .map((part) => (/^\[\d+\]$/.test(part) ? Number(part.slice(1, -1)) : part));

/** Values cross from the logic layer to the view layer as JSON; so must they here. */
const crossed = (value: unknown) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** Applies a `setData` call with paths. */
export function applyData(data: Record<string, unknown>, changes: Record<string, unknown>): void {
  for (const [path, value] of Object.entries(changes)) {
    const parts = segments(path);
    const last = parts.pop()!;
    let at: Record<string | number, unknown> = data;
    parts.forEach((part, index) => {
      if (at[part] === undefined || at[part] === null) {
        at[part] = typeof (parts[index + 1] ?? last) === 'number' ? [] : {};
      }
      at = at[part] as Record<string | number, unknown>;
    });
    at[last] = crossed(value);
  }
}
