import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  bindContainer,
  clearBindContainer,
  destroyGlobalApplicationContext,
  getObjectDefinition,
  getProviderUUId,
  initializeGlobalApplicationContext,
  MidwayApplicationManager,
  MidwayContainer,
  ScopeEnum,
} from '@midwayjs/core';
import type { IMidwayKoaApplication } from '@midwayjs/koa';
import { getMetadataArgsStorage } from 'typeorm';
import { type Environment, EnvironmentError } from './config/environment';
import { MainConfiguration } from './configuration';
import { migrations } from './migrations';
import { AuditAnchors } from './platform/audit/anchors';
import { Audit } from './platform/audit/audit';
import type { Class } from './platform/class';
import { Clock } from './platform/clock';
import { FieldCipher, parseDataKeys, parseKey } from './platform/crypto/field-cipher';
import { Database } from './platform/database/database';
import { holdDataDir } from './platform/database/holder';
import { migrate } from './platform/database/migrate';
import { databaseFile } from './platform/database/private-file';
import { FontFolderError, useFontFolder } from './platform/fonts/fonts';
import { Agents } from './platform/http/agents';
import { DownloadAddresses, type DownloadLimits, Downloads } from './platform/http/download';
import { edge } from './platform/http/edge';
import { RateLimiter } from './platform/http/rate-limit';
import { boundRoutes } from './platform/http/route';
import { type Handle, RouteTable } from './platform/http/route-table';
import type { HttpRuntime } from './platform/http/runtime';
import { Sessions } from './platform/http/sessions';
import { StaticSites } from './platform/http/static-sites';
import { type Patience, Traffic } from './platform/http/traffic';
import { type UploadLimits, Uploads } from './platform/http/upload';
import { Idempotency } from './platform/idempotency/idempotency';
import { housekeeping } from './platform/jobs/housekeeping';
import { Jobs } from './platform/jobs/jobs';
import { Upgrades } from './platform/jobs/upgrades';
import { createLogger, describeError, type Logger } from './platform/logging/logger';
import { midwayLoggerFactory } from './platform/logging/midway-logger';
import { Metrics } from './platform/metrics/metrics';
import { Outbox } from './platform/outbox/outbox';
import { Quotas } from './platform/quota/quotas';
import { classesIn } from './platform/scan';
import { Workers } from './platform/workers/workers';

export interface ServerOptions {
  environment: Environment;
  /** What `@Inject('adapters')` gives; the real departments' adapters unless a test brings its own. */
  adapters?: unknown;
  clock?: Clock;
  /** 0 for any free port; the environment's PORT unless given. */
  port?: number;
  logger?: Logger;
  /** Controllers, services and entities instead of everything below `modules/`; for tests of a part. */
  modules?: readonly Class[];
  /** Ceilings of uploads under way; the usual ones unless a test wants to reach them. */
  uploadLimits?: UploadLimits;
  downloadLimits?: Partial<DownloadLimits>;
  /**
   * Runs outbox and jobs; the environment's WORKERS unless given. Tests leave them off and call `drain`. Who says false here
   * may work beside a server that holds the same data folder, as tools do.
   */
  workers?: boolean;
}

export interface Server {
  /** Without a slash at the end. */
  url: string;
  port: number;
  database: Database;
  outbox: Outbox;
  jobs: Jobs;
  audit: Audit;
  sessions: Sessions;
  cipher: FieldCipher;
  metrics: Metrics;
  clock: Clock;
  /** A singleton of the container, e.g. `get(CaseService)`. */
  get<T>(type: new (...args: never[]) => T): Promise<T>;
  /** Says at once that it is going, and stops listening when nobody asks any more and the last answer has left. */
  drain(): Promise<void>;
  /** Stops listening, finishes the running requests (10 s), jobs and tasks, closes the database. */
  close(): Promise<void>;
}

/** A 20 MB upload over a poor mobile line; headers still have to arrive within Node's 60 s. */
const uploadPatienceMs = 300_000;
const atClose: Patience = { quietMs: 0, listenMs: 0, finishMs: 10_000 };

/** `x.<kind>.ts` files below `modules/` whose exported classes take part. */
export const classKinds = ['controller', 'service', 'query', 'worker', 'entity'];

