import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './lib/paths.mjs';
import { fail, say } from './lib/say.mjs';

const shape = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** `presale-notice` → `presaleNotice`. */
const camel = (id) => id.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** A whole business, small but complete: it is verified, filled in, authorised by face, reviewed and ends without a fee. */
const declaration = (id, name) => `import { defineBusiness } from '../../engine/define-business';
import {
  authorise,
  certificateNumber,
  choice,
  form,
  holderName,
  ownRisk,
  review,
  text,
  verify,
} from '../../engine/words';

/**
 * ${name}: say here what it is for, with its Chinese term.
 * Source: section of the manual; article of the law.
 */
export const ${camel(id)} = defineBusiness({
  id: '${id}',
  version: 1,
  name: '${name}',
  category: 'transfer',
  startedBy: ['citizen'],
  summary: '一句话说明这项业务办什么、谁来办。',
  applicant: 'owner',
  parties: {
    owner: {
      name: '权利人',
      are: 'owners-of-unit',
      authorise: 'face',
      agreesTo: ['我同意办理这项业务，所填内容真实、有效。'],
    },
  },
  unit: {
    by: 'right-certificate',
    blockedBy: ['seizure', 'pre-seizure', 'pending-same'],
    warnedBy: ['objection'],
    commitments: [ownRisk()],
  },
  steps: [
    verify({
      name: '信息校验',
      intro: '请照着不动产权证书填写。有多位权利人时，填其中一位即可。',
      fields: [certificateNumber(), holderName({ hint: '与证书上的名字一致' })],
    }),
    form('matter', {
      name: '事项信息',
      intro: '填写要办理的事项。',
      fields: [
        choice('reason', '原因', { one: '原因一', two: '原因二' }),
        text('words', { name: '说明', hint: '没有可以不填', required: false }),
      ],
    }),
    authorise({ name: '刷脸授权', intro: '每位权利人在自己的手机上核对内容并刷脸。' }),
    review({
      name: '审核',
      automatic: ['authorisations-complete', 'parties-match', 'limits-clear'],
      officer: 'always',
    }),
  ],
  fee: { matter: 'none' },
  effects: [],
  limits: { preparing: 30, authorising: 15, correction: 30, payment: 15, reviewWorkingDays: 5 },
  guide: {
    conditions: ['不动产已领取不动产权证书。'],
    materials: ['不动产权证号'],
    legalBasis: ['《不动产登记暂行条例》第十四条'],
    result: '办结后在“我的办件”查看结果。',
  },
});
`;

/** Adds import and entry to the list of business types; the imports stay sorted. */
function list(text, id) {
  const name = camel(id);
  const imports = text.split('\n').filter((line) => line.startsWith('import '));
  const from = (line) => line.slice(line.indexOf(' from '));
  const sorted = [...imports, `import { ${name} } from './${id}';`].sort((a, b) => (from(a) < from(b) ? -1 : 1));
  const listed = text
    .replace(imports.join('\n'), sorted.join('\n'))
    .replace('  ...preReviewItems,\n', `  ${name},\n  ...preReviewItems,\n`);
  if (!listed.includes(`  ${name},\n`)) throw new Error('shared/src/business/index.ts 的写法变了，请手工加入。');
  return listed;
}

/** `new-business <id> [中文名]`: a declaration that loads, is shown everywhere and can be walked at once. */
function main([id, name = '新业务']) {
  if (!id || !shape.test(id)) {
    fail('用法：npm run new-business -- <英文短横线名称，例如 address-change> [中文名]');
    return 2;
  }
  const folder = inRoot('shared/src/business', id);
  if (existsSync(folder)) {
    fail(`已经有这项业务：shared/src/business/${id}`);
    return 2;
  }
  const index = inRoot('shared/src/business/index.ts');
  const listed = list(readFileSync(index, 'utf8'), id);
  mkdirSync(folder);
  writeFileSync(inRoot('shared/src/business', id, 'index.ts'), declaration(id, name));
  writeFileSync(index, listed);
  say(`已写好 shared/src/business/${id}/index.ts，并加入 shared/src/business/index.ts。`);
  say('接下来：按 docs/declaring-a-business.md 改成您的业务；重新 npm start；');
  say(`  npm run walk -- ${id}    走完它的每一条路径`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
