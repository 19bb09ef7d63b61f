import { Entity } from 'typeorm';
import { Cipher, Id, Int, Json, Ms, Ref, Text } from '../../platform/database/columns';

/** A grant of authority (委托) to a family agent; see `agents` in the shared contract. */
@Entity('agent_grant')
export class GrantEntity {
  @Id() id!: string;
  /** Citizen account of the principal. */
  @Ref({ name: 'principal_id' }) principalId!: string;
  /** Blind index of the agent's resident ID: the agent may have no account yet. */
  @Text(64, { name: 'agent_blind' }) agentBlind!: string;
  /** Citizen account of the agent; null until accepted. */
  @Ref({ name: 'agent_id', nullable: true }) agentId!: string | null;
  /** { principal, agent }, each { name, idNumber, phone }. */
  @Cipher({ name: 'people_cipher' }) peopleCipher!: string;
  @Text(10) relation!: string;
  /** Scopes, separated by commas. */
  @Text(60) scopes!: string;
  /** [{ id, location }]; null: all units. */
  @Json({ nullable: true }) units!: unknown;
  @Text(10, { name: 'ends_on' }) endsOn!: string;
  /** The first moment at which it no longer holds. */
  @Ms({ name: 'ends_at' }) endsAt!: number;
  /** A grant whose time is over counts as ended, whether this says so yet or not. */
  @Text(14) state!: string;
  @Text(12, { name: 'end_reason', nullable: true }) endReason!: string | null;
  @Int() version!: number;
  @Ms({ name: 'created_at' }) createdAt!: number;
  @Ms({ name: 'offered_at', nullable: true }) offeredAt!: number | null;
  @Ms({ name: 'accepted_at', nullable: true }) acceptedAt!: number | null;
  @Ms({ name: 'ended_at', nullable: true }) endedAt!: number | null;
}

/** A started face check of a principal. Holds no image. */
@Entity('grant_face_attempt')
export class GrantFaceEntity {
  @Id() id!: string;
  @Ref({ name: 'grant_id' }) grantId!: string;
  @Ref({ name: 'citizen_id' }) citizenId!: string;
  @Ref({ name: 'session_id', nullable: true }) sessionId!: string | null;
  @Text(10) channel!: string;
  /** { verifyId | certifyId, openid }. */
  @Cipher({ name: 'session_cipher' }) sessionCipher!: string;
  @Text(10) state!: string;
  @Ms({ name: 'created_at' }) createdAt!: number;
  @Ms({ name: 'expires_at' }) expiresAt!: number;
}
