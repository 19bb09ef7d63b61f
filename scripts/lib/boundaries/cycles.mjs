import ts from 'typescript';

/** Whether a file uses one of the names at run time; TypeScript drops imports that are used as types only. */
function usesAtRuntime(tree, names) {
  const wanted = new Set(names);
  let found = false;
  const decorated = (node) => (ts.canHaveDecorators(node) ? (ts.getDecorators(node)?.length ?? 0) > 0 : false);
  /** Decorated members keep their types at run time, as metadata. */
  const visitMetadata = (type) => {
    if (type && ts.isTypeReferenceNode(type)) visitName(type.typeName);
  };
  const visitName = (name) => {
    if (ts.isIdentifier(name)) found ||= wanted.has(name.text);
    else visitName(name.left);
  };
  const visitMember = (member, ofDecorated) => {
    const parameters = member.parameters ?? [];
    const speaks =
      decorated(member) || (ofDecorated && ts.isConstructorDeclaration(member)) || parameters.some(decorated);
    if (!speaks) return;
    visitMetadata(member.type);
    for (const parameter of parameters) visitMetadata(parameter.type);
  };
  const visit = (node) => {
    if (found || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
      return;
    if (ts.isHeritageClause(node)) {
      if (node.token === ts.SyntaxKind.ExtendsKeyword) for (const type of node.types) visit(type.expression);
      return;
    }
    if (ts.isTypeNode(node)) return;
    if (ts.isClassDeclaration(node)) for (const member of node.members) visitMember(member, decorated(node));
    if (ts.isIdentifier(node)) found ||= wanted.has(node.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Strongly connected parts of a graph (Tarjan 1972), those with more than one node or a node that points to itself. */
function knots(nodes, next) {
  const state = new Map();
  const stack = [];
  const result = [];
  let counter = 0;
  const visit = (node) => {
    const own = { index: counter, low: counter, open: true };
    counter += 1;
    state.set(node, own);
    stack.push(node);
    for (const other of next(node)) {
      const known = state.get(other);
      if (!known) own.low = Math.min(own.low, visit(other).low);
      else if (known.open) own.low = Math.min(own.low, known.index);
    }
    if (own.low === own.index) {
      const part = [];
      let member;
      do {
        member = stack.pop();
        state.get(member).open = false;
        part.push(member);
      } while (member !== node);
      if (part.length > 1 || next(node).includes(node)) result.push(part);
    }
    return own;
  };
  for (const node of nodes) if (!state.has(node)) visit(node);
  return result;
}

/** The shortest way from a node back to itself inside its knot. */
function circle(start, members, next) {
  const inside = new Set(members);
  const before = new Map();
  const queue = [start];
  for (const node of queue) {
    for (const other of next(node)) {
      if (other === start) {
        const path = [node];
        while (path[0] !== start) path.unshift(before.get(path[0]));
        return [...path, start];
      }
      if (inside.has(other) && !before.has(other)) {
        before.set(other, node);
        queue.push(other);
      }
    }
  }
  return [start];
}

/** Import cycles that exist at run time; cycles of types only are harmless. */
export function cycles(files) {
  const edges = (keep) => (name) => {
    const file = files.get(name);
    return (file?.imports ?? [])
      .filter((each) => files.has(each.target) && keep(file, each))
      .map((each) => each.target);
  };
  const marked = knots(
    [...files.keys()],
    edges((_, each) => !each.typeOnly),
  );
  const suspects = new Set(marked.flat());
  // Only where a cycle is suspected is it worth finding out which names are used as values.
  const verdicts = new Map();
  const real = edges((file, each) => {
    if (each.typeOnly || !suspects.has(file.name) || !suspects.has(each.target)) return false;
    if (!each.bindings) return true;
    if (!verdicts.has(each)) verdicts.set(each, usesAtRuntime(file.tree, each.bindings));
    return verdicts.get(each);
  });
  return knots([...suspects], real).map((members) => {
    const [first] = [...members].sort();
    const path = circle(first, members, real);
    const { line } = files.get(first).imports.find((each) => each.target === path[1]) ?? { line: 1 };
    return { file: first, line, text: `循环引用：${path.join(' → ')}` };
  });
}
