import type { MoneyMatter, ProposalState } from '@zhucheng/shared';
import { Entity } from 'typeorm';
import { Cipher, Id, Ms, Ref, Text } from '../../platform/database/columns';

/** What one person proposes about money and another one agrees to (双人复核); never edited, kept whatever becomes of it. */
@Entity('money_proposal')
export class MoneyProposalRow {
  @Id() id!: string;
  @Text(20) kind!: MoneyMatter;
  @Text(40, { name: 'subject_id' }) subjectId!: string;
  /** Unique while it waits: one at a time about one thing. */
  @Text(70, { name: 'open_subject', nullable: true }) openSubject!: string | null;
  /** `MoneyContent`: people write names into reasons. */
  @Cipher({ name: 'content_cipher' }) contentCipher!: string;
  @Text(12) state!: ProposalState;
  @Ref({ name: 'proposed_by' }) proposedBy!: string;
  @Ms({ name: 'created_at' }) createdAt!: number;
  @Ref({ name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @Ms({ name: 'decided_at', nullable: true }) decidedAt!: number | null;
  /** Why it was refused or withdrawn. */
  @Cipher({ name: 'decision_cipher', nullable: true }) decisionCipher!: string | null;
}
