import type { Transaction } from '../../platform/database/transaction';
import type { Actor } from '../../platform/http/actor';
import type { Read } from '../identity/citizen.service';

/** What a clerk may do, as the institution's administrators have set it. */
export interface ClerkScope {
  institutionId: string;
  admin: boolean;
  /** Ids of business types, or all of them. */
  businessIds: '*' | string[];
  branchId: string;
  allBranches: boolean;
}

export interface OpenCase {
  id: string;
  acceptanceNumber: string;
  businessName: string;
  stateName: string;
}

/** Where a clerk's open cases (在办件) come from; one statement for each question. */
export interface OpenCases {
  count(read: Read, staffId: string): Promise<number>;
  /** Newest first, a hundred at most. */
  list(read: Read, staffId: string): Promise<OpenCase[]>;
  /** Gives every open case to a colleague; returns how many. */
  handOver(tx: Transaction, fromStaffId: string, toStaffId: string, actor: Actor): Promise<number>;
}

export const noOpenCases: OpenCases = {
  count: () => Promise.resolve(0),
  list: () => Promise.resolve([]),
  handOver: () => Promise.resolve(0),
};

/** Reads that also see what the running transaction has written. */
export const within =
  (tx: Transaction): Read =>
  (sql, params) =>
    tx.query(sql, params);
