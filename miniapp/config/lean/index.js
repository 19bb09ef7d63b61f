const path = require('node:path');

/** Keeps only the Chinese and English texts of zod; its forty other languages would weigh 100 KB. */
module.exports = (ctx) => {
  ctx.modifyWebpackChain(({ chain, webpack }) => {
    chain.plugin('leanZod').use(webpack.NormalModuleReplacementPlugin, [
      /locales\/index\.js$/,
      (found) => {
        if (/[\\/]zod[\\/]/.test(found.context)) found.request = path.resolve(__dirname, 'locales.js');
      },
    ]);
  });
};
