import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import ts from 'typescript';

const skipped = new Set(['node_modules', 'dist', 'coverage', '.temp', '.swc']);
const extensions = ['', '.ts', '.tsx', '.h5.ts', '.weapp.ts', '.alipay.ts', '/index.ts', '/index.tsx'];

/** TypeScript, and the JavaScript of the scripts that run before anything is built. */
const own = /\.(?:tsx?|mjs)$/;
/** JavaScript too, whatever the kind of module. */
export const everyScript = /\.[cm]?[jt]sx?$/;

function* scriptsBelow(folder, wanted) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* scriptsBelow(path, wanted);
    else if (wanted.test(entry.name) && !/\.d\.[cm]?ts$/.test(entry.name)) yield path;
  }
}

/** The file a specifier means; a package's name as `npm:name`; null if it is none of the project's TypeScript files. */
function resolver(names) {
  const aliases = [
    [/^@zhucheng\/shared$/, () => 'shared/src/index'],
    [/^@zhucheng\/shared\/(.+)$/, (rest) => `shared/src/${rest}`],
    [/^@zhucheng\/(bff|scripts|admin|miniapp)\/(.+)$/, (name, rest) => `${name}/src/${rest}`],
    [/^@zhucheng\/(bff|scripts|admin|miniapp)$/, (name) => `${name}/src/index`],
  ];
  return (from, specifier) => {
    let path;
    if (specifier.startsWith('.')) path = posix.join(posix.dirname(from), specifier);
    else if (specifier.startsWith('@/')) path = posix.join(from.split('/')[0], 'src', specifier.slice(2));
    else {
      const alias = aliases.find(([pattern]) => pattern.test(specifier));
      if (!alias)
        return `npm:${specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/')}`;
      path = alias[1](...alias[0].exec(specifier).slice(1));
    }
    const base = path.replace(/\.js$|\/$/, '');
    return extensions.map((extension) => base + extension).find((name) => names.has(name)) ?? null;
  };
}

const onlyTypes = (clause) => {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = ts.isNamedExports(clause) ? clause : clause.namedBindings;
  if (clause.name || !named || !named.elements || named.elements.length === 0) return false;
  return named.elements.every((element) => element.isTypeOnly);
};

/** What a file imports, with the line, and whether it wants types only. */
function importsOf(file) {
  const found = [];
  const add = (literal, typeOnly, bindings = null) => {
    const line = file.getLineAndCharacterOfPosition(literal.getStart(file)).line + 1;
    found.push({ specifier: literal.text, line, typeOnly, bindings });
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, onlyTypes(node.importClause), bindingsOf(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(node.moduleSpecifier, node.isTypeOnly || (node.exportClause ? onlyTypes(node.exportClause) : false));
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.arguments.length > 0 && ts.isStringLiteral(node.arguments[0])) {
      const callee = node.expression;
      const isRequire = ts.isIdentifier(callee) && callee.text === 'require';
      if (isRequire || callee.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Local names that an import makes, without those marked as types; null for an import made for its effect. */
function bindingsOf(clause) {
  if (!clause) return null;
  const names = clause.name ? [clause.name.text] : [];
  const named = clause.namedBindings;
  if (named && ts.isNamespaceImport(named)) names.push(named.name.text);
  if (named && ts.isNamedImports(named)) {
    for (const element of named.elements) if (!element.isTypeOnly) names.push(element.name.text);
  }
  return names;
}

/** Reads every source of the project, or those of other names: path from the root → its text, tree and imports. */
export function readSources(root, wanted = own) {
  const parts = ['shared', 'bff', 'admin', 'miniapp', 'scripts'];
  const paths = parts.flatMap((part) => [...scriptsBelow(join(root, part), wanted)]);
  const nameOf = (path) => relative(root, path).replaceAll('\\', '/');
  const resolveFrom = resolver(new Set(paths.map(nameOf)));
  const files = new Map();
  for (const path of paths) {
    const name = nameOf(path);
    const text = readFileSync(path, 'utf8');
    const kind = name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    const tree = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, false, kind);
    const imports = importsOf(tree).map((each) => ({ ...each, target: resolveFrom(name, each.specifier) }));
    files.set(name, { name, text, tree, imports });
  }
  return files;
}
