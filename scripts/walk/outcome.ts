import { type Business, type CaseView, routes } from '@zhucheng/shared';
import type { Actor } from './cast';

export interface Outcome {
  business: Business;
  view: CaseView;
  sellers: Actor[];
  buyers: Actor[];
  oldCertificate: { number: string; holder: string };
  unitId: string;
}

const demand = (condition: boolean, fault: string): void => {
  if (!condition) throw new Error(`outcome: ${fault}`);
};

/** Compares register, certificates and verification with what the declaration promises. */
export async function checkOutcome({
  business,
  view,
  sellers,
  buyers,
  oldCertificate,
  unitId,
}: Outcome): Promise<string> {
  const [first] = buyers as [Actor];
  const [seller] = sellers as [Actor];
  const verify = (number: string, rightHolder: string) =>
    seller.client.call(routes.certificates.verifyNumber, { body: { number, rightHolder } });
  const owns = async (person: Actor) =>
    (await person.client.call(routes.register.mine, {})).items.find((item) => item.unit.id === unitId);
  const before = await verify(oldCertificate.number, oldCertificate.holder);
  if (business.outcome.kind === 'none') {
    demand(before.result === 'genuine', 'the certificate no longer verifies');
    demand((await owns(seller)) !== undefined, 'the owner lost the unit');
    return 'register unchanged';
  }
  demand(before.result === 'cancelled', `the old certificate verifies as ${before.result}`);
  for (const person of sellers) demand((await owns(person)) === undefined, `${person.name} still owns the unit`);
  for (const person of buyers) demand((await owns(person)) !== undefined, `${person.name} does not own the unit`);
  demand(view.certificates.length > 0, 'no certificate was issued');
  const { items } = await first.client.call(routes.certificates.mine, {});
  for (const { number } of view.certificates) {
    const verified = await verify(number, first.name);
    demand(verified.result === 'genuine', `${number} verifies as ${verified.result}`);
    demand(!verified.rightHolders?.includes(first.name), 'the verification shows a full name');
  }
  const mine = items.find((item) => item.number === view.certificates[0]!.number);
  demand(mine !== undefined, 'the buyer does not see the certificate');
  const { url } = await first.client.call(routes.certificates.link, {
    params: { id: mine!.id },
    body: { file: 'pdf' },
  });
  const pdf = await first.client.download(url);
  demand(pdf.subarray(0, 5).toString() === '%PDF-', 'the certificate is not a PDF');
  demand(pdf.length < 150_000, `the PDF has ${pdf.length} bytes`);
  return `${view.certificates.map((certificate) => certificate.number).join('、')}, PDF ${(pdf.length / 1024).toFixed(0)} KB`;
}
