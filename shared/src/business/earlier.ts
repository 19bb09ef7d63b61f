import type { Business, UtilityAccount } from '../engine/declaration';
import { firstRegistration } from './first-registration';
import { houseMortgage } from './house-mortgage';
import { newHouseTransfer } from './new-house-transfer';
import { earlierPreReviewItems } from './pre-review';
import { presaleMortgageConversion } from './presale-mortgage-conversion';
import { presaleMortgageNotice } from './presale-mortgage-notice';
import { presaleNotice } from './presale-notice';
import { secondHandTransfer } from './second-hand-transfer';
import { transferWithMortgage } from './transfer-with-mortgage';

/** What version 2 asks for and version 1 did not. */
const laterFields = ['contractNumber', 'debtor'];
const laterSteps = ['recipient'];

/** Before supervised money and the hand-over of broadband and cable. */
const accountsThen: readonly UtilityAccount[] = ['water', 'electricity', 'gas'];
const withoutEscrow = ({ escrow, ...business }: Business): Business => ({
  ...business,
  steps: business.steps
    .filter(({ id }) => id !== escrow?.step)
    .map((step) =>
      step.kind === 'hand-over'
        ? { ...step, name: '水电气过户', accounts: step.accounts.filter((account) => accountsThen.includes(account)) }
        : step,
    ),
});
const beforeEscrow = (business: Business): Business => ({ ...withoutEscrow(business), version: 2 });

/** Version 1 knew no commitments, every owner had to authorise, and less was asked; all else was as it is now. */
const first = (business: Business): Business => ({
  ...business,
  version: 1,
  fee: { matter: business.fee.matter, exemptions: business.fee.exemptions },
  parties: Object.fromEntries(
    Object.entries(business.parties).map(([role, party]) => [role, { ...party, enough: 'everybody' as const }]),
  ),
  steps: business.steps
    .filter(({ id }) => !laterSteps.includes(id))
    .map((step) =>
      step.kind === 'review' ? { ...step, automatic: step.automatic.filter((check) => check !== 'payer-size') } : step,
    )
    .map((step) =>
      step.kind === 'form' ? { ...step, fields: step.fields.filter(({ id }) => !laterFields.includes(id)) } : step,
    ),
  unit: {
    ...business.unit,
    warnedBy: business.unit.warnedBy.filter((condition) => condition !== 'owned-by-shares'),
    commitments: [],
  },
});

/** Version 2 charged each home of one loan for itself. */
const chargedEach = (business: Business): Business => {
  const { onceFor: _, ...fee } = business.fee;
  return { ...business, version: 2, fee };
};

/** Versions that are no longer offered; cases started under them finish under them. */
export const earlierBusinesses: readonly Business[] = [
  withoutEscrow(secondHandTransfer),
  withoutEscrow(transferWithMortgage),
  newHouseTransfer,
  presaleNotice,
  presaleMortgageNotice,
  houseMortgage,
  presaleMortgageConversion,
  firstRegistration,
]
  .map(first)
  .concat(
    beforeEscrow(secondHandTransfer),
    beforeEscrow(transferWithMortgage),
    chargedEach(houseMortgage),
    earlierPreReviewItems,
  );
