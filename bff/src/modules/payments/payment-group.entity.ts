import type { PaymentMethod } from '@zhucheng/shared';
import { Entity } from 'typeorm';
import type { PaymentChannelName } from '../../adapters/payment-channel/port';
import { Cipher, Id, Ms, Ref, Text } from '../../platform/database/columns';

/**
 * A combined payment (合单): attempts of several orders under one number, paid or unpaid as a whole. How it stands is told by
 * its attempts alone; a merged order (合并缴费单) is never part of one.
 */
@Entity('payment_group')
export class PaymentGroup {
  @Id() id!: string;
  @Text(32, { name: 'out_trade_no' }) outTradeNo!: string;
  @Text(16) channel!: PaymentChannelName;
  @Text(16) method!: PaymentMethod;
  @Ref({ name: 'citizen_id' }) citizenId!: string;
  @Cipher({ name: 'payer_cipher', nullable: true }) payerCipher!: string | null;
  @Cipher({ name: 'prepay_cipher', nullable: true }) prepayCipher!: string | null;
  @Ms({ name: 'expires_at' }) expiresAt!: number;
  @Ms({ name: 'created_at' }) createdAt!: number;
}
