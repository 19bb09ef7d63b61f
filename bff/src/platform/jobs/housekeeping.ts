import type { AuditAnchors } from '../audit/anchors';
import type { Audit } from '../audit/audit';
import type { Idempotency } from '../idempotency/idempotency';
import type { Outbox } from '../outbox/outbox';
import type { Quotas } from '../quota/quotas';
import type { Jobs } from './jobs';

const hour = 3_600_000;
const day = 24 * hour;

interface Parts {
  jobs: Jobs;
  outbox: Outbox;
  audit: Audit;
  anchors: AuditAnchors;
  idempotency: Idempotency;
  quotas: Quotas;
}

/** The platform's own periodic jobs. */
export function housekeeping({ jobs, outbox, audit, anchors, idempotency, quotas }: Parts): void {
  jobs.every('audit-seal', 1_000, () => audit.seal());
  jobs.every('audit-sweep', hour, () => audit.sweep());
  jobs.every('audit-anchor', hour / 120, () => anchors.make());
  jobs.every('outbox-purge', 6 * hour, () => outbox.purge(30 * day));
  jobs.every('quota-purge', hour, () => quotas.purge());
  // A client that repeats a command after more than a day has long reloaded its page.
  jobs.every('idempotency-purge', hour, () => idempotency.purge(2 * day));
}
