import ts from 'typescript';

/** Tests read what the project itself wrote. */
const isTest = (name) => name.split('/')[1] === 'test';

/** Names of one file that always mean the same: `const a = …` of one declaration only, whose value is its initialiser. */
function constantsOf(tree) {
  const found = new Map();
  const visit = (node) => {
    const isConst = ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.Const) !== 0;
    const declared = ts.isVariableDeclarationList(node) ? node.declarations : ts.isParameter(node) ? [node] : [];
    for (const { name, initializer } of declared)
      if (ts.isIdentifier(name))
        found.set(name.text, isConst && initializer && !found.has(name.text) ? initializer : null);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The text that an expression always has: literals, their sums, templates and constants of them; null if it is not constant. */
function textOf(node, constants, depth = 0) {
  if (!node || depth > 20) return null;
  const of = (each) => textOf(each, constants, depth + 1);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return of(node.expression);
  if (ts.isIdentifier(node)) return of(constants.get(node.text));
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'source') {
    const pattern = ts.isIdentifier(node.expression) ? constants.get(node.expression.text) : node.expression;
    return pattern ? (literal(pattern)?.source ?? null) : null;
  }
  if (ts.isTaggedTemplateExpression(node) && ts.isPropertyAccessExpression(node.tag) && node.tag.name.text === 'raw') {
    if (ts.isNoSubstitutionTemplateLiteral(node.template)) return node.template.rawText ?? node.template.text;
    return spans(node.template, of, (part) => part.rawText ?? part.text);
  }
  if (ts.isTemplateExpression(node)) return spans(node, of, (part) => part.text);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [of(node.left), of(node.right)];
    return left === null || right === null ? null : left + right;
  }
  return null;
}

function spans(template, of, read) {
  let text = read(template.head);
  for (const { expression, literal: part } of template.templateSpans) {
    const value = of(expression);
    if (value === null) return null;
    text += value + read(part);
  }
  return text;
}

/** `RegExp`, `globalThis.RegExp`, `window['RegExp']`. */
function isRegExp(node) {
  if (ts.isIdentifier(node)) return node.text === 'RegExp';
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'RegExp';
  if (ts.isElementAccessExpression(node)) return node.argumentExpression.text === 'RegExp';
  return ts.isParenthesizedExpression(node) && isRegExp(node.expression);
}

const isConstructed = (node) => (ts.isNewExpression(node) || ts.isCallExpression(node)) && isRegExp(node.expression);

/** Functions of the file that make a pattern of their parameters: name → those, and where they make it. */
function helpersOf(tree) {
  const found = new Map();
  const add = (name, fn) => {
    const parameters = fn.parameters.map((each) => (ts.isIdentifier(each.name) ? each.name.text : ''));
    const visit = (node) => {
      if (isConstructed(node)) found.set(name, [...(found.get(name) ?? []), { parameters, node }]);
      ts.forEachChild(node, visit);
    };
    if (fn.body) visit(fn.body);
  };
  const visit = (node) => {
    if (ts.isFunctionDeclaration(node) && node.name) add(node.name.text, node);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer)
      if (ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer))
        add(node.name.text, node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The patterns that a node makes of constants: by `RegExp`, or by a helper that hands its argument to it. */
function constructed(node, constants, helpers) {
  const made = (call, known) => {
    const [source, flags] = call.arguments ?? [];
    const text = textOf(source, known);
    const letters = flags ? textOf(flags, known) : '';
    return text === null || letters === null ? [] : [{ source: text, flags: letters }];
  };
  if (isConstructed(node)) return made(node, constants);
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return [];
  return (helpers.get(node.expression.text) ?? []).flatMap(({ parameters, node: inner }) =>
    made(inner, new Map([...constants, ...parameters.map((each, i) => [each, node.arguments[i] ?? null])])),
  );
}

function literal(node) {
  if (node.kind !== ts.SyntaxKind.RegularExpressionLiteral) return null;
  const end = node.text.lastIndexOf('/');
  return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
}

/** Every regular expression of the sources, tests apart, that is constant: `/…/flags` → where it stands first. */
export function patternsOf(files) {
  const found = new Map();
  for (const { name, tree } of files.values()) {
    if (isTest(name)) continue;
    const [constants, helpers] = [constantsOf(tree), helpersOf(tree)];
    const visit = (node) => {
      const here = literal(node);
      for (const pattern of here ? [here] : constructed(node, constants, helpers)) {
        const key = `/${pattern.source}/${pattern.flags}`;
        const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
        if (!found.has(key)) found.set(key, { ...pattern, file: name, line });
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return found;
}
