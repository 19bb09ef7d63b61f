import type { CoOwnership, DocumentKind, LimitKind, UnitUse } from '@zhucheng/shared';
import { Entity, PrimaryColumn } from 'typeorm';
import { Cipher, Fen, Flag, Id, Int, Json, Ms, Ref, Text } from '../../platform/database/columns';
import type { HistoryKind, NoticeKind, UnitPlan } from './register.types';

/** Unit of property (不动产单元). Rows of the register are never deleted; `validTo` ends them. */
@Entity('unit')
export class UnitEntity {
  @Id() id!: string;
  @Text(28, { name: 'unit_number' }) unitNumber!: string;
  /** What number, location, survey and first case are sought by: their texts cleaned. */
  @Text(60, { name: 'number_key', nullable: true }) numberKey!: string | null;
  @Text(200, { name: 'location_key', nullable: true }) locationKey!: string | null;
  @Text(30, { name: 'survey_key', nullable: true }) surveyKey!: string | null;
  @Text(30, { name: 'first_case_key', nullable: true }) firstCaseKey!: string | null;
  @Text(60) estate!: string;
  @Text(40) building!: string;
  @Int() floor!: number;
  @Text(40) room!: string;
  /** Estate, building and room without spaces: what people type into a search box. */
  @Text(150, { name: 'name_key' }) nameKey!: string;
  @Text(200) location!: string;
  @Text(16, { name: 'use_code' }) useCode!: UnitUse;
  @Int({ name: 'area_hundredths' }) areaHundredths!: number;
  @Text(40, { name: 'right_nature' }) rightNature!: string;
  @Text(80, { name: 'right_type' }) rightType!: string;
  @Text(10, { name: 'term_start', nullable: true }) termStart!: string | null;
  @Text(10, { name: 'term_end', nullable: true }) termEnd!: string | null;
  @Json({ nullable: true }) plan!: UnitPlan | null;
  @Int() version!: number;
  /** Length and head of the unit's history chain; a cut-off tail shows here. */
  @Int({ name: 'history_seq' }) historySeq!: number;
  @Text(64, { name: 'history_hash' }) historyHash!: string;
  @Ms({ name: 'created_at' }) createdAt!: number;
}

/** Ownership of a unit. `currentUnitId` equals `unitId` while in force and is unique: a unit has one current right. */
@Entity('right_record')
export class RightEntity {
  @Id() id!: string;
  @Ref({ name: 'unit_id' }) unitId!: string;
  @Ref({ name: 'current_unit_id', nullable: true }) currentUnitId!: string | null;
  @Text(8, { name: 'co_ownership' }) coOwnership!: CoOwnership;
  @Ref({ name: 'case_id', nullable: true }) caseId!: string | null;
  @Text(30, { name: 'acceptance_number', nullable: true }) acceptanceNumber!: string | null;
  @Ref({ name: 'ended_case_id', nullable: true }) endedCaseId!: string | null;
  @Ms({ name: 'valid_from' }) validFrom!: number;
  @Ms({ name: 'valid_to', nullable: true }) validTo!: number | null;
}

/** One right-holder of a right. Name and number encrypted as JSON; searched by blind index. */
@Entity('right_holder')
export class RightHolderEntity {
  @Id({ name: 'right_id' }) rightId!: string;
  @PrimaryColumn({ type: 'int' }) position!: number;
  @Cipher({ name: 'holder_cipher' }) holderCipher!: string;
  @Text(40, { name: 'name_blind' }) nameBlind!: string;
  @Text(40, { name: 'id_blind' }) idBlind!: string;
  @Text(16, { name: 'id_kind' }) idKind!: DocumentKind;
  @Int({ name: 'share_num', nullable: true }) shareNum!: number | null;
  @Int({ name: 'share_den', nullable: true }) shareDen!: number | null;
}

