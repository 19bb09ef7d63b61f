import type { Business } from '../engine/declaration';
import { firstRegistration } from './first-registration';
import { houseMortgage } from './house-mortgage';
import { mortgageDischarge } from './mortgage-discharge';
import { newHouseTransfer } from './new-house-transfer';
import { preReviewItems } from './pre-review';
import { presaleMortgageConversion } from './presale-mortgage-conversion';
import { presaleMortgageNotice } from './presale-mortgage-notice';
import { presaleNotice } from './presale-notice';
import { secondHandTransfer } from './second-hand-transfer';
import { transferWithMortgage } from './transfer-with-mortgage';

/** All business types in force, in the order people see them. Adding one is adding its folder and one line here. */
export const businesses: readonly Business[] = [
  secondHandTransfer,
  transferWithMortgage,
  newHouseTransfer,
  presaleNotice,
  presaleMortgageNotice,
  houseMortgage,
  presaleMortgageConversion,
  firstRegistration,
  mortgageDischarge,
  ...preReviewItems,
];
