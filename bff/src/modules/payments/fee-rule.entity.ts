import { Entity } from 'typeorm';
import { Fen, Id, Json, Ref, Text } from '../../platform/database/columns';

/** One row of the fee table (收费标准), in force from `from` until the day before `until`; see shared `FeeRule`. */
@Entity('fee_rule')
export class FeeRuleRow {
  @Id() id!: string;
  @Text(20) matter!: string;
  @Json() uses!: string[];
  @Text(20) payer!: string;
  @Fen({ name: 'per_unit_fen' }) perUnitFen!: number;
  @Fen({ name: 'per_further_copy_fen' }) perFurtherCopyFen!: number;
  @Text(10, { name: 'valid_from' }) from!: string;
  @Text(10, { name: 'valid_until', nullable: true }) until!: string | null;
  @Text(200) basis!: string;
  /** What two persons agreed to: the proposal that made the row, and the one that gave it its last day. */
  @Ref({ name: 'proposal_id', nullable: true }) proposalId!: string | null;
  @Ref({ name: 'ended_by', nullable: true }) endedBy!: string | null;
}
