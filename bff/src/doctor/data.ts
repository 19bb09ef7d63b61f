import { existsSync } from 'node:fs';
import { residentId } from '@zhucheng/shared';
import {
  demoDatabaseMark,
  demoInstitutions,
  demoOrganisationMark,
  demoPassword,
  demoPersons,
  demoUsernames,
} from '../config/demonstration';
import { idBlindOf } from '../platform/crypto/blind';
import type { FieldCipher } from '../platform/crypto/field-cipher';
import { verifyPassword } from '../platform/crypto/secrets';
import { type Look, lookInto } from '../platform/database/look';
import { databaseFile } from '../platform/database/private-file';
import { placeholders } from '../platform/database/sql';
import type { Finding } from './finding';

const remedy = '演示数据不能改成正式数据，请换一个新的空数据库';

/** Accounts of staff that the demonstration's password opens. A familiar name alone is no proof: anybody may be called `registrar`. */
async function demoStaff(look: Look): Promise<string[]> {
  const suspects = await look<{ username: string; password_hash: string | null }>(
    `SELECT username, password_hash FROM staff WHERE username IN (${placeholders(demoUsernames)}) OR password_hash IN ` +
      '(SELECT password_hash FROM staff GROUP BY password_hash HAVING COUNT(*) > 1)',
    demoUsernames,
  );
  // The demonstration hashes its password once for all accounts, so most suspects have the same hash.
  const opened = new Map<string, boolean>();
  const found: string[] = [];
  for (const { username, password_hash: hash } of suspects) {
    if (!hash) continue;
    if (!opened.has(hash)) opened.set(hash, await verifyPassword(demoPassword, hash));
    if (opened.get(hash)) found.push(username);
  }
  return found;
}

/** How many people of the demonstration have an account. An ID number alone is no proof: somebody may really have it. */
async function demoCitizens(look: Look, cipher: FieldCipher): Promise<number> {
  const names = new Map(
    Object.values(demoPersons).map(([name, first17]) => [idBlindOf(cipher, residentId.compose(first17)), name]),
  );
  const rows = await look<{ id_blind: string; name_cipher: string | null }>(
    `SELECT id_blind, name_cipher FROM citizen WHERE id_blind IN (${placeholders([...names.keys()])})`,
    [...names.keys()],
  );
  return rows.filter((row) => {
    try {
      return row.name_cipher !== null && cipher.decrypt(row.name_cipher, 'citizen.name') === names.get(row.id_blind);
    } catch {
      return false;
    }
  }).length;
}

async function demoMembers(look: Look): Promise<string[]> {
  const rows = await look<{ name: string; credit_code: string }>(
    `SELECT name, credit_code FROM institution WHERE name IN (${placeholders(demoInstitutions)})`,
    demoInstitutions,
  );
  return rows.filter(({ credit_code: code }) => code.slice(8).startsWith(demoOrganisationMark)).map(({ name }) => name);
}

/**
 * What the database shows. Looks only; a database that was never used has nothing to show. `cipher` is null while the keys
 * cannot be used.
 */
export async function dataFindings(
  { url, dataDir }: { url: string | undefined; dataDir: string },
  cipher: FieldCipher | null,
): Promise<Finding[]> {
  const file = databaseFile(dataDir);
  if (!url && !existsSync(file)) return [];
  const subject = url ? 'DATABASE_URL' : file;
  try {
    return await lookInto({ url, file }, async (look) => {
      if (!(await look.has('staff'))) return [];
      const staff = await demoStaff(look);
      const citizens = cipher ? await demoCitizens(look, cipher) : 0;
      const members = await demoMembers(look);
      const marked =
        (await look.has('data_upgrade')) &&
        (await look('SELECT name FROM data_upgrade WHERE name = ?', [demoDatabaseMark])).length > 0;
      const facts = [
        marked && '数据由演示城市填充',
        staff.length > 0 && `工作人员 ${staff.join('、')}（密码是公开的）`,
        citizens > 0 && `群众 ${citizens} 人`,
        members.length > 0 && `机构 ${members.join('、')}`,
      ].filter((fact) => fact !== false);
      return facts.length > 0 ? [{ subject, fault: `数据库里有演示账号或数据：${facts.join('；')}`, remedy }] : [];
    });
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    return [{ subject, fault: `数据库连不上或读不了（${code ?? 'unknown'}）`, remedy: '请核对地址、账号和网络' }];
  }
}
