import {
  type CertificateContent,
  createSelfIssuedSigner,
  generateSigningP12,
  renderCertificatePdf,
} from '@zhucheng/bff/modules/certificates/document/index';
import { buildCity } from '../city';

/** Bytes of a signed certificate of a jointly owned home of the demonstration city. */
export async function certificateSize(): Promise<number> {
  const unit = buildCity().units.find((candidate) => candidate.use === 'dwelling')!;
  const content: CertificateContent = {
    kind: 'right-certificate',
    number: '桂（2026）北海市不动产权第0000001号',
    token: 'bench',
    verifyUrl: 'https://example.invalid/#/packages/certificate/verify/index?token=0123456789abcdefghijklmnopqrstuv',
    issuedOn: '2026-03-02',
    authority: '北海市自然资源局',
    rightHolders: [
      { name: '黄志强', idMasked: '4505************34' },
      { name: '苏雨桐', idMasked: '4505************25' },
    ],
    coOwnership: '共同共有',
    location: unit.location,
    unitNumber: unit.unitNumber,
    rightType: unit.rightType,
    rightNature: unit.landNature,
    use: unit.useName,
    areaText: `建筑面积 ${(unit.areaHundredths / 100).toFixed(2)} ㎡`,
    term: `${unit.termStart} 起 ${unit.termEnd} 止`,
    otherState: '',
    note: '业务类型：二手房转移登记',
    plan: unit.plan,
    sample: true,
  };
  const { p12, passphrase } = await generateSigningP12({
    commonName: 'bench',
    organisation: 'bench',
    validYears: 1,
    now: new Date(),
  });
  return (await renderCertificatePdf(content, createSelfIssuedSigner({ p12, passphrase }))).length;
}
