import ts from 'typescript';
import { tablesIn } from './sql-tables.mjs';
import { bare, isText, Texts } from './sql-texts.mjs';

/**
 * Whose a table is: the module with its entity, or, where a table is written in SQL alone, the one named here. Tables of the
 * platform (outbox, audit, idempotency, …) are reached through its classes.
 */
const owners = {
  appointments: [
    'service_point',
    'weekly_slot',
    'calendar_exception',
    'day_slot',
    'appointment',
    'appointment_case',
    'pickup_code',
    'appointment_rule',
  ],
  enterprise: ['work_batch', 'work_batch_row', 'result_schedule', 'result_schedule_row'],
  identity: [
    'citizen',
    'citizen_identity',
    'institution',
    'staff',
    'session',
    'sms_code',
    'login_failure',
    'identity_face_attempt',
    'window_code',
    'staff_recovery_code',
    'staff_passkey',
    'staff_challenge',
    'staff_proposal',
    'sign_in_source',
    'unmask_watch',
    'named_lock',
  ],
  institutions: [
    'institution_filing',
    'institution_agreement',
    'institution_branch',
    'institution_clerk',
    'institution_handover',
  ],
  messages: ['message'],
  printing: ['kiosk', 'kiosk_visit', 'print_copy', 'kiosk_face', 'kiosk_reading', 'kiosk_confirmation'],
};

/**
 * Reads that must join what several modules keep, each with the tables of others that it reads. They stand in files named
 * `*.query.ts` that only read.
 */
const readModels = {
  'certificates/certificate.query.ts': ['advance_notice', 'registration_case', 'unit'],
  'enterprise/convertible.query.ts': ['advance_notice', 'right_record', 'unit'],
  'enterprise/schedule.query.ts': ['certificate', 'case_party', 'registration_case'],
  'enterprise/sheet-cases.query.ts': ['registration_case', 'unit'],
  'enterprise/work-list.query.ts': ['case_check', 'case_party', 'registration_case'],
  'institutions/clerk-scope.query.ts': ['staff'],
  'institutions/filing.query.ts': ['institution', 'staff'],
  'payments/fee-cases.query.ts': ['registration_case'],
  'printing/kiosk.query.ts': ['service_point'],
  'printing/print.query.ts': ['service_point'],
  'printing/visit.query.ts': ['pickup_code', 'service_point'],
  'review/backlog.query.ts': ['registration_case'],
  'review/case-search.query.ts': ['case_party'],
};

/** Where a table's name comes from a caller, and what answers for the callers. */
const variableTables = {
  'register/register.batch.ts': 'callers of insertMany are looked at like those of the transaction',
};

const place = /^bff\/src\/(?:modules\/([^/]+)\/(.+)|platform\/.+)$/;
const entity = /@Entity\(\s*['"`](\w+)/g;
/** Calls that write or lock rows of a table, and which argument names it. */
const calls = new Map([
  ...['insert', 'insertAll', 'update', 'remove', 'hold', 'lockRow'].map((name) => [name, 0]),
  ['insertMany', 1],
]);
const looksLikeSql = /\b(?:select|insert|replace|delete|truncate)\b|\b(?:FROM|JOIN|INTO|UPDATE)\b/;
const unread = '表名是变量：请写出表名，或用本文件里的常量';

function ownersOf(files) {
  const found = new Map(Object.entries(owners).flatMap(([module, tables]) => tables.map((table) => [table, module])));
  for (const { name, text } of files.values()) {
    const module = place.exec(name)?.[1];
    if (module) for (const [, table] of text.matchAll(entity)) found.set(table, module);
  }
  return found;
}

/** The name by which a call goes, and what it is called on. */
function called({ expression }) {
  const callee = bare(expression);
  if (ts.isIdentifier(callee)) return { name: callee.text, on: null };
  if (ts.isPropertyAccessExpression(callee)) return { name: callee.name.text, on: bare(callee.expression) };
  if (ts.isElementAccessExpression(callee) && ts.isStringLiteralLike(callee.argumentExpression))
    return { name: callee.argumentExpression.text, on: bare(callee.expression) };
  return {};
}

/** Every table that a file names, where, and whether to write or lock: [{ table, write, at }]; an unknown name is null. */
function tablesOf(file, texts) {
  const found = [];
  const transactions = transactionsIn(file.tree);
  const plain = (node, certain) => {
    const target = bare(node);
    if (ts.isIdentifier(target) && texts.isClass(target.text, file)) return;
    const at = { file, index: target.getStart(file.tree) };
    const values = texts.values(target, file);
    if (!values && certain) found.push({ table: null, write: true, at });
    for (const value of values ?? []) {
      const whole = value.length === 1 ? value[0].text : undefined;
      if (whole !== undefined || certain) found.push({ table: whole?.toLowerCase() ?? null, write: true, at });
    }
  };
  const visit = (node, inText) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node)) {
      const { name, on } = called(node);
      const argument = node.arguments[calls.get(name)];
      const certain = on ? ts.isIdentifier(on) && transactions.has(on.text) : name === 'insertMany';
      if (argument) plain(argument, certain);
    }
    // What is told to a walker of the platform: `seal(…, { table: 'unit' })`.
    if (ts.isPropertyAssignment(node) && node.name.getText(file.tree) === 'table') plain(node.initializer, false);
    const text = isText(node);
    if (text && !inText) {
      const parts = texts.parts(node, file);
      const sql = parts.some((part) => part.text && looksLikeSql.test(part.text));
      const own = (at) => (at.file === file ? at : { file, index: node.getStart(file.tree) });
      for (const each of tablesIn(parts)) if (each.table || sql) found.push({ ...each, at: own(each.at) });
    }
    // Operands of a concatenation are read with it; expressions inside a template are also read by themselves.
    ts.forEachChild(node, (child) => visit(child, text && isText(child)));
  };
  visit(file.tree, false);
  return found;
}

