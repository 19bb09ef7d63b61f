import { RegisterImportService } from '@zhucheng/bff/modules/register/register-import.service';
import { newId } from '@zhucheng/bff/platform/ids';
import type { Server } from '@zhucheng/bff/server';
import { residentId } from '@zhucheng/shared';

const atOnce = 1_000;
const tables = [
  'unit',
  'right_record',
  'right_holder',
  'right_certificate',
  'mortgage',
  'advance_notice',
  'unit_limit',
];

/** Adds owned and mortgaged units to the register; of every two, one has a notice as well, the other a seizure. */
export async function fillUnits(
  server: Server,
  count: number,
  mortgagee: { name: string; creditCode: string },
  say: (line: string) => void = () => undefined,
): Promise<void> {
  const register = await server.get(RegisterImportService);
  const holder = { name: '梁有房', idNumber: residentId.compose('45050219700101900') };
  const serial = (index: number, of: string) => `桂（2024）北海市不动产${of}第${String(5_000_000 + index)}号`;
  for (let from = 0; from < count; from += atOnce) {
    await server.database.unitOfWork(async (tx) => {
      const all = Array.from({ length: Math.min(atOnce, count - from) }, (_, i) => from + i);
      const ids = await register.importUnits(
        tx,
        all.map((index) => ({
          unitNumber: `450502888001GB${String(index % 100_000).padStart(5, '0')}F0001${String(Math.floor(index / 100_000) + 1).padStart(4, '0')}`,
          estate: `耐力苑${Math.floor(index / 1_000)}`,
          building: `${Math.floor(index / 100) % 10} 幢`,
          floor: 1 + (index % 30),
          room: String(index % 100),
          location: `北海市海城区耐力路 ${Math.floor(index / 1_000)} 号 ${Math.floor(index / 100) % 10} 幢 ${index % 100} 室`,
          use: 'dwelling' as const,
          areaHundredths: 9_000,
          rightNature: '出让/市场化商品房',
          rightType: '国有建设用地使用权/房屋所有权',
        })),
      );
      const unitOf = (index: number) => ids[index - from]!;
      await register.importOwnership(
        tx,
        all.map((index) => ({
          unitId: unitOf(index),
          coOwnership: 'sole' as const,
          holders: [holder],
          certificates: [{ id: newId(), number: serial(index, '权') }],
        })),
      );
      await register.importMortgage(
        tx,
        all.map((index) => ({
          unitId: unitOf(index),
          rank: 1,
          mortgagee,
          securedFen: 50_000_000,
          collateralFen: 90_000_000,
          debtStart: '2025-01-01',
          debtEnd: '2045-01-01',
          transferLimit: false,
          certificateNumber: serial(index, '证明'),
        })),
      );
      await register.importNotice(
        tx,
        all
          .filter((index) => index % 2 === 0)
          .map((index) => ({
            unitId: unitOf(index),
            kind: 'presale' as const,
            holders: [holder],
            certificateNumber: serial(1_000_000 + index, '证明'),
          })),
      );
      await register.importLimit(
        tx,
        all
          .filter((index) => index % 2 === 1)
          .map((index) => ({
            unitId: unitOf(index),
            kind: 'seizure' as const,
            authority: '北海市海城区人民法院',
            documentNumber: `（2026）桂0502执${index}号`,
          })),
      );
    });
    if ((from / atOnce) % 10 === 9)
      say(`  单元 ${(from + atOnce).toLocaleString('zh-CN')} / ${count.toLocaleString('zh-CN')}`);
  }
  await server.database.unitOfWork(async (tx) => {
    if (tx.dialect === 'sqlite') for (const table of tables) await tx.execute(`ANALYZE ${table}`);
    else await tx.query(`ANALYZE TABLE ${tables.join(', ')}`);
  });
}
