/** Who may import whom. Each rule says of which files it speaks, which imports it refuses, and why. */

const within =
  (...folders) =>
  (path) =>
    folders.some((folder) => path.startsWith(`${folder}/`));
const isTest = (path) => /(^|\/)test\//.test(path) || /\.test\.tsx?$/.test(path);
const isPackage = (target) => target.startsWith('npm:');
const moduleOf = (path) => /^bff\/src\/modules\/([^/]+)/.exec(path)?.[1];
const isPort = (target) => /^bff\/src\/adapters\/(index|answer|dependencies|[^/]+\/port)\.ts$/.test(target);

const sources = {
  shared: ['shared'],
  bff: ['bff', 'shared'],
  admin: ['admin', 'shared'],
  miniapp: ['miniapp', 'shared'],
};

const rules = [
  ...Object.entries(sources).map(([name, allowed]) => ({
    of: within(`${name}/src`),
    refuses: (target) => !isPackage(target) && !within(...allowed.map((each) => `${each}/src`))(target),
    why: `${name} 只能引用 ${allowed.join('、')}`,
  })),
  {
    of: within('shared/src'),
    refuses: (target) => isPackage(target) && target !== 'npm:zod',
    why: 'shared 除 zod 外不引用任何包',
  },
  {
    of: within('scripts/sandbox'),
    refuses: (target) => !isPackage(target) && !within('scripts/sandbox', 'shared/src')(target),
    why: '沙箱只能引用 shared：它扮演的是别人的系统',
  },
  {
    of: within('bff/src/adapters'),
    refuses: within('bff/src/modules', 'bff/src/platform'),
    why: 'adapters 不引用 modules 和 platform',
  },
  {
    of: within('bff/src/platform'),
    refuses: within('bff/src/modules', 'bff/src/adapters'),
    why: 'platform 不引用 modules 和 adapters',
  },
  {
    of: within('bff/src/modules'),
    refuses: (target) => within('bff/src/adapters')(target) && !isPort(target),
    why: 'modules 只引用 adapters 的接口（port.ts）与类型',
  },
  {
    of: within('bff/src/modules'),
    refuses: (target, from) =>
      /\.entity\.ts$/.test(target) && moduleOf(target) !== undefined && moduleOf(target) !== moduleOf(from),
    why: '不引用别的模块的实体，请调用那个模块的服务',
  },
];

/** Breaches of the directions. Tests may import what they test, wherever it is. */
export function directions(files) {
  const breaches = [];
  for (const { name, imports } of files.values()) {
    for (const { target, specifier, line } of imports) {
      // Styles and pictures have no target; whether a file is there at all is the compiler's business.
      if (target === null || isTest(name)) continue;
      for (const rule of rules) {
        if (rule.of(name) && rule.refuses(target, name))
          breaches.push({ file: name, line, text: `引用了 ${specifier}：${rule.why}` });
      }
    }
  }
  return breaches;
}

/** The platform must not know that there is a sandbox. */
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
