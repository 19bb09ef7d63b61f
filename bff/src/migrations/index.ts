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
import { AddAssurance1760002090000 } from './1760002090000-add-assurance';
import { AddStaffAccess1760002110000 } from './1760002110000-add-staff-access';
import { ConsentToFilings1760002120000 } from './1760002120000-consent-to-filings';
import { CreateDataUpgrade1760002130000 } from './1760002130000-create-data-upgrade';
import { CreateAuditAnchor1760002131000 } from './1760002131000-create-audit-anchor';
import { EncryptEventLabels1760002132000 } from './1760002132000-encrypt-event-labels';
import { CountByOrigin1760002140000 } from './1760002140000-count-by-origin';
import { WatchUnmasking1760002141000 } from './1760002141000-watch-unmasking';
import { AddSessionActivity1760002142000 } from './1760002142000-add-session-activity';
import { CreatePickupProofs1760002150000 } from './1760002150000-create-pickup-proofs';
import { EncryptReasons1760002160000 } from './1760002160000-encrypt-reasons';
import { NameClaimingProcess1760002170000 } from './1760002170000-name-claiming-process';
import { HoldRows1760002171000 } from './1760002171000-hold-rows';
import { ConfirmWallets1760002180000 } from './1760002180000-confirm-wallets';
import { CreateNamedLock1760002190000 } from './1760002190000-create-named-lock';
import { KeepFileFaults1760002210000 } from './1760002210000-keep-file-faults';
import { NameWhoSaved1760002220000 } from './1760002220000-name-who-saved';
import { KeepNotices1760002230000 } from './1760002230000-keep-notices';
import { CreateFeeCitations1760002231000 } from './1760002231000-create-fee-citations';
import { JoinMessages1760002240000 } from './1760002240000-join-messages';
import { SeekByKeys1760002300000 } from './1760002300000-seek-by-keys';
import { CreateMoneyProposals1760002310000 } from './1760002310000-create-money-proposals';
import { AddTaxes1760002320000 } from './1760002320000-add-taxes';
import { CreateEscrow1760002330000 } from './1760002330000-create-escrow';

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
  AddAssurance1760002090000,
  AddStaffAccess1760002110000,
  ConsentToFilings1760002120000,
  CreateDataUpgrade1760002130000,
  CreateAuditAnchor1760002131000,
  EncryptEventLabels1760002132000,
  CountByOrigin1760002140000,
  WatchUnmasking1760002141000,
  AddSessionActivity1760002142000,
  CreatePickupProofs1760002150000,
  EncryptReasons1760002160000,
  NameClaimingProcess1760002170000,
  HoldRows1760002171000,
  ConfirmWallets1760002180000,
  CreateNamedLock1760002190000,
  KeepFileFaults1760002210000,
  NameWhoSaved1760002220000,
  KeepNotices1760002230000,
  CreateFeeCitations1760002231000,
  JoinMessages1760002240000,
  SeekByKeys1760002300000,
  CreateMoneyProposals1760002310000,
  AddTaxes1760002320000,
  CreateEscrow1760002330000,
];
