import { Entity } from 'typeorm';
import { Id, Ref, Text } from '../../platform/database/columns';

/** Which rule grants an exemption, in force from `from` until the day before `until`; see shared `FeeCitation`. */
@Entity('fee_citation')
export class FeeCitationRow {
  @Id() id!: string;
  @Text(40) exemption!: string;
  @Text(200, { name: 'citation' }) text!: string;
  @Text(10, { name: 'valid_from' }) from!: string;
  @Text(10, { name: 'valid_until', nullable: true }) until!: string | null;
  /** See `FeeRuleRow`. */
  @Ref({ name: 'proposal_id', nullable: true }) proposalId!: string | null;
  @Ref({ name: 'ended_by', nullable: true }) endedBy!: string | null;
}
