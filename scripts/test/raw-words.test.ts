import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { rawWords } from '../play/raw-words';

const root = resolve(__dirname, '../..');
const chinese = /\p{Script=Han}/u;
/** Spoken or shown although no sign of it is Chinese. */
const shownNames = new Set([
  'placeholder',
  'title',
  'label',
  'aria-label',
  'alt',
  'okText',
  'cancelText',
  'hint',
  'text',
]);
/** Read by those who run the platform or call its interface: names of variables and paths belong there. */
const notForPeople = [
  /^bff\/src\/(?:doctor|config|migrations)\//,
  /^bff\/src\/adapters\/config/,
  /^bff\/src\/platform\/(?:fonts\/|http\/(?:openapi|docs-page|insiders)|contract|audit\/anchor-key|database\/holder)/,
  /table-writer/,
  // A table to look up; people read the names in it. Samples of the gallery, which only builders see.
  /^shared\/src\/identifiers\/country\.ts$/,
  /^miniapp\/src\/ui\/states\//,
];
const forProgrammers = /^(?:tag|\w*Tag|summary|description)$/;

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

const nameAround = (node: ts.Node): string | undefined => {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent) || ts.isJsxAttribute(parent))
    return parent.name.getText();
  return ts.isJsxExpression(parent) ? nameAround(parent) : undefined;
};

function textOf(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return node.text;
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  // What is put in is looked at where it is shown.
  if (ts.isTemplateExpression(node))
    return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('　');
  return null;
}

/** Every text of ours that people may read, with its place. */
function* textsIn(file: string): Generator<{ place: string; text: string }> {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Array<{ place: string; text: string }> = [];
  const look = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== null) {
      const around = nameAround(node) ?? '';
      const shown =
        chinese.test(text) || ts.isJsxText(node) || (ts.isJsxAttribute(node.parent) && shownNames.has(around));
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      if (shown && !forProgrammers.test(around))
        found.push({ place: `${relative(root, file)}:${line + 1}`, text: text.replace(/\{\w+\}/g, '　') });
    }
    ts.forEachChild(node, look);
  };
  look(source);
  yield* found;
}

test.each(['shared', 'admin', 'miniapp', 'bff'])(
  'no text of %s has a word that only a programmer understands',
  (part) => {
    const faults: string[] = [];
    for (const file of sources(join(root, part, 'src'))) {
      if (notForPeople.some((path) => path.test(relative(root, file)))) continue;
      for (const { place, text } of textsIn(file)) faults.push(...rawWords([text]).map((fault) => `${place} ${fault}`));
    }
    expect(faults).toEqual([]);
  },
);
