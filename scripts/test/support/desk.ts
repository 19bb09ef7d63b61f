import { RegisterImportService, type UnitImport } from '@zhucheng/bff/modules/register/register-import.service';
import { FieldCipher } from '@zhucheng/bff/platform/crypto/field-cipher';
import { type BatchView, type RouteCall, routes } from '@zhucheng/shared';
import type { Client } from '../../walk/client';
import { patiently } from '../../walk/patience';
import type { Platform } from './platform';

const { enterprise } = routes;
export const buyer = { name: '卢见海', idNumber: '450502198505050018' };
let serial = 0;
/** A number no other row of this process has. */
export const next = (): string => String(++serial).padStart(4, '0');

/** Waits until a batch has been worked on. */
export async function finished(client: Client, { id }: { id: string }): Promise<BatchView> {
  let batch: BatchView | undefined;
  return patiently(
    async () => {
      batch = await client.call(enterprise.batch, { params: { id } });
      return batch.finished ? batch : undefined;
    },
    () => `the batch is at ${batch?.done} + ${batch?.failed} of ${batch?.total}`,
  );
}

/** Waits until a case is completed. */
export async function completed(client: Client, id: string): Promise<void> {
  let state: string | undefined;
  await patiently(
    async () => {
      ({ state } = await client.call(routes.cases.detail, { params: { id } }));
      return state === 'completed' || undefined;
    },
    () => `case ${id} is ${state}`,
  );
}

export const opened = async (client: Client, body: RouteCall<typeof enterprise.open>['body']): Promise<BatchView> =>
  finished(client, await client.call(enterprise.open, { body }));

/** Register content of the tests' own, taken over like that of an older register. */
export class Ground {
  constructor(private readonly platform: Platform) {}

  private async writing<T>(work: (register: RegisterImportService, tx: never) => Promise<T>): Promise<T> {
    const register = await this.platform.server.get(RegisterImportService);
    return this.platform.server.database.unitOfWork((tx) => work(register, tx as never));
  }

  units(count: number, more: Partial<UnitImport> = {}): Promise<string[]> {
    const rows = Array.from({ length: count }, () => {
      const number = next();
      return {
        unitNumber: `450502001001GB9${number}F0001${number}`,
        estate: '测试里',
        building: '1 幢',
        floor: 1,
        room: number,
        location: `北海市海城区测试路 1 号 ${number} 室`,
        use: 'dwelling' as const,
        areaHundredths: 9_000,
        rightNature: '出让/市场化商品房',
        rightType: '国有建设用地使用权/房屋所有权',
        ...more,
      };
    });
    return this.writing((register, tx) => register.importUnits(tx, rows));
  }

  /** Returns the numbers of the right certificates. */
  async own(unitIds: readonly string[], { name, idNumber } = buyer): Promise<string[]> {
    const numbers = unitIds.map(() => `桂（2025）北海市不动产权第900${next()}号`);
    const rows = unitIds.map((unitId, index) => {
      const number = numbers[index]!;
      const certificates = [{ id: `CERT${'0'.repeat(18)}${number.slice(-5, -1)}`, number }];
      return { unitId, coOwnership: 'sole' as const, holders: [{ name, idNumber }], certificates };
    });
    await this.writing((register, tx) => register.importOwnership(tx, rows));
    return numbers;
  }

  /** Returns the numbers of the registration certificates. */
  async mortgages(unitIds: readonly string[], mortgagee: { name: string; creditCode: string }, rank = 1) {
    const rows = unitIds.map((unitId) => ({
      unitId,
      rank,
      mortgagee: { name: mortgagee.name, creditCode: mortgagee.creditCode },
      securedFen: 50_000_000,
      collateralFen: 90_000_000,
      debtStart: '2025-01-01',
      debtEnd: '2045-01-01',
      transferLimit: false,
      certificateNumber: `桂（2025）北海市不动产证明第901${next()}号`,
    }));
    await this.writing((register, tx) => register.importMortgage(tx, rows));
    return rows.map(({ certificateNumber }) => certificateNumber);
  }

  /** A presale mortgage notice of the buyer for a bank. */
  async notice(
    unitId: string,
    bank: { name: string; creditCode: string },
    more: { effectiveUntil?: string; rank?: number } = {},
  ) {
    const certificateNumber = `桂（2025）北海市不动产证明第902${next()}号`;
    const [id] = await this.writing((register, tx) =>
      register.importNotice(tx, [
        {
          unitId,
          kind: 'presale-mortgage',
          holders: [{ name: bank.name, idNumber: bank.creditCode }],
          obligors: [buyer],
          terms: { securedFen: 50_000_000, collateralFen: 90_000_000, debtStart: '2025-01-01', debtEnd: '2045-01-01' },
          rank: 1,
          certificateNumber,
          ...more,
        },
      ]),
    );
    return { id: id!, certificateNumber };
  }

  async presale(unitId: string, holders = [buyer], effectiveUntil?: string) {
    const certificateNumber = `桂（2025）北海市不动产证明第903${next()}号`;
    await this.writing((register, tx) =>
      register.importNotice(tx, [
        { unitId, kind: 'presale', holders, certificateNumber, ...(effectiveUntil && { effectiveUntil }) },
      ]),
    );
    return certificateNumber;
  }

  cipher(): Promise<FieldCipher> {
    return this.platform.server.get(FieldCipher);
  }
}
