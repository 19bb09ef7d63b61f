import type { MigrationInterface } from 'typeorm';
import { CreatePlatform1760000000000 } from './1760000000000-create-platform';
import { CreateRegister1760000100000 } from './1760000100000-create-register';
import { CreateIdentity1760000110000 } from './1760000110000-create-identity';
import { CreateMessages1760000120000 } from './1760000120000-create-messages';
import { CreateCases1760000200000 } from './1760000200000-create-cases';
import { CreatePayments1760000300000 } from './1760000300000-create-payments';
import { CreateCertificates1760000310000 } from './1760000310000-create-certificates';
import { CreateInstitutions1760000400000 } from './1760000400000-create-institutions';
import { CreateAppointments1760000500000 } from './1760000500000-create-appointments';
import { CreatePrinting1760000510000 } from './1760000510000-create-printing';
import { CreateFiles1760000600000 } from './1760000600000-create-files';
import { CreateGuideNotes1760000700000 } from './1760000700000-create-guide-notes';
import { IndexBacklog1760000700100 } from './1760000700100-index-backlog';
import { AddInstitutionBusiness1760000800000 } from './1760000800000-add-institution-business';
import { MergeOrders1760000900000 } from './1760000900000-merge-orders';
import { IndexCaseSearch1760001000000 } from './1760001000000-index-case-search';
import { AddPayerFees1760001010000 } from './1760001010000-add-payer-fees';
import { ShareFees1760001020000 } from './1760001020000-share-fees';
import { CreateAgentGrants1760001700000 } from './1760001700000-create-agent-grants';
import { CreateKioskFaces1760001800000 } from './1760001800000-create-kiosk-faces';
import { AddReadiness1760001810000 } from './1760001810000-add-readiness';
import { SettleReadiness1760001820000 } from './1760001820000-settle-readiness';

/** Every migration in the order of its timestamp; add yours at the place where its timestamp belongs. */
export const migrations: Array<new () => MigrationInterface> = [
  CreatePlatform1760000000000,
  CreateRegister1760000100000,
  CreateIdentity1760000110000,
  CreateMessages1760000120000,
  CreateCases1760000200000,
  CreatePayments1760000300000,
  CreateCertificates1760000310000,
  CreateInstitutions1760000400000,
  CreateAppointments1760000500000,
  CreatePrinting1760000510000,
  CreateFiles1760000600000,
  CreateGuideNotes1760000700000,
  IndexBacklog1760000700100,
  AddInstitutionBusiness1760000800000,
  MergeOrders1760000900000,
  IndexCaseSearch1760001000000,
  AddPayerFees1760001010000,
  ShareFees1760001020000,
  CreateAgentGrants1760001700000,
  CreateKioskFaces1760001800000,
  AddReadiness1760001810000,
  SettleReadiness1760001820000,
];
