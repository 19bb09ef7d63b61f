import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of one server; each server has a registry of its own, so that tests can run two. */
export class Metrics {
  readonly registry = new Registry();
  readonly outboxTasks = new Counter({
    name: 'zhucheng_outbox_tasks_total',
    help: 'Outbox attempts by topic and outcome',
    labelNames: ['topic', 'outcome'],
    registers: [this.registry],
  });
  readonly jobRuns = new Counter({
    name: 'zhucheng_job_runs_total',
    help: 'Periodic jobs by name and outcome',
    labelNames: ['job', 'outcome'],
    registers: [this.registry],
  });
  private readonly requests = new Histogram({
    name: 'zhucheng_http_request_duration_seconds',
    help: 'HTTP requests by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  /** Process metrics (memory, event loop); once per process is enough. */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A value asked for when Prometheus scrapes. */
  gauge(name: string, help: string, read: () => Promise<number> | number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await read());
      },
    });
  }

  observeRequest(method: string, route: string, status: number, ms: number): void {
    this.requests.observe({ method, route, status }, ms / 1000);
  }
}
