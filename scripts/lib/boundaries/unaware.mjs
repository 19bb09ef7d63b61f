/** Nothing in the platform may refer to the sandbox. */
export function unaware(files) {
  const breaches = [];
  for (const { name, text } of files.values()) {
    if (!name.startsWith('bff/src/') || !/sandbox/i.test(text)) continue;
    text.split('\n').forEach((line, i) => {
      if (/sandbox/i.test(line))
        breaches.push({ file: name, line: i + 1, text: 'bff 的代码里不出现 sandbox：它只认环境变量' });
    });
  }
  return breaches;
}
