import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Provide, Scope, ScopeEnum } from '@midwayjs/core';

/** Of somebody who only asks whether we are still there. */
const isProbe = (request: IncomingMessage): boolean => /^\/(readyz|healthz)\b/.test(request.url ?? '');

export interface Patience {
  /** Goes on listening until nobody has asked for so long, ms: others have to notice that we are going. */
  quietMs: number;
  /** But at most so long, ms. */
  listenMs: number;
  /** What has begun may take so long after that, ms. */
  finishMs: number;
}

const stepMs = 20;
/** Waited at the end for requests that are still arriving over open connections, ms. */
const lastMs = 200;

/** Counts the requests under way and lets the process stop in order: once it stops, requests are still answered, but connections are closed. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Traffic {
  /** True once the process was asked to stop. */
  going = false;
  private readonly running = new Set<ServerResponse>();
  private askedAt = 0;
  private http: HttpServer | undefined;

  watch(http: HttpServer): void {
    this.http = http;
    http.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      if (!isProbe(request)) this.askedAt = performance.now();
      this.running.add(response);
      response.once('close', () => this.running.delete(response));
      if (this.going) response.setHeader('connection', 'close');
    });
  }

  /** Answers until nobody asks any more; returns when the last answer has left, or when the patience has ended. */
  async drain({ quietMs, listenMs, finishMs }: Patience): Promise<void> {
    const { http } = this;
    if (!http?.listening) return;
    const begun = performance.now();
    this.going = true;
    this.askedAt = begun;
    for (const response of this.running) if (!response.headersSent) response.setHeader('connection', 'close');
    const quiet = () => performance.now() - this.askedAt >= quietMs && this.running.size === 0;
    while (!quiet() && performance.now() - begun < listenMs) await pause(stepMs);
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    const stopped = performance.now();
    let busyAt = stopped;
    const finished = async () => {
      for (;;) {
        const now = performance.now();
        if (this.running.size > 0) busyAt = now;
        http.closeIdleConnections();
        if (now - busyAt >= lastMs || now - stopped >= finishMs) break;
        await pause(stepMs, undefined, { ref: false });
      }
      http.closeAllConnections();
    };
    await Promise.race([closed, finished()]);
    await closed;
  }
}
