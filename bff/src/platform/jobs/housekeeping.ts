import type { Audit } from '../audit/audit';
import type { Idempotency } from '../idempotency/idempotency';
import type { Outbox } from '../outbox/outbox';
import type { Jobs } from './jobs';

const hour = 3_600_000;
const day = 24 * hour;

/** The platform's own periodic jobs. */
export function housekeeping(parts: { jobs: Jobs; outbox: Outbox; audit: Audit; idempotency: Idempotency }): void {
  const { jobs, outbox, audit, idempotency } = parts;
  jobs.every('audit-seal', 1_000, () => audit.seal());
  jobs.every('audit-sweep', hour, async () => {
    await audit.sweep();
    await audit.anchor();
  });
  jobs.every('outbox-purge', 6 * hour, () => outbox.purge(30 * day));
  // A client that repeats a command after more than a day has long reloaded its page.
  jobs.every('idempotency-purge', hour, () => idempotency.purge(2 * day));
}
