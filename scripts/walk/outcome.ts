import { type Business, type CaseView, type EffectDeclaration, routes } from '@zhucheng/shared';
import { mortgagesStay } from '@zhucheng/shared/testing';
import type { Actor } from './cast';
import type { Client } from './client';
import { patiently } from './patience';
import type { Scene } from './scene';

export interface Outcome extends Scene {
  business: Business;
  view: CaseView;
  registrar: Client;
  /** A clerk of the institution with this name. */
  clerkOf(name: string): Promise<Client>;
}

const demand = (condition: boolean, fault: string): void => {
  if (!condition) throw new Error(`outcome: ${fault}`);
};

/** Compares register, certificates and verification with what the declaration promises. */
export async function checkOutcome(outcome: Outcome): Promise<string> {
  const { business, view, registrar, unitId } = outcome;
  if (business.effects.length === 0) return unchanged(outcome);
  const record = await registrar.call(routes.register.unit, { params: { id: unitId } });
  demand(record.historyIntact, 'the history of the unit is broken');
  const said: string[] = [];
  for (const effect of business.effects) {
    if (effect.do === 'transfer-ownership') {
      said.push(await transferred(outcome));
      if (mortgagesStay(business)) await mortgageesTold(outcome, record);
    } else said.push(await registered(outcome, effect, record));
  }
  const names = [...new Set(view.parties.map((party) => party.name))];
  for (const { number } of view.certificates) {
    const answers = await Promise.all(
      names.map((rightHolder) => registrar.call(routes.certificates.verifyNumber, { body: { number, rightHolder } })),
    );
    demand(
      answers.some(({ result }) => result === 'genuine'),
      `${number} verifies for none of its parties`,
    );
  }
  return said.join('；');
}

type Record = Awaited<ReturnType<typeof registerDetail>>;
const registerDetail = (client: Client, id: string) => client.call(routes.register.unit, { params: { id } });

async function unchanged({ owner: another, sellers, certificate, unitId }: Outcome): Promise<string> {
  const owner = another ?? sellers[0]!;
  const { result } = await owner.client.call(routes.certificates.verifyNumber, {
    body: { number: certificate.number, rightHolder: certificate.holder },
  });
  demand(result === 'genuine', 'the certificate no longer verifies');
  demand((await owns(owner, unitId)) !== undefined, 'the owner lost the unit');
  return 'register unchanged';
}

const owns = async (person: Actor, unitId: string) =>
  (await person.client.call(routes.register.mine, {})).items.find((item) => item.unit.id === unitId);

async function transferred({ view, sellers, buyers, certificate, unitId }: Outcome): Promise<string> {
  const [first] = buyers as [Actor];
  const verify = (number: string, rightHolder: string) =>
    first.client.call(routes.certificates.verifyNumber, { body: { number, rightHolder } });
  if (certificate.number) {
    const before = await verify(certificate.number, certificate.holder);
    demand(before.result === 'cancelled', `the old certificate verifies as ${before.result}`);
  }
  for (const person of sellers)
    demand((await owns(person, unitId)) === undefined, `${person.name} still owns the unit`);
  for (const person of buyers)
    demand((await owns(person, unitId)) !== undefined, `${person.name} does not own the unit`);
  const { items } = await first.client.call(routes.certificates.mine, {});
  const own = items.filter((item) => view.certificates.some(({ number }) => number === item.number));
  demand(own.length > 0, 'the buyer does not see the certificate');
  for (const { number } of own) {
    const verified = await verify(number, first.name);
    demand(verified.result === 'genuine', `${number} verifies as ${verified.result}`);
    demand(!verified.rightHolders?.includes(first.name), 'the verification shows a full name');
  }
  const { url } = await first.client.call(routes.certificates.link, {
    params: { id: own[0]!.id },
    body: { file: 'pdf' },
  });
  const pdf = await first.client.download(url);
  demand(pdf.subarray(0, 5).toString() === '%PDF-', 'the certificate is not a PDF');
  demand(pdf.length < 150_000, `the PDF has ${pdf.length} bytes`);
  return `${own.map(({ number }) => number).join('、')}, PDF ${(pdf.length / 1024).toFixed(0)} KB`;
}

/** Mortgagees of mortgages that a transfer has left in place find out, and the buyers agreed to them. */
async function mortgageesTold({ view, clerkOf }: Outcome, record: Record): Promise<void> {
  const stayed = record.mortgages.filter(({ validTo }) => validTo === null);
  if (stayed.length === 0) return;
  const asked = view.commitments.find(({ kind }) => kind.startsWith('mortgage-'));
  demand(asked?.by.every(({ at }) => at !== null) === true, 'a buyer has not agreed to the mortgage that stays');
  for (const { mortgagee } of stayed) {
    const clerk = await clerkOf(mortgagee);
    await patiently(
      async () => {
        const { items } = await clerk.call(routes.institutionMessages.list, { query: { limit: 100 } });
        return items.find(({ body }) => body.includes(view.acceptanceNumber));
      },
      () => `${mortgagee} was not told of the transfer`,
    );
  }
}

async function registered(
  { view, certificate, registrar }: Outcome,
  effect: Exclude<EffectDeclaration, { do: 'transfer-ownership' }>,
  record: Record,
): Promise<string> {
  const issued = new Set(view.certificates.map(({ number }) => number));
  const live = <T extends { validTo: number | null; certificateNumber: string }>(list: T[]) =>
    list.find((one) => one.validTo === null && issued.has(one.certificateNumber));
  const cancelled = async (holder: string) => {
    const { result } = await registrar.call(routes.certificates.verifyNumber, {
      body: { number: certificate.number, rightHolder: holder },
    });
    demand(result === 'cancelled', `${certificate.number} verifies as ${result}`);
  };
  switch (effect.do) {
    case 'register-first': {
      const right = record.rights.find((one) => one.validTo === null);
      demand(right?.certificates.some((number) => issued.has(number)) === true, 'the developer does not own the unit');
      return right!.certificates.join('、');
    }
    case 'register-notice': {
      const notice = live(record.notices);
      const forMortgage = notice?.kind.includes('抵押') === true;
      demand(
        notice !== undefined && forMortgage === (effect.notice === 'presale-mortgage'),
        'the notice is not in the register',
      );
      return notice!.certificateNumber;
    }
    case 'register-mortgage':
    case 'convert-mortgage': {
      const mortgage = live(record.mortgages);
      demand(mortgage !== undefined, 'the mortgage is not in the register');
      if (effect.do === 'convert-mortgage') {
        demand(
          record.notices.some((one) => one.certificateNumber === certificate.number && one.validTo !== null),
          'the notice has not ended',
        );
        await cancelled(certificate.holder);
      }
      return `${mortgage!.certificateNumber} 第 ${mortgage!.rank} 顺位`;
    }
    case 'discharge-mortgage': {
      if (effect.mortgagee) {
        const roles = view.parties.filter((party) => party.role === effect.mortgagee).map(({ name }) => name);
        const left = record.mortgages.filter(
          (one) => one.validTo === null && roles.includes(one.mortgagee) && !issued.has(one.certificateNumber),
        );
        demand(left.length === 0, 'a mortgage is still in the register');
        return '原抵押权已注销';
      }
      const mortgage = record.mortgages.find((one) => one.certificateNumber === certificate.number);
      demand(mortgage?.validTo !== null, 'the mortgage is still in the register');
      await cancelled(certificate.holder);
      return `${certificate.number} 已注销`;
    }
  }
}