/** Names of transactions: by their type, by the unit of work that hands them in, by custom. */
function transactionsIn(tree) {
  const names = new Set(['tx']);
  const visit = (node) => {
    if (ts.isParameter(node) && ts.isIdentifier(node.name) && node.type?.getText(tree) === 'Transaction')
      names.add(node.name.text);
    if (ts.isCallExpression(node) && called(node).name === 'unitOfWork') {
      const [parameter] = node.arguments.flatMap((argument) => bare(argument).parameters?.[0] ?? []);
      if (parameter && ts.isIdentifier(parameter.name)) names.add(parameter.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

/** A module's tables are its own, in SQL too. `models`: see `readModels`; `excused`: see `variableTables`. */
export function foreignTables(files, models = readModels, excused = variableTables) {
  const ownerOf = ownersOf(files);
  const texts = new Texts(files);
  const breaches = [];
  for (const file of files.values()) {
    const [matched, module = 'platform', path = ''] = place.exec(file.name) ?? [];
    if (!matched) continue;
    const told = new Set();
    const tell = (at, what) => {
      const line = file.tree.getLineAndCharacterOfPosition(at.index).line + 1;
      if (!told.has(`${line} ${what}`)) breaches.push({ file: file.name, line, text: what });
      told.add(`${line} ${what}`);
    };
    const top = { file, index: 0 };
    const foreign = (table) => ownerOf.has(table) && ownerOf.get(table) !== module;
    const asks = (what, table) => `${what}了 ${ownerOf.get(table)} 的表 ${table}：请问那个模块`;
    const listed = models[`${module}/${path}`];
    const allowed = path.endsWith('.query.ts') ? (listed ?? []) : [];
    if (listed && allowed !== listed) tell(top, '读模型只能是 *.query.ts：请把查询移到这样的文件里');
    const reason = excused[`${module}/${path}`];
    const read = new Set();
    let variable = false;
    for (const { table, write, at } of tablesOf(file, texts)) {
      if (table === null) {
        variable = true;
        if (!reason && module !== 'platform') tell(at, unread);
      } else if (write && foreign(table)) tell(at, asks('写或锁', table));
      else if (write && listed && ownerOf.has(table)) tell(at, `读模型只读不写，这里写或锁了 ${table}`);
      else if (!write && foreign(table)) {
        read.add(table);
        if (!allowed.includes(table)) tell(at, asks('读', table));
      }
    }
    for (const table of allowed)
      if (!read.has(table)) tell(top, `读模型清单里的表 ${table} 这里没有读：请从清单里去掉`);
    if (reason && !variable) tell(top, '这里没有表名是变量：请从清单里去掉');
  }
  return breaches;
}
