import { CaseFinder } from '@zhucheng/bff/modules/cases/reading/case-finder.query';
import { CertificateService } from '@zhucheng/bff/modules/certificates/certificate.service';
import { RegisterService } from '@zhucheng/bff/modules/register/register.service';
import { RegisterLookup } from '@zhucheng/bff/modules/register/register-lookup.service';
import { UnitSearch } from '@zhucheng/bff/modules/register/unit-search.service';
import { residentId } from '@zhucheng/shared';
import { CasesHarness } from '../cases/harness';
import { eachDatabase } from '../support/databases';
import { idNumberOf, ownedUnit, unitOf } from './register.fixtures';

jest.setTimeout(60_000);

const wide = (text: string): string =>
  text.replace(/[0-9A-Z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const developer = { name: '北海银滩置业有限公司', creditCode: '91450500MA5KABCD1X' };
const upgrades = [
  'unit-keys',
  'right-certificate-keys',
  'mortgage-keys',
  'notice-keys',
  'certificate-number-keys',
  'certificate-holder-numbers',
  'case-search-texts',
];

eachDatabase((dialect) => {
  let h: CasesHarness;
  beforeAll(async () => {
    h = await CasesHarness.start(dialect);
  });
  afterAll(() => h.close());

  test('what was stored before texts were cleaned is found by what a reader sees, and stays as it was entered', async () => {
    const { server } = h;
    const eighteen = idNumberOf(71);
    const holder = { name: '黄老五', idNumber: residentId.toOld(eighteen)! };
    const surveyNumber = '202405160099';
    const owned = await ownedUnit(server, 930, [holder], { surveyNumber, developer, firstCase: '202405160000991' });
    const { unitNumber } = unitOf(930);
    const certificates = await server.get(CertificateService);
    await h.within((tx) =>
      certificates.import(tx, {
        id: owned.certificateId,
        number: owned.certificateNumber,
        kind: 'right-certificate',
        unit: { ...unitOf(930), id: owned.unitId, termStart: null, termEnd: null, plan: null },
        rightId: owned.rightId,
        holders: [holder],
        coOwnershipText: '单独所有',
        otherState: '',
        note: '',
        issuedAt: 1_600_000_000_000,
      }),
    );
    const location = '北海市\u3000银海区\u200b银滩大道９３０号';
    const number = wide(owned.certificateNumber).replace('（', '(').replace('）', ')');
    const caseId = (await h.sale('verified')).id;
    await h.within(async (tx) => {
      const unit = { unit_number: wide(unitNumber), estate: '银　滩花园', building: '９３０幢', location };
      const survey = { survey_number: wide(surveyNumber), first_case: wide('202405160000991') };
      const keys = { number_key: wide(unitNumber), name_key: '银　滩花园９３０幢', location_key: location };
      const more = { survey_key: survey.survey_number, first_case_key: survey.first_case };
      await tx.update('unit', { ...unit, ...survey, ...keys, ...more }, { id: owned.unitId });
      await tx.update('right_certificate', { number, number_key: number }, { id: owned.certificateId });
      await tx.update('certificate', { number, number_key: number }, { id: owned.certificateId });
      const then = server.cipher.blindIndex(holder.idNumber, 'id-number');
      await tx.update('certificate_holder', { id_blind: then }, { certificate_id: owned.certificateId });
      await tx.update('registration_case', { unit_number: wide(unitNumber), location }, { id: caseId });
    });
    const stored = () =>
      server.database.read(
        'SELECT u.unit_number, u.location, u.survey_number, u.first_case, u.history_hash, r.number, c.number AS printed, ' +
          'c.content_cipher FROM unit u JOIN right_certificate r ON r.unit_id = u.id JOIN certificate c ON c.id = r.id WHERE u.id = ?',
        [owned.unitId],
      );
    const before = await stored();
    for (const name of upgrades) await server.jobs.run(`upgrade-${name}`);
    expect(await stored()).toEqual(before);

    const search = await server.get(UnitSearch);
    for (const text of [
      unitNumber,
      unitNumber.slice(0, 27),
      owned.certificateNumber,
      owned.certificateNumber.slice(0, -3),
      '银滩花园930幢',
      '北海市银海区 银滩大道930号',
    ])
      expect([text, (await search.find({ text, limit: 5 })).contents.map(({ unit }) => unit.id)]).toEqual([
        text,
        [owned.unitId],
      ]);
    const question = { certificateNumber: owned.certificateNumber, holderName: holder.name, idNumber: eighteen };
    const register = await server.get(RegisterService);
    expect((await register.findForOwner(question))?.unit.id).toBe(owned.unitId);
    expect((await register.verifyHistory(owned.unitId)).intact).toBe(true);
    expect((await certificates.verifyNumber(owned.certificateNumber, holder.name)).result).toBe('genuine');
    const page = { cursor: '~', limit: 5 };
    for (const key of [owned.certificateNumber, unitNumber])
      expect((await certificates.ofOrganisation(eighteen, { ...page, number: key })).map(({ id }) => id)).toEqual([
        owned.certificateId,
      ]);
    const lookup = await server.get(RegisterLookup);
    for (const asked of [
      { by: 'survey', number: surveyNumber } as const,
      { by: 'first-case', number: '202405160000991' } as const,
    ]) {
      const building = await lookup.building({ ...asked, developerCode: developer.creditCode }, developer.creditCode);
      expect(building?.units.map(({ id }) => id)).toEqual([owned.unitId]);
    }
    const finder = await server.get(CaseFinder);
    for (const text of [unitNumber, '北海市 银海区银滩大道930号'])
      expect((await finder.page('id', { text, limit: 5 })).rows).toEqual([{ id: caseId }]);
  });
});
