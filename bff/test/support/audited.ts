import type { Server } from '@zhucheng/bff/server';

export interface AuditedEntry {
  actor_kind: string;
  actor_id: string;
  action: string;
  detail: Record<string, unknown>;
}

/** What the action log tells of a subject, deciphered, oldest first. */
export async function auditedOf(
  server: Pick<Server, 'audit' | 'database'>,
  subjectId: string,
): Promise<AuditedEntry[]> {
  const rows = await server.database.read<AuditedEntry & { id: string; detail: string }>(
    'SELECT id, actor_kind, actor_id, action, detail FROM audit_entry WHERE subject_id = ? ORDER BY id',
    [subjectId],
  );
  return rows.map(({ id, detail, ...row }) => ({ ...row, detail: server.audit.detailOf({ id, detail }) }));
}