/** Right certificate (不动产权证书) of a right; the id is the certificate's. */
@Entity('right_certificate')
export class RightCertificateEntity {
  @Id() id!: string;
  @Text(60) number!: string;
  @Text(60, { name: 'number_key', nullable: true }) numberKey!: string | null;
  @Ref({ name: 'right_id' }) rightId!: string;
  @Ref({ name: 'unit_id' }) unitId!: string;
  @Ms({ name: 'valid_from' }) validFrom!: number;
  @Ms({ name: 'valid_to', nullable: true }) validTo!: number | null;
}

/** Mortgage (抵押权). */
@Entity('mortgage')
export class MortgageEntity {
  @Id() id!: string;
  @Ref({ name: 'unit_id' }) unitId!: string;
  @Int({ name: 'mortgage_rank' }) rank!: number;
  @Text(100, { name: 'mortgagee_name' }) mortgageeName!: string;
  @Text(18, { name: 'mortgagee_code' }) mortgageeCode!: string;
  @Ref({ name: 'institution_id', nullable: true }) institutionId!: string | null;
  @Fen({ name: 'secured_fen' }) securedFen!: number;
  @Fen({ name: 'collateral_fen' }) collateralFen!: number;
  @Text(10, { name: 'debt_start' }) debtStart!: string;
  @Text(10, { name: 'debt_end' }) debtEnd!: string;
  @Flag({ name: 'transfer_limit' }) transferLimit!: boolean;
  @Text(60, { name: 'certificate_number' }) certificateNumber!: string;
  @Text(60, { name: 'number_key', nullable: true }) numberKey!: string | null;
  @Ref({ name: 'case_id', nullable: true }) caseId!: string | null;
  @Ms({ name: 'valid_from' }) validFrom!: number;
  @Ms({ name: 'valid_to', nullable: true }) validTo!: number | null;
}

/** Advance notice (预告登记). Holders encrypted as JSON. */
@Entity('advance_notice')
export class AdvanceNoticeEntity {
  @Id() id!: string;
  @Ref({ name: 'unit_id' }) unitId!: string;
  @Text(32) kind!: NoticeKind;
  @Cipher({ name: 'holders_cipher' }) holdersCipher!: string;
  @Text(60, { name: 'certificate_number' }) certificateNumber!: string;
  @Text(60, { name: 'number_key', nullable: true }) numberKey!: string | null;
  @Text(10, { name: 'effective_until', nullable: true }) effectiveUntil!: string | null;
  @Ref({ name: 'case_id', nullable: true }) caseId!: string | null;
  @Ms({ name: 'valid_from' }) validFrom!: number;
  @Ms({ name: 'valid_to', nullable: true }) validTo!: number | null;
}

/** Limit on a unit (查封、预查封、异议). The authority is encrypted because an objector is a person. */
@Entity('unit_limit')
export class UnitLimitEntity {
  @Id() id!: string;
  @Ref({ name: 'unit_id' }) unitId!: string;
  @Text(16) kind!: LimitKind;
  @Cipher({ name: 'authority_cipher' }) authorityCipher!: string;
  @Text(60, { name: 'document_number' }) documentNumber!: string;
  @Text(10, { name: 'from_date' }) fromDate!: string;
  @Text(10, { name: 'until_date', nullable: true }) untilDate!: string | null;
  @Text(500, { name: 'ended_reason', nullable: true }) endedReason!: string | null;
  @Cipher({ name: 'ended_reason_cipher', nullable: true }) endedReasonCipher!: string | null;
  @Ms({ name: 'valid_from' }) validFrom!: number;
  @Ms({ name: 'valid_to', nullable: true }) validTo!: number | null;
}

/** One link of a unit's history chain. `payload` is kept as the text that was hashed. */
@Entity('unit_history')
export class UnitHistoryEntity {
  @Id({ name: 'unit_id' }) unitId!: string;
  @PrimaryColumn({ type: 'int' }) seq!: number;
  @Text(32) kind!: HistoryKind;
  @Text(300) summary!: string;
  @Cipher() payload!: string;
  @Text(64, { name: 'prev_hash' }) prevHash!: string;
  @Text(64) hash!: string;
  @Ms() at!: number;
  @Ref({ name: 'case_id', nullable: true }) caseId!: string | null;
}
