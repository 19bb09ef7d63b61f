import type { FieldCipher } from '@zhucheng/bff/platform/crypto/field-cipher';
import { hashToken } from '@zhucheng/bff/platform/crypto/secrets';
import { newId } from '@zhucheng/bff/platform/ids';
import { createConnection } from 'mysql2/promise';
import { benchCitizen, caseCount, citizenCount, fillCases, type Sample } from './workload';

const sampleCount = 500;
const batch = 500;
/** Sessions of the bench are made up, so a reused database needs no new ones. */
const tokenOf = (index: number): string => `bench-session-${index}`;

/** Fills the database to 100,000 cases unless it holds them already; returns what the requests will ask for. */
export async function prepare(url: string, cipher: FieldCipher, say: (line: string) => void): Promise<Sample[]> {
  const connection = await createConnection({ uri: url, supportBigNumbers: true });
  try {
    const [[count]] = (await connection.query('SELECT COUNT(*) AS n FROM registration_case')) as unknown as [
      [{ n: number }],
    ];
    const citizens = Array.from({ length: citizenCount }, (_, index) => ({ ...benchCitizen(index), index }));
    if (count.n < caseCount) {
      say(`正在写入 ${caseCount.toLocaleString('zh-CN')} 件办件…`);
      for (const table of ['case_check', 'case_event', 'case_party', 'registration_case', 'session', 'citizen'])
        await connection.query(`DELETE FROM \`${table}\``);
      const rows = citizens.map(({ name, idNumber, phone, index }) => {
        const id = newId(Date.now() + index);
        return {
          id,
          idNumber,
          blind: cipher.blindIndex(idNumber, 'id-number'),
          row: [
            id,
            cipher.encrypt(name, 'citizen.name'),
            cipher.encrypt(idNumber, 'citizen.id'),
            cipher.blindIndex(idNumber, 'id-number'),
            cipher.encrypt(phone, 'citizen.phone'),
            cipher.blindIndex(phone, 'phone'),
            Date.now(),
            1,
            Date.now(),
            Date.now(),
            Date.now() + 365 * 86_400_000,
          ],
        };
      });
      for (let from = 0; from < rows.length; from += batch)
        await connection.query(
          'INSERT INTO citizen (id, name_cipher, id_cipher, id_blind, phone_cipher, phone_blind, real_name_at, version, created_at, proven_at, proven_until) VALUES ?',
          [rows.slice(from, from + batch).map(({ row }) => row)],
        );
      const sessions = rows
        .slice(0, sampleCount)
        .map(({ id }, index) => [
          hashToken(tokenOf(index)),
          newId(),
          'citizen',
          id,
          Date.now(),
          Date.now() + 365 * 86_400_000,
          Date.now(),
        ]);
      await connection.query(
        'INSERT INTO session (token_hash, id, kind, subject_id, created_at, expires_at, confirmed_at) VALUES ?',
        [sessions],
      );
      await fillCases(connection, cipher, rows, (done) => {
        if (done % 10_000 === 0) say(`  ${done.toLocaleString('zh-CN')} / ${caseCount.toLocaleString('zh-CN')}`);
      });
      await connection.query('ANALYZE TABLE registration_case, case_party, case_event, case_check');
    }
    const samples: Sample[] = [];
    for (const { idNumber, index } of citizens.slice(0, sampleCount)) {
      const blind = cipher.blindIndex(idNumber, 'id-number');
      const [[found]] = (await connection.query(
        'SELECT c.id, c.acceptance_number FROM case_party p JOIN registration_case c ON c.id = p.case_id WHERE p.id_blind = ? AND p.visible = 1 ORDER BY p.case_id DESC LIMIT 1',
        [blind],
      )) as unknown as [[{ id: string; acceptance_number: string }]];
      samples.push({
        caseId: found.id,
        acceptanceNumber: found.acceptance_number,
        proof: idNumber.slice(-4),
        token: tokenOf(index),
        blind,
      });
    }
    return samples;
  } finally {
    await connection.end();
  }
}
