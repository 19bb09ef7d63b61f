const { existsSync } = require('node:fs');
const { join } = require('node:path');

/** The mini-program has a configuration of its own because it has its own dependencies; without them it is left out. */
const miniapp = existsSync(join(__dirname, 'miniapp/node_modules/@swc/jest')) ? ['<rootDir>/miniapp'] : [];

const common = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.(t|j)sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true, tsx: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
  moduleNameMapper: {
    '^@zhucheng/shared$': '<rootDir>/shared/src/index.ts',
    '^@zhucheng/shared/testing$': '<rootDir>/shared/src/testing/index.ts',
    '^@zhucheng/bff/(.*)$': '<rootDir>/bff/src/$1',
  },
};
const project = (name) => ({
  ...common,
  displayName: name,
  rootDir: __dirname,
  testMatch: [`<rootDir>/${name}/test/**/*.test.ts`],
  globalSetup: '<rootDir>/scripts/test/support/keys.ts',
  globalTeardown: '<rootDir>/scripts/test/support/keys-away.ts',
});

module.exports = {
  testSequencer: '<rootDir>/scripts/lib/long-first.cjs',
  // A server with all its migrations may take longer to start than Jest's five seconds; waiting is not what is tested.
  testTimeout: 60_000,
  projects: [project('shared'), project('bff'), project('scripts'), ...miniapp],
};
