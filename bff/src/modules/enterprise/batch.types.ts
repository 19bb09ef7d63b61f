import type { BatchKind, StepData } from '@zhucheng/shared';

export interface NewBatch {
  kind: BatchKind;
  businessId: string;
  /** What all rows share; kept enciphered. */
  common: BatchCommon;
  rows: Array<{ targetId: string; caseId?: string; acceptanceNumber?: string; location: string; input?: unknown }>;
}

export interface BatchCommon {
  /** Content of the first step, for units of a building. */
  verify?: StepData;
  step?: string;
  reason?: string;
}

export interface BatchRow {
  batch_id: string;
  institution_id: string;
  clerk_id: string;
  clerk_name: string;
  kind: BatchKind;
  business_id: string;
  common_cipher: string | null;
  total: number;
  done: number;
  failed: number;
  created_at: number;
  finished_at: number | null;
}

export interface WorkRow {
  batch_id: string;
  position: number;
  target_id: string;
  case_id: string | null;
  acceptance_number: string | null;
  location: string;
  input_cipher: string | null;
  state: 'waiting' | 'done' | 'failed';
  code: string | null;
  message: string | null;
}

export interface RowResult {
  caseId: string;
  acceptanceNumber: string;
  /** What is worth telling about a row that is done. */
  message?: string;
}
