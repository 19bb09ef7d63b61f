import { Entity, PrimaryColumn } from 'typeorm';
import { Cipher, Flag, Id, Int, Json, Ms, Ref, Text } from '../../../platform/database/columns';

/** One application (办件) for one unit. Column list of hot reads: case.query.ts. */
@Entity('registration_case')
export class CaseEntity {
  @Id() id!: string;
  /** 受理编号, see shared `acceptanceNumber`. Unique. */
  @Text(20, { name: 'acceptance_number' }) acceptanceNumber!: string;
  @Text(60, { name: 'business_id' }) businessId!: string;
  @Int({ name: 'business_version' }) businessVersion!: number;
  @Text(20) state!: string;
  /** Grows by one with each change; the base of conditional updates. */
  @Int() version!: number;
  /** Grows when another case counts on this one, see `Transaction.hold`. */
  @Int() held!: number;
  @Ref({ name: 'applicant_id' }) applicantId!: string;
  @Ref({ name: 'unit_id' }) unitId!: string;
  /** Right, notice or mortgage the application is based on (the unit where nothing is registered yet). */
  @Ref({ name: 'right_id' }) rightId!: string;
  /** UnitSummary of the contract; no personal data. */
  @Json({ name: 'unit_summary' }) unitSummary!: unknown;
  /** `business:unit` while the case is open, null afterwards. Unique: one open case per unit and business. */
  @Text(100, { name: 'pending_key', nullable: true }) pendingKey!: string | null;
  /** { [step]: { data, draft } }. */
  @Cipher({ name: 'form_cipher' }) formCipher!: string;
  /** SHA-256 of what the parties agree to. */
  @Text(64, { name: 'content_hash' }) contentHash!: string;
  @Json() warnings!: unknown;
  @Flag({ name: 'ever_submitted' }) everSubmitted!: boolean;
  @Flag({ name: 'correction_used' }) correctionUsed!: boolean;
  /** { at, by, faults } encrypted: an officer's words may name people. */
  @Cipher({ name: 'correction_cipher', nullable: true }) correctionCipher!: string | null;
  @Cipher({ name: 'end_reason_cipher', nullable: true }) endReasonCipher!: string | null;
  @Ms({ name: 'fee_fen', nullable: true }) feeFen!: number | null;
  /** See CaseRecord. `fee_share` is unique: one case bears a fee. */
  @Text(64, { name: 'fee_share', nullable: true }) feeShare!: string | null;
  @Text(20, { name: 'fee_follows', nullable: true }) feeFollows!: string | null;
  @Text(200, { name: 'fee_reason', nullable: true }) feeReason!: string | null;
  @Ref({ name: 'order_id', nullable: true }) orderId!: string | null;
  @Text(40, { name: 'order_number', nullable: true }) orderNumber!: string | null;
  @Ref({ name: 'claimed_by', nullable: true }) claimedBy!: string | null;
  @Text(60, { name: 'claimed_name', nullable: true }) claimedName!: string | null;
  @Ms({ name: 'claimed_at', nullable: true }) claimedAt!: number | null;
  /** Institution that started it (null: a citizen did), its branch, and the clerk in charge. */
  @Ref({ name: 'institution_id', nullable: true }) institutionId!: string | null;
  @Ref({ name: 'branch_id', nullable: true }) branchId!: string | null;
  @Ref({ name: 'clerk_id', nullable: true }) clerkId!: string | null;
  @Text(60, { name: 'clerk_name', nullable: true }) clerkName!: string | null;
  /** For lists: follows from form, checks and parties, which cannot be searched. */
  @Text(12, { nullable: true }) readiness!: string | null;
  /** For searching; the same as in `unitSummary`. */
  @Text(28, { name: 'unit_number', nullable: true }) unitNumber!: string | null;
  @Text(200, { nullable: true }) location!: string | null;
  @Ms({ name: 'state_since' }) stateSince!: number;
  @Ms({ name: 'deadline_at', nullable: true }) deadlineAt!: number | null;
  @Ms({ name: 'submitted_at', nullable: true }) submittedAt!: number | null;
  /** Of the first time it was submitted, see CaseRecord. */
  @Ms({ name: 'applied_at', nullable: true }) appliedAt!: number | null;
  @Ms({ name: 'created_at' }) createdAt!: number;
  @Ms({ name: 'updated_at' }) updatedAt!: number;
}