/** Boots the whole platform in this process. Two servers may run side by side. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { environment } = options;
  const clock = options.clock ?? new Clock();
  const logger = options.logger ?? createLogger(environment.LOG_LEVEL);
  const cipher = new FieldCipher(parseDataKeys(environment.DATA_KEYS), parseKey(environment.BLIND_INDEX_KEY));
  const metrics = new Metrics();
  const traffic = new Traffic();
  const sessions = new Sessions();
  const agents = new Agents();
  const addresses = new DownloadAddresses();

  openFonts(environment);

  // Decorators register with the container that is bound at the time; a second server must not feed the first one.
  clearBindContainer();
  const found = options.modules ?? classesIn(join(__dirname, 'modules'), classKinds);
  const tables = new Set<unknown>(getMetadataArgsStorage().tables.map((table) => table.target));
  const entities = found.filter((type) => tables.has(type));
  const modules = [
    ...classesIn(join(__dirname, 'platform'), ['controller']),
    ...found.filter((type) => !tables.has(type)),
  ];

  const letGo =
    environment.DATABASE_URL || options.workers === false
      ? () => undefined
      : holdDataDir(environment.DATA_DIR, { port: options.port ?? environment.PORT, since: clock.now() });
  const database: Database = await Database.open({
    ...(environment.DATABASE_URL && { url: environment.DATABASE_URL }),
    ...(environment.DATABASE_READ_URL && { readUrl: environment.DATABASE_READ_URL }),
    file: databaseFile(environment.DATA_DIR),
    synchronous: environment.SQLITE_SYNCHRONOUS,
    poolSize: environment.DATABASE_POOL,
    entities,
    migrations,
    clock,
    services: {
      enqueue: (tx, topic, key, payload, settings) => outbox.enqueue(tx, topic, key, payload, settings),
      audit: (tx, draft) => audit.write(tx, draft),
    },
    detectNesting: environment.NODE_ENV === 'test',
  }).catch((error) => {
    letGo();
    throw error;
  });
  const outbox = new Outbox({ database, cipher, clock, logger, metrics });
  const audit = new Audit({ database, clock, cipher });
  const anchors = new AuditAnchors({ database, clock, logger, settings: environment });
  const jobs = new Jobs({ database, clock, logger, metrics });
  const upgrades = new Upgrades({ database, jobs, logger });
  const idempotency = new Idempotency({ database, cipher, clock });
  const workers = new Workers({ logger });
  const uploads = new Uploads(join(environment.DATA_DIR, 'incoming'), options.uploadLimits);
  const quotas = new Quotas({ database, cipher, clock, enabled: environment.RATE_LIMITS });
  housekeeping({ jobs, outbox, audit, anchors, idempotency, quotas });
  metrics.gauge('zhucheng_database_statements', 'Statements run since start', () => database.statements);

  const container = new MidwayContainer();
  // Injection by class asks for a definition, even though the instance is made here.
  const provide = (type: Class, instance: unknown) => {
    container.bind(type as never);
    container.registerObject(getProviderUUId(type)!, instance);
  };
  provide(Database, database);
  provide(Outbox, outbox);
  provide(Jobs, jobs);
  provide(Upgrades, upgrades);
  provide(Audit, audit);
  provide(AuditAnchors, anchors);
  provide(Sessions, sessions);
  provide(Agents, agents);
  provide(DownloadAddresses, addresses);
  provide(Quotas, quotas);
  provide(FieldCipher, cipher);
  provide(Clock, clock);
  provide(Workers, workers);
  provide(Traffic, traffic);
  container.registerObject('environment', environment);
  container.registerObject('adapters', options.adapters ?? {});
  container.registerObject('log', logger);
  container.registerObject('metrics', metrics);

  try {
    await migrate(database);
    await uploads.prepare();
    const app = await startMidway(container, modules, logger);
    // Handlers, jobs and hooks register themselves in `@Init`, so nothing may wait for its first use.
    for (const type of modules) if (getProviderUUId(type)) await container.getAsync(type as never);
    app.proxy = environment.TRUSTED_PROXIES > 0;
    app.maxIpsCount = environment.TRUSTED_PROXIES;
    const runtime: HttpRuntime = {
      database,
      sessions,
      agents,
      idempotency,
      quotas,
      uploads,
      downloads: new Downloads(options.downloadLimits),
      addresses,
      checkReplies: environment.NODE_ENV === 'test',
      ...(environment.RATE_LIMITS && { rateLimiter: new RateLimiter(clock) }),
    };
    Object.defineProperty(app.context, 'platform', { value: runtime });
    const sites = new StaticSites(
      { h5: environment.H5_DIR, admin: environment.ADMIN_DIR },
      environment.KIOSK_READER_URL,
    );
    const table = await routeTable(container, modules);
    const https = environment.PUBLIC_URL.startsWith('https:');
    app.middleware.unshift(edge({ logger, metrics, sites, table, https }) as never);

    const http = createHttpServer({ keepAliveTimeout: 65_000, requestTimeout: uploadPatienceMs }, app.callback());
    traffic.watch(http);
    const port = await listen(http, options.port ?? environment.PORT, environment.HOST);
    // The port is ours, so whoever had it before us is gone.
    if (options.workers !== false)
      await idempotency.resume(`${hostname()}:${environment.DATA_DIR}:${port}`, database.dialect === 'sqlite');
    if (options.workers ?? environment.WORKERS) {
      await outbox.start();
      jobs.start();
    }
    return {
      url: `http://127.0.0.1:${port}`,
      port,
      database,
      outbox,
      jobs,
      audit,
      sessions,
      cipher,
      metrics,
      clock,
      get: (type) => container.getAsync(type as never),
      drain: () =>
        traffic.drain({
          quietMs: environment.DRAIN_MS,
          listenMs: Math.max(10_000, environment.DRAIN_MS),
          finishMs: uploadPatienceMs,
        }),
      close: async () => {
        await traffic.drain(atClose);
        await jobs.stop();
        if (options.workers ?? environment.WORKERS) await anchorLast(audit, anchors, logger);
        await outbox.stop();
        await workers.close();
        bindContainer(container);
        await destroyGlobalApplicationContext(container);
        await database.close();
        letGo();
      },
    };
  } catch (error) {
    await database.close();
    letGo();
    throw error;
  }
}

/** Looks up, once, which characters can be printed. Error: EnvironmentError. */
function openFonts({ FONTS_DIR: folder }: Environment): void {
  try {
    useFontFolder(folder);
  } catch (error) {
    if (!(error instanceof FontFolderError)) throw error;
    throw new EnvironmentError(error.faults.map((fault) => `FONTS_DIR：${fault}。`));
  }
}

