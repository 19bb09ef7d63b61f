import path from 'node:path';
import { defineConfig } from '@tarojs/cli';

const root = path.resolve(__dirname, '..');
const shared = path.resolve(root, '../shared/src');
const zod = path.resolve(root, 'node_modules/zod');
const dependency = (name: string) => path.resolve(root, 'node_modules', name);

/** Where a mini-program finds the server; the browser build always talks to the host that served it. */
const server = process.env.TARO_APP_API_BASE ?? 'http://127.0.0.1:7001';

/** Pages are loaded one by one in a browser; what several of them use is loaded once. */
interface Chain {
  optimization: { splitChunks(options: object): unknown };
  performance: { hints(value: false): unknown };
}
function splitBrowserCode(chain: Chain): void {
  chain.performance.hints(false);
  chain.optimization.splitChunks({
    chunks: 'async',
    minSize: 0,
    cacheGroups: {
      default: false,
      defaultVendors: false,
      kit: { name: 'kit', minChunks: 2, test: /[\\/]src[\\/]|[\\/]node_modules[\\/]/, priority: 10, enforce: true },
    },
  });
}

export default defineConfig(() => ({
  projectName: 'zhucheng',
  date: '2025-01-01',
  designWidth: 375,
  deviceRatio: { 375: 2, 640: 1.17, 750: 1, 828: 0.905 },
  sourceRoot: 'src',
  outputRoot: `dist/${process.env.TARO_ENV}`,
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  plugins: [path.resolve(__dirname, 'aria'), path.resolve(__dirname, 'lean')],
  defineConstants: { API_BASE: JSON.stringify(process.env.TARO_ENV === 'h5' ? '' : server) },
  alias: {
    '@': path.resolve(root, 'src'),
    '@zhucheng/shared': path.resolve(shared, 'index.ts'),
    // Files of ../shared would otherwise find the copies of the workspace root.
    zod$: path.resolve(zod, 'index.js'),
    zod,
    '@babel/runtime': dependency('@babel/runtime'),
  },
  mini: {
    compile: { include: [shared, zod] },
    // Sizes are real pixels: text keeps its size on a tablet, and the same sheet serves the browser.
    postcss: { pxtransform: { enable: false, config: {} }, cssModules: { enable: false } },
    miniCssExtractPluginOption: { ignoreOrder: true },
    // What only one subpackage uses stays out of the main package.
    optimizeMainPackage: { enable: true },
  },
  h5: {
    compile: { include: [shared, zod] },
    publicPath: '/',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    useHtmlComponents: false,
    webpackChain: splitBrowserCode,
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    postcss: {
      autoprefixer: { enable: true },
      pxtransform: { enable: false, config: {} },
      cssModules: { enable: false },
    },
    devServer: { port: 7003, open: false, proxy: { '/api': { target: 'http://127.0.0.1:7001' } } },
  },
}));
