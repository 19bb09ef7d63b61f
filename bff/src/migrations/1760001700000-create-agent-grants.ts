import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, cipher, dropColumn, dropTables, id, int, json, ms, table, text } from './table';

const none = { nullable: true };

/** Grants of authority to family agents, and where a case remembers that one was used. */
export class CreateAgentGrants1760001700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'agent_grant',
      {
        id: id(),
        principal_id: id(),
        agent_blind: text(64),
        agent_id: id(none),
        people_cipher: cipher(),
        relation: text(10),
        scopes: text(60),
        units: json(none),
        ends_on: text(10),
        ends_at: ms(),
        state: text(14),
        end_reason: text(12, none),
        version: int(),
        created_at: ms(),
        offered_at: ms(none),
        accepted_at: ms(none),
        ended_at: ms(none),
      },
      {
        index: [
          ['principal_id', 'id'],
          ['agent_blind', 'id'],
          ['state', 'ends_at'],
        ],
      },
    );
    await table(
      runner,
      'grant_face_attempt',
      {
        id: id(),
        grant_id: id(),
        citizen_id: id(),
        channel: text(10),
        session_cipher: cipher(),
        state: text(10),
        created_at: ms(),
        expires_at: ms(),
      },
      { index: [['grant_id']] },
    );
    await addColumn(runner, 'face_attempt', 'grant_id', id(none));
    await addColumn(runner, 'case_party', 'agent_cipher', cipher(none));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'case_party', 'agent_cipher');
    await dropColumn(runner, 'face_attempt', 'grant_id');
    await dropTables(runner, 'grant_face_attempt', 'agent_grant');
  }
}