/** Seals and anchors what the last requests did; another process may be doing the same, which both bear. */
async function anchorLast(audit: Audit, anchors: AuditAnchors, logger: Logger): Promise<void> {
  try {
    await audit.seal();
    await anchors.make();
  } catch (error) {
    logger.error({ error: describeError(error) }, 'the last entries of the audit log were not anchored');
  }
}

/** The bound routes of this server's controllers. Error: one of them is not a singleton. */
async function routeTable(container: MidwayContainer, modules: readonly Class[]): Promise<RouteTable> {
  const table = new RouteTable();
  for (const { definition, controller, method } of boundRoutes) {
    if (!modules.includes(controller)) continue;
    if (getObjectDefinition(controller)?.scope !== ScopeEnum.Singleton) {
      throw new Error(`${controller.name} is not a singleton: put @Scope(ScopeEnum.Singleton) above @Controller`);
    }
    const instance = await container.getAsync<Record<string, Handle>>(controller as never);
    table.add(definition, (ctx) => instance[method]!(ctx));
  }
  return table;
}

async function startMidway(
  container: MidwayContainer,
  modules: readonly Class[],
  logger: Logger,
): Promise<IMidwayKoaApplication> {
  // Midway would listen on the port in this variable, whatever the configuration says.
  delete process.env.MIDWAY_HTTP_PORT;
  await initializeGlobalApplicationContext({
    applicationContext: container,
    appDir: join(__dirname, '..'),
    baseDir: __dirname,
    imports: [{ MainConfiguration }],
    moduleDetector: false,
    preloadModules: modules,
    loggerFactory: midwayLoggerFactory(logger),
  } as never);
  const manager = await container.getAsync(MidwayApplicationManager);
  const app = manager.getApplication('koa') as unknown as IMidwayKoaApplication;
  // A client that went away in the middle of an answer; everything else is answered and logged by the edge middleware.
  app.removeAllListeners('error');
  app.on('error', () => undefined);
  return app;
}

function listen(server: HttpServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
