import type { Business } from '../engine/declaration';
import { secondHandTransfer } from './second-hand-transfer';

/** All business types in force, in the order people see them. Adding one is adding its folder and one line here. */
export const businesses: readonly Business[] = [secondHandTransfer];
