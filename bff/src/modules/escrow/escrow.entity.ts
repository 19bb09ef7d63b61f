import { Entity } from 'typeorm';
import { Cipher, Fen, Flag, Id, Ms, Ref, Text } from '../../platform/database/columns';

/** An agreement on supervised money (资金监管协议) and how it stands. */
@Entity('escrow')
export class EscrowEntity {
  @Id() id!: string;
  @Ref({ name: 'case_id' }) caseId!: string;
  /** The case's id until the money goes back or has been paid: a case has one at a time. */
  @Ref({ name: 'open_key', nullable: true }) openKey!: string | null;
  @Text(40, { name: 'agreement_number' }) agreementNumber!: string;
  @Text(64, { name: 'agreement_hash' }) agreementHash!: string;
  /** Whom and what it is about: people with numbers and phones, the mortgagee, the business. */
  @Cipher({ name: 'content_cipher' }) contentCipher!: string;
  /** Account as it is now. */
  @Cipher({ name: 'payee_cipher' }) payeeCipher!: string;
  /** Where to pay in, as the bank says. */
  @Cipher({ name: 'deposit_cipher', nullable: true }) depositCipher!: string | null;
  @Fen({ name: 'amount_fen' }) amountFen!: number;
  @Fen({ name: 'pay_off_fen' }) payOffFen!: number;
  @Fen({ name: 'deposited_fen' }) depositedFen!: number;
  @Fen({ name: 'locked_fen' }) lockedFen!: number;
  @Text(16) state!: string;
  /** Of the newest standing that the bank has told. */
  @Ms({ name: 'bank_version' }) bankVersion!: number;
  /** The bank's last refusal, or `silent`. */
  @Text(64, { nullable: true }) says!: string | null;
  @Text(20, { nullable: true }) alarm!: string | null;
  /** The alarm that somebody has dealt with; it is not raised again. */
  @Text(20, { nullable: true }) settled!: string | null;
  @Flag({ name: 'needs_person' }) needsPerson!: boolean;
  @Ms({ name: 'silent_since', nullable: true }) silentSince!: number | null;
  @Ms({ name: 'state_since' }) stateSince!: number;
  @Ms({ name: 'created_at' }) createdAt!: number;
  @Ms({ name: 'updated_at' }) updatedAt!: number;
}

/** What happened to it, as both sides read it; no personal data. */
@Entity('escrow_event')
export class EscrowEventEntity {
  @Id() id!: string;
  @Ref({ name: 'escrow_id' }) escrowId!: string;
  @Text(16) state!: string;
  @Text(200, { nullable: true }) note!: string | null;
  @Ms() at!: number;
}

/** Something the bank was told to do, under a number of its own: sent again it is the same. */
@Entity('escrow_instruction')
export class EscrowInstructionEntity {
  @Id() id!: string;
  @Ref({ name: 'escrow_id' }) escrowId!: string;
  @Text(60) number!: string;
  @Text(10) kind!: string;
  /** `open` until the bank has answered, then `done` or `refused`. */
  @Text(10) state!: string;
  @Text(128, { nullable: true }) ticket!: string | null;
  @Text(64, { nullable: true }) says!: string | null;
  @Ms({ name: 'created_at' }) createdAt!: number;
  @Ms({ name: 'answered_at', nullable: true }) answeredAt!: number | null;
}

/** The payee's wish to be paid to another account, confirmed by her own face. */
@Entity('escrow_payee_change')
export class EscrowPayeeChangeEntity {
  @Id() id!: string;
  @Ref({ name: 'escrow_id' }) escrowId!: string;
  /** The escrow's id while it waits or is on its way: one at a time. */
  @Ref({ name: 'open_key', nullable: true }) openKey!: string | null;
  @Ref({ name: 'citizen_id' }) citizenId!: string;
  @Ref({ name: 'session_id', nullable: true }) sessionId!: string | null;
  @Text(10) channel!: string;
  @Cipher({ name: 'session_cipher' }) sessionCipher!: string;
  @Cipher({ name: 'payee_cipher' }) payeeCipher!: string;
  @Text(14) state!: string;
  @Ms({ name: 'expires_at' }) expiresAt!: number;
  @Ms({ name: 'effective_at', nullable: true }) effectiveAt!: number | null;
  @Ms({ name: 'created_at' }) createdAt!: number;
}
