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

/** Taxes were paid elsewhere before the application, and the number of the certificate was typed. */
const typedOnly = (business: Business): Business => ({
  ...business,
  version: 2,
  steps: business.steps.map((step) => {
    if (step.kind !== 'ask' || !step.assess) return step;
    const { assess, ...rest } = step;
    const fields = step.fields
      .filter(({ id }) => id !== assess.by)
      .map(({ when: _, ...field }) => field as typeof field);
    return {
      ...rest,
      name: '完税核验',
      intro: '填写契税完税证明上的号码。税务部门核验可能需要一点时间，您可以先去办别的。',
      fields: fields as typeof step.fields,
    };
  }),
});

/** Version 2 charged each home of one loan for itself. */
const chargedEach = (business: Business): Business => {
  const { onceFor: _, ...fee } = business.fee;
  return { ...business, version: 2, fee };
};

/** Versions that are no longer offered; cases started under them finish under them. */
export const earlierBusinesses: readonly Business[] = [
  typedOnly(withoutEscrow(secondHandTransfer)),
  typedOnly(withoutEscrow(transferWithMortgage)),
  newHouseTransfer,
  presaleNotice,
  presaleMortgageNotice,
  houseMortgage,
  presaleMortgageConversion,
  firstRegistration,
]
  .map(first)
  .concat(
    typedOnly(withoutEscrow(secondHandTransfer)),
    typedOnly(withoutEscrow(transferWithMortgage)),
    chargedEach(houseMortgage),
    earlierPreReviewItems,
  );
