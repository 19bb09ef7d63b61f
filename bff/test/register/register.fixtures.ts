import { RegisterImportService, type UnitImport } from '@zhucheng/bff/modules/register/register-import.service';
import { newId } from '@zhucheng/bff/platform/ids';
import { unitNumber } from '@zhucheng/shared';
import { idNumberOf } from '../identity/people';
import type { TestServer } from '../support/server';

export { idNumberOf };

export const unitOf = (serial: number, more: Partial<UnitImport> = {}): UnitImport => ({
  unitNumber: unitNumber.compose({
    district: '450502',
    zone: '001',
    subzone: '001',
    parcelFeature: 'GB',
    parcel: '00001',
    fixtureFeature: 'F',
    fixture: String(10000 + serial).padStart(8, '0'),
  }),
  estate: '银滩花园',
  building: '3幢',
  floor: 12,
  room: `12${String(serial).padStart(2, '0')}`,
  location: `北海市银海区银滩大道88号银滩花园3幢12${String(serial).padStart(2, '0')}`,
  use: 'dwelling',
  areaHundredths: 9_850,
  rightNature: '出让/市场化商品房',
  rightType: '国有建设用地使用权/房屋所有权',
  termStart: '2010-01-01',
  termEnd: '2079-12-31',
  plan: { widthCm: 1000, depthCm: 900, rooms: [{ name: '客厅', x: 0, y: 0, w: 500, d: 400 }] },
  ...more,
});

export const certificateOf = (serial: number): string =>
  `桂（2020）北海市不动产权第${String(serial).padStart(7, '0')}号`;
export const proofOf = (serial: number): string => `桂（2020）北海市不动产证明第${String(serial).padStart(7, '0')}号`;

export interface OwnedUnit {
  unitId: string;
  rightId: string;
  certificateId: string;
  certificateNumber: string;
}

/** A unit with an owner and one certificate. */
export async function ownedUnit(
  server: TestServer,
  serial: number,
  holders = [{ name: '陈海波', idNumber: idNumberOf(1) }],
  more: Partial<UnitImport> = {},
): Promise<OwnedUnit> {
  const importer = await server.get(RegisterImportService);
  const certificateId = newId();
  const certificateNumber = certificateOf(serial);
  return server.database.unitOfWork(async (tx) => {
    const [unitId] = await importer.importUnits(tx, [unitOf(serial, more)]);
    const [rightId] = await importer.importOwnership(tx, [
      {
        unitId: unitId!,
        coOwnership: holders.length > 1 ? 'joint' : 'sole',
        holders,
        certificates: [{ id: certificateId, number: certificateNumber }],
      },
    ]);
    return { unitId: unitId!, rightId: rightId!, certificateId, certificateNumber };
  });
}
