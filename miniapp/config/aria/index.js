const path = require('node:path');
const attributes = require('./attributes');

/** Lets components of both mini-programs carry aria attributes. */
module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      if (!platform.template) return;
      platform.template.mergeComponents(ctx, attributes);
      const known = platform.runtimePath;
      platform.runtimePath = [...(Array.isArray(known) ? known : [known]), path.resolve(__dirname, 'runtime.js')];
    },
  });
};