/** A person or institution in a case. */
@Entity('case_party')
export class CasePartyEntity {
  @Id() id!: string;
  @Ref({ name: 'case_id' }) caseId!: string;
  @Text(30) role!: string;
  @Int() position!: number;
  /** Blind index of the resident ID or credit code. */
  @Text(64, { name: 'id_blind' }) idBlind!: string;
  @Text(40, { name: 'name_blind', nullable: true }) nameBlind!: string | null;
  /** { name, idNumber, phone | null }. */
  @Cipher({ name: 'identity_cipher' }) identityCipher!: string;
  @Ref({ name: 'institution_id', nullable: true }) institutionId!: string | null;
  @Int({ name: 'share_numerator', nullable: true }) shareNumerator!: number | null;
  @Int({ name: 'share_denominator', nullable: true }) shareDenominator!: number | null;
  /** The case is listed for this person: always for the applicant, for others once it was sent to them. */
  @Flag() visible!: boolean;
  @Flag() applicant!: boolean;
  @Text(10, { name: 'auth_state' }) authState!: string;
  @Text(12, { name: 'auth_how', nullable: true }) authHow!: string | null;
  @Ms({ name: 'auth_at', nullable: true }) authAt!: number | null;
  @Cipher({ name: 'auth_reason_cipher', nullable: true }) authReasonCipher!: string | null;
  /** Content hash the party agreed to. */
  @Text(64, { name: 'agreed_hash', nullable: true }) agreedHash!: string | null;
  @Ms({ name: 'asked_at', nullable: true }) askedAt!: number | null;
  /** The family agent who authorised in this party's name, see PartyRecord. */
  @Cipher({ name: 'agent_cipher', nullable: true }) agentCipher!: string | null;
}

/** One line of a case's life; append-only. */
@Entity('case_event')
export class CaseEventEntity {
  @Id() id!: string;
  @Ref({ name: 'case_id' }) caseId!: string;
  @Int() seq!: number;
  @Ms() at!: number;
  @Text(30) action!: string;
  @Text(20, { name: 'from_state' }) fromState!: string;
  @Text(20, { name: 'to_state' }) toState!: string;
  @Text(12, { name: 'actor_kind' }) actorKind!: string;
  @Text(26, { name: 'actor_id' }) actorId!: string;
  /** Role and name of who did it; null in events of earlier versions until `CaseEventLabels` has come by. */
  @Cipher({ name: 'by_cipher', nullable: true }) byCipher!: string | null;
  /** Where earlier versions kept it; empty now. */
  @Text(80, { name: 'by_label' }) byLabel!: string;
  /** What they said; people write names into reasons. */
  @Cipher({ name: 'note_cipher', nullable: true }) noteCipher!: string | null;
}

/** Result of an automatic check, or of a question to a department. */
@Entity('case_check')
export class CaseCheckEntity {
  @Id({ name: 'case_id' }) caseId!: string;
  @PrimaryColumn({ type: 'varchar', length: 40, name: 'check_id' }) checkId!: string;
  @Text(10) result!: string;
  /** A sentence of ours, without personal data. */
  @Text(300) message!: string;
  /** What was asked; an answer to an older question is dropped. */
  @Text(64, { name: 'input_hash' }) inputHash!: string;
  @Text(128, { nullable: true }) ticket!: string | null;
  /** The department's data. */
  @Cipher({ name: 'answer_cipher', nullable: true }) answerCipher!: string | null;
  @Ms() at!: number;
}

/** A started face verification (人脸核验). Holds no image. */
@Entity('face_attempt')
export class FaceAttemptEntity {
  @Id() id!: string;
  @Ref({ name: 'party_id' }) partyId!: string;
  /** Whose face it is: the party's, or the agent's. */
  @Ref({ name: 'citizen_id' }) citizenId!: string;
  @Ref({ name: 'session_id', nullable: true }) sessionId!: string | null;
  /** The grant under which an agent does it. */
  @Ref({ name: 'grant_id', nullable: true }) grantId!: string | null;
  @Text(10) channel!: string;
  /** { verifyId | certifyId, openid }. */
  @Cipher({ name: 'session_cipher' }) sessionCipher!: string;
  @Text(64, { name: 'content_hash' }) contentHash!: string;
  @Text(10) state!: string;
  @Ms({ name: 'created_at' }) createdAt!: number;
  @Ms({ name: 'expires_at' }) expiresAt!: number;
}

/** A water, electricity, gas, broadband or cable account that can be handed over after completion. */
@Entity('case_hand_over')
export class HandOverEntity {
  @Id() id!: string;
  @Ref({ name: 'case_id' }) caseId!: string;
  @Text(12) account!: string;
  @Text(60) provider!: string;
  @Cipher({ name: 'number_cipher' }) numberCipher!: string;
  @Text(10) state!: string;
  @Text(200, { nullable: true }) message!: string | null;
  @Text(128, { nullable: true }) ticket!: string | null;
  @Ms({ name: 'updated_at' }) updatedAt!: number;
}
