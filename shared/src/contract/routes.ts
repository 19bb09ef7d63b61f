import { authorisationRoutes, caseRoutes, consentRoutes } from './cases';
import { auditRoutes, registerRoutes, reviewRoutes } from './centre';
import { enterprisePaymentRoutes } from './enterprise-payments';
import { identityRoutes } from './identity';
import { certificateRoutes, messageRoutes, paymentRoutes } from './payments';
import type { RouteDefinition } from './route';

/** Every HTTP operation of the platform, by module. */
export const routes = {
  identity: identityRoutes,
  cases: caseRoutes,
  authorisations: authorisationRoutes,
  consents: consentRoutes,
  review: reviewRoutes,
  register: registerRoutes,
  payments: paymentRoutes,
  enterprisePayments: enterprisePaymentRoutes,
  certificates: certificateRoutes,
  messages: messageRoutes,
  audit: auditRoutes,
};

/** Flat, with a stable name such as `cases.start`. */
export function allRoutes(): Array<{ name: string; definition: RouteDefinition }> {
  return Object.entries(routes).flatMap(([module, group]) =>
    Object.entries(group).map(([name, definition]) => ({
      name: `${module}.${name}`,
      definition: definition as unknown as RouteDefinition,
    })),
  );
}
