/**
 * Midway's configuration. What depends on the machine comes from the environment (`environment.ts`); here is only what
 * is switched off because the platform does it itself or because it costs every request.
 */
export default {
  // Cookies are not used; Midway insists on a value.
  keys: 'cookies are not used',
  koa: {
    // Not listening: `server.ts` does, so that two servers can run in one process.
    port: undefined,
  },
  session: { enable: false },
  bodyParser: { enable: false },
  siteFile: { enable: false },
  asyncContextManager: { enable: false },
};
