import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const excused = (name) =>
  name.startsWith('bff/src/migrations/') || /(^|\/)test\//.test(name) || /\.test\.(?:tsx?|mjs)$/.test(name);

/** Ids of the business types: the folders that declare them. */
function idsIn(root) {
  const folder = join(root, 'shared/src/business');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** A business type is named in its own declaration only; everything else follows from what the declaration says. */
export function businessIds(root, files) {
  const ids = idsIn(root);
  if (ids.length === 0) return [];
  const pattern = new RegExp(`(?<![\\w-])(${ids.join('|')})(?![\\w-])`);
  const breaches = [];
  for (const { name, text, tree } of files.values()) {
    if (excused(name) || !pattern.test(text)) continue;
    const visit = (node) => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
      const isText =
        ts.isStringLiteralLike(node) ||
        ts.isTemplateHead(node) ||
        ts.isTemplateMiddleOrTemplateTail(node) ||
        ts.isJsxText(node);
      const id = isText && pattern.exec(node.text)?.[1];
      if (id && !name.startsWith(`shared/src/business/${id}/`)) {
        const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
        breaches.push({ file: name, line, text: `写死了业务类型“${id}”：只有 shared/src/business/${id}/ 可以` });
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return breaches;
}
