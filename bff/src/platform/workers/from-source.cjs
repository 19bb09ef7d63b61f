const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

/** Where the platform runs from its sources (tests), its threads do too: TypeScript is compiled as it is loaded. */
require.extensions['.ts'] = (module, filename) => {
  const options = {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs', ignoreDynamic: true },
  };
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...options, filename, swcrc: false }).code, filename);
};
require('./thread.ts');
