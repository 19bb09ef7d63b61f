/** Who may import whom; read by `npm run lint` (scripts/check-boundaries.mjs). Type-only imports count, JavaScript too. */

/** Each module of the server may ask only those before it. */
const modules =
  'audit identity businesses spreadsheets vault files messages institutions register certificates agents payments escrow cases cashier review enterprise appointments printing guides'.split(
    ' ',
  );
/** The same of the rooms of `modules/cases`; nobody asks the doors. */
const rooms =
  'core reading messages agreeing starting filling handover charging commands reviewing recording ending'.split(' ');

const anyOf = (names) => `(?:${names.join('|')})`;
const tests = '(?:^|/)test/|\\.test\\.tsx?$';

/** One rule for each name: not those that stand after it. */
const inOrder = (names, folder, kind, comment) =>
  names.slice(0, -1).map((name, index) => ({
    name: `${kind}-order: ${name}`,
    comment,
    severity: 'error',
    from: { path: `^${folder}/${name}/`, pathNot: tests },
    to: { path: `^${folder}/${anyOf(names.slice(index + 1))}/` },
  }));

/** A part of the project and which parts it may import. */
const layer = (name, allowed) => ({
  name: `layer: ${name}`,
  comment: `${name} 只能引用 ${allowed.join('、')}`,
  severity: 'error',
  from: { path: `^${name}/src/`, pathNot: tests },
  to: { path: '^(?:shared|bff|admin|miniapp|scripts)/', pathNot: `^${anyOf(allowed)}/src/|node_modules` },
});

module.exports = {
  forbidden: [
    { name: 'circle', comment: '循环引用', severity: 'error', from: { pathNot: tests }, to: { circular: true } },
    layer('shared', ['shared']),
    layer('bff', ['bff', 'shared']),
    layer('admin', ['admin', 'shared']),
    layer('miniapp', ['miniapp', 'shared']),
    {
      name: 'shared-is-pure',
      comment: 'shared 除 zod 外不引用任何包',
      severity: 'error',
      from: { path: '^shared/src/', pathNot: tests },
      to: { pathNot: '^(?:shared|bff|admin|miniapp|scripts)/|(?:^|node_modules/)zod(?:/|$)' },
    },
    {
      name: 'sandbox-is-a-stranger',
      comment: '沙箱只能引用 shared：它扮演的是别人的系统',
      severity: 'error',
      from: { path: '^scripts/sandbox/' },
      to: { path: '^(?:shared|bff|admin|miniapp|scripts)/', pathNot: '^(?:scripts/sandbox|shared/src)/|node_modules' },
    },
    {
      name: 'adapters-stand-alone',
      comment: 'adapters 不引用 modules 和 platform',
      severity: 'error',
      from: { path: '^bff/src/adapters/' },
      to: { path: '^bff/src/(?:modules|platform)/' },
    },
    {
      name: 'platform-stands-alone',
      comment: 'platform 不引用 modules 和 adapters',
      severity: 'error',
      from: { path: '^bff/src/platform/' },
      to: { path: '^bff/src/(?:modules|adapters)/' },
    },
    {
      name: 'migrations-are-frozen',
      comment: '迁移是历史：不引用会变的代码，请在 migrations 里留一份当时的副本',
      severity: 'error',
      from: { path: '^bff/src/migrations/' },
      to: { path: '^(?:shared|bff/src/(?:modules|adapters|config))/' },
    },
    {
      name: 'ports-only',
      comment: 'modules 只引用 adapters 的接口（port.ts）与类型',
      severity: 'error',
      from: { path: '^bff/src/modules/' },
      to: {
        path: '^bff/src/adapters/',
        pathNot: '^bff/src/adapters/(?:index|answer|dependencies|[^/]+/port)\\.ts$',
      },
    },
    {
      name: 'own-entities',
      comment: '不引用别的模块的实体，请调用那个模块的服务',
      severity: 'error',
      from: { path: '^bff/src/modules/([^/]+)/' },
      to: { path: '^bff/src/modules/[^/]+/.*\\.entity\\.ts$', pathNot: '^bff/src/modules/$1/' },
    },
    {
      name: 'module-known',
      comment: '新模块要写进 .dependency-cruiser.cjs 的顺序',
      severity: 'error',
      from: {},
      to: { path: '^bff/src/modules/', pathNot: `^bff/src/modules/${anyOf(modules)}/` },
    },
    {
      name: 'room-known',
      comment: '新房间要写进 .dependency-cruiser.cjs 的顺序',
      severity: 'error',
      from: {},
      to: {
        path: '^bff/src/modules/cases/',
        pathNot: `^bff/src/modules/cases/(?:${anyOf(rooms)}/|doors\\.service\\.ts)`,
      },
    },
    ...inOrder(modules, 'bff/src/modules', 'module', '模块只能问排在它前面的模块'),
    ...inOrder(rooms, 'bff/src/modules/cases', 'room', '房间只能问排在它前面的房间'),
    {
      name: 'room-order: doors',
      comment: '没有房间引用 doors.service.ts',
      severity: 'error',
      from: { path: '^bff/src/modules/cases/' },
      to: { path: '^bff/src/modules/cases/doors\\.service\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|(?:^|/)dist/' },
    exclude: { path: '(?:^|/)(?:coverage|\\.temp|\\.swc)/' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
  },
};
