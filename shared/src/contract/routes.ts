import { accountRoutes } from './account';
import { agentRoutes } from './agents';
import { appointmentRoutes } from './appointments';
import { auditRoutes } from './audit';
import { authorisationRoutes, consentRoutes } from './authorisations';
import { backlogRoutes } from './backlog';
import { caseSearchRoutes } from './case-search';
import { caseRoutes } from './cases';
import { centreFeeRoutes, moneyProposalRoutes } from './centre-fees';
import { centreOrderRoutes, centreRefundRoutes } from './centre-orders';
import { channelRoutes, quarantineRoutes } from './centre-quarantine';
import { enterpriseRoutes } from './enterprise';
import { enterprisePaymentRoutes } from './enterprise-payments';
import { escrowRoutes } from './escrow';
import { fileRoutes } from './files';
import { guideRoutes } from './guides';
import { identityRoutes } from './identity';
import { institutionRoutes } from './institutions';
import { requireLimits } from './limits';
import { certificateRoutes, institutionMessageRoutes, messageRoutes, paymentRoutes } from './payments';
import { pickupRoutes } from './pickup';
import { printingRoutes } from './printing';
import { publicPaymentRoutes } from './public-payments';
import { registerRoutes } from './register';
import { reviewRoutes } from './review';
import type { RouteDefinition } from './route';
import { sheetRoutes } from './sheets';
import { staffAccessRoutes } from './staff-access';
import { requireVersions } from './versions';

/** Every HTTP operation of the platform, by module. */
export const routes = {
  identity: identityRoutes,
  account: accountRoutes,
  staffAccess: staffAccessRoutes,
  agents: agentRoutes,
  cases: caseRoutes,
  authorisations: authorisationRoutes,
  consents: consentRoutes,
  enterprise: enterpriseRoutes,
  sheets: sheetRoutes,
  review: reviewRoutes,
  caseSearch: caseSearchRoutes,
  register: registerRoutes,
  payments: paymentRoutes,
  publicPayments: publicPaymentRoutes,
  enterprisePayments: enterprisePaymentRoutes,
  escrow: escrowRoutes,
  centreFees: centreFeeRoutes,
  moneyProposals: moneyProposalRoutes,
  centreOrders: centreOrderRoutes,
  centreRefunds: centreRefundRoutes,
  quarantine: quarantineRoutes,
  channels: channelRoutes,
  certificates: certificateRoutes,
  messages: messageRoutes,
  institutionMessages: institutionMessageRoutes,
  files: fileRoutes,
  audit: auditRoutes,
  guides: guideRoutes,
  backlog: backlogRoutes,
  institutions: institutionRoutes,
  appointments: appointmentRoutes,
  printing: printingRoutes,
  pickup: pickupRoutes,
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

requireLimits(allRoutes());
requireVersions(allRoutes());
