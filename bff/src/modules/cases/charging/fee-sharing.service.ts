import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { acceptanceNumber, type Fee, parcelOf, stepOf } from '@zhucheng/shared';
import { FieldCipher } from '../../../platform/crypto/field-cipher';
import { formValue, type LoadedCase } from '../core/case.model';
import type { Read } from '../core/case.query';
import type { CasePatch } from '../core/case-store.service';

/** What a case costs, and what is written into it when it is charged. */
export interface CaseFee {
  fee: Fee;
  patch: Required<Pick<CasePatch, 'feeFen' | 'feeShare' | 'feeFollows' | 'feeReason'>>;
}

/** `bearerId`: the case that pays the fee for this one; null if this one pays itself. */
export type SharedFee = CaseFee & { bearerId: string | null };

interface Bearer {
  id: string;
  acceptance_number: string;
  state: string;
}

/**
 * One fee for several objects on one parcel that secure one loan (同一宗地多个抵押物一笔贷款按一件收费): the first case that
 * becomes due bears it, the others wait until that one is recorded and then go on free of charge.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FeeSharing {
  @Inject() cipher!: FieldCipher;

  /** At most one statement more, and only for businesses that share. */
  async shared(read: Read, loaded: LoadedCase, fee: Fee): Promise<SharedFee> {
    const patch = { feeFen: fee.totalFen, feeShare: null, feeFollows: null, feeReason: fee.zeroReason ?? null };
    const key = fee.totalFen > 0 ? this.keyOf(loaded) : null;
    if (!key) return { fee, patch, bearerId: null };
    const [bearer] = await read<Bearer>(
      'SELECT id, acceptance_number, state FROM registration_case WHERE fee_share = ?',
      [key],
    );
    if (!bearer || bearer.id === loaded.record.id) return { fee, patch: { ...patch, feeShare: key }, bearerId: null };
    const zeroReason = `同一宗地上的几处不动产为同一笔借款抵押，登记费只收一次，已记在受理编号 ${acceptanceNumber.group(bearer.acceptance_number)} 上。`;
    return {
      fee: { totalFen: 0, items: [], zeroReason },
      patch: {
        feeFen: 0,
        feeShare: null,
        feeFollows: bearer.state === 'completed' ? null : bearer.acceptance_number,
        feeReason: zeroReason,
      },
      bearerId: bearer.id,
    };
  }

  /** Null where nothing is shared. Contract numbers are compared without spaces and in one case, as people copy them. */
  private keyOf(loaded: LoadedCase): string | null {
    const { business, record, parties } = loaded;
    const { onceFor, matter } = business.fee;
    const value = onceFor && formValue(record.form, onceFor);
    const payer = parties.find(({ role }) => role === stepOf(business, 'pay')?.by);
    if (typeof value !== 'string' || !payer) return null;
    const same = value.normalize('NFKC').replace(/\s/g, '').toUpperCase();
    if (same === '') return null;
    const parts = [matter, payer.idBlind, parcelOf(record.unit.unitNumber), same];
    return this.cipher.blindIndex(parts.join('\0'), 'shared-fee');
  }
}
