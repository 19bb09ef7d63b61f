import { routes } from '@zhucheng/shared';
import { useRead } from '../app/query';

/** The institution, what its clerk may start, and how many cases stand where. */
export const useDesk = (enabled = true) => useRead(['desk'], routes.enterprise.desk, {}, { enabled, every: 60_000 });
