import ts from 'typescript';

const deepest = 6;

/** Without brackets, `as`, `satisfies` and `!`. */
export function bare(node) {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  )
    inner = inner.expression;
  return inner;
}

const isSum = (node) => ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
export const isText = (node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || isSum(node);

/** Names that a file gives, each with everything it may stand for; a name that may be something else has an entry without. */
function bindingsOf({ tree, imports }) {
  const found = new Map();
  const add = (name, meaning) => found.set(name, [...(found.get(name) ?? []), meaning]);
  const visit = (node, parent, grand) => {
    if (ts.isImportDeclaration(node)) {
      const target = imports.find(({ specifier }) => specifier === node.moduleSpecifier.text)?.target;
      const { namedBindings, name } = node.importClause ?? {};
      if (name) add(name.text, {});
      if (namedBindings && ts.isNamespaceImport(namedBindings)) add(namedBindings.name.text, {});
      for (const each of namedBindings?.elements ?? [])
        add(each.name.text, { target, imported: (each.propertyName ?? each.name).text });
      return;
    }
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const constant = parent.flags & ts.NodeFlags.Const;
      if (constant && node.initializer) add(node.name.text, { is: node.initializer });
      else if (constant && grand && ts.isForOfStatement(grand)) add(node.name.text, { among: grand.expression });
      else add(node.name.text, {});
    } else if ((ts.isParameter(node) || ts.isBindingElement(node)) && ts.isIdentifier(node.name))
      add(node.name.text, {});
    else if (ts.isClassDeclaration(node) && node.name) add(node.name.text, { entity: true });
    ts.forEachChild(node, (child) => visit(child, node, parent));
  };
  visit(tree);
  return found;
}

/** Reads what texts a file's expressions can be. `files`: those from which it may import. */
export class Texts {
  constructor(files) {
    this.files = files;
    this.names = new Map();
  }

  bindings(file) {
    if (!this.names.has(file)) this.names.set(file, bindingsOf(file));
    return this.names.get(file);
  }

  /** A class of this file or an entity of another; its table is its module's. */
  isClass(name, file) {
    const meanings = this.bindings(file).get(name) ?? [];
    return meanings.length > 0 && meanings.every(({ entity, target }) => entity || /\.entity\.ts$/.test(target ?? ''));
  }

  /** An expression as a row of parts (see `tablesIn`), texts beside each other as one. */
  parts(node, file, depth = 0) {
    const parts = [];
    this.collect(bare(node), file, depth, parts);
    const joined = [];
    for (const part of parts) {
      const last = joined.at(-1);
      if (part.text === undefined || last?.text === undefined) joined.push(part);
      else joined[joined.length - 1] = together(last, part);
    }
    return joined;
  }

  collect(node, file, depth, parts) {
    const literal = (piece) => {
      const from = piece.getStart(file.tree) + 1;
      parts.push({ text: piece.text, at: (index) => ({ file, index: Math.min(from + index, piece.end - 1) }) });
    };
    if (ts.isStringLiteralLike(node)) literal(node);
    else if (ts.isTemplateExpression(node)) {
      literal(node.head);
      for (const { expression, literal: rest } of node.templateSpans) {
        this.collect(bare(expression), file, depth, parts);
        literal(rest);
      }
    } else if (isSum(node)) {
      this.collect(bare(node.left), file, depth, parts);
      this.collect(bare(node.right), file, depth, parts);
    } else {
      const values = this.values(node, file, depth + 1);
      if (values?.length === 1) parts.push(...values[0]);
      else parts.push({ values, at: () => ({ file, index: node.getStart(file.tree) }) });
    }
  }

  /** Everything that an expression may be, each as a row of parts; null if that cannot be read. */
  values(given, file, depth = 0) {
    const node = bare(given);
    if (depth > deepest) return null;
    if (isText(node)) return [this.parts(node, file, depth)];
    if (ts.isConditionalExpression(node)) return this.either([node.whenTrue, node.whenFalse], file, depth);
    // A column's or table's name in quotes.
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'quote')
      return this.values(node.arguments[0], file, depth + 1);
    if (ts.isIdentifier(node)) return this.named(node.text, file, depth);
    if (ts.isPropertyAccessExpression(node)) return this.property(node, file, depth);
    return null;
  }

  either(nodes, file, depth) {
    const all = nodes.map((node) => this.values(node, file, depth + 1));
    return all.includes(null) ? null : all.flat();
  }

  named(name, file, depth) {
    const meanings = this.bindings(file).get(name);
    if (!meanings) return null;
    const all = meanings.map((meaning) => {
      if (meaning.is) return this.values(meaning.is, file, depth + 1);
      if (meaning.among) return this.elements(meaning.among, file, depth + 1);
      return meaning.target ? this.exported(meaning, depth) : null;
    });
    return all.includes(null) ? null : all.flat();
  }

  exported({ target, imported }, depth) {
    const other = this.files.get(target);
    return other && depth < deepest ? this.named(imported, other, depth + 1) : null;
  }

  elements(given, file, depth) {
    const node = bare(given);
    if (ts.isArrayLiteralExpression(node)) return this.either(node.elements, file, depth);
    const meanings = ts.isIdentifier(node) ? (this.bindings(file).get(node.text) ?? []) : [];
    return meanings.length === 1 && meanings[0].is && depth < deepest
      ? this.elements(meanings[0].is, file, depth + 1)
      : null;
  }

  /** A property of a constant object. */
  property({ expression, name }, file, depth) {
    const [meaning, ...others] = ts.isIdentifier(expression) ? (this.bindings(file).get(expression.text) ?? []) : [];
    const object = meaning?.is && others.length === 0 ? bare(meaning.is) : null;
    if (!object || !ts.isObjectLiteralExpression(object)) return null;
    const found = object.properties.find(
      (each) => ts.isPropertyAssignment(each) && ts.isIdentifier(each.name) && each.name.text === name.text,
    );
    return found ? this.values(found.initializer, file, depth + 1) : null;
  }
}

function together(first, second) {
  const { length } = first.text;
  return {
    text: first.text + second.text,
    at: (index) => (index < length ? first.at(index) : second.at(index - length)),
  };
}
