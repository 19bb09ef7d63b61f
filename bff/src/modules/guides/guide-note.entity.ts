import { Entity } from 'typeorm';
import { Id, Int, Ms, Ref, Text } from '../../platform/database/columns';

/** A note of the centre (登记中心说明) in one section of a service guide. Plain text for everybody to read. */
@Entity('guide_note')
export class GuideNote {
  @Id() id!: string;
  /** Business id; the note belongs to every version of the declaration. */
  @Text(60, { name: 'guide_id' }) guideId!: string;
  @Text(20) section!: string;
  @Text(500) text!: string;
  /** First and last day it is shown, YYYY-MM-DD in Beihai. */
  @Text(10, { name: 'valid_from' }) from!: string;
  @Text(10, { name: 'valid_until', nullable: true }) until!: string | null;
  /** Who wrote the words that stand now. */
  @Ref({ name: 'author_id' }) authorId!: string;
  @Text(60, { name: 'author_name' }) authorName!: string;
  @Int() version!: number;
  @Ms({ name: 'created_at' }) createdAt!: number;
  @Ms({ name: 'updated_at' }) updatedAt!: number;
  @Ms({ name: 'withdrawn_at', nullable: true }) withdrawnAt!: number | null;
}
