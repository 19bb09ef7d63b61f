import {
  type Business,
  type CaseView,
  type FieldDeclaration,
  inputStep,
  routes,
  type StepData,
} from '@zhucheng/shared';
import type { FillChange } from '@zhucheng/shared/testing';
import type { Actor } from './cast';
import type { Client, Playground } from './client';
import { patiently } from './patience';

export interface Fill {
  business: Business;
  step: string;
  change?: FillChange | undefined;
  view: CaseView;
  buyers: Actor[];
  sellers: Actor[];
  playground: Playground;
  applicant: Client;
  /** Full name of a filed bank. */
  bank: string;
  /** Right-holder on the certificate the case is based on, if there is one. */
  holder?: string;
  /** Grows with each fill of a path, so that changed content differs. */
  turn: number;
}

/** What contracts are filed with, fen; less is lent than what secures it is worth. */
const price = 88_800_000;
const amounts: Readonly<Record<string, number>> = { collateral: 86_000_000, secured: 58_000_000, maximum: 58_000_000 };

/** The field that is changed to get other content: one that no department compares. */
function changing(fields: readonly FieldDeclaration[]): string | undefined {
  for (const kind of ['text', 'count', 'date', 'choice'])
    for (const field of fields) if (field.kind === kind) return field.id;
  return undefined;
}

/** A number as papers bear it, with a serial of its own: the last digits before 号. */
const numbered = (example: string, serial: (printed: string) => string): string =>
  example.replace(/\d{1,20}/g, (printed, at: number) => {
    const after = example.slice(at + printed.length);
    return after.trimStart().startsWith('号') && !/\d ?号/.test(after) ? serial(printed) : printed;
  });

/** What somebody might write, from the declaration; something else when content is to change. */
function words(field: Extract<FieldDeclaration, { kind: 'text' }>, fill: Fill): string {
  const changed = fill.change === 'content';
  if (!field.required && !changed) return '';
  const [first = '按双方约定办理', second = `${first}，以补充约定为准`] = field.examples;
  if (field.name.endsWith('姓名'))
    return fill.business.unit.anyone && fill.holder && !changed ? fill.holder : changed ? second : first;
  const more = changed && fill.turn > 2 ? `（第 ${fill.turn} 稿）` : '';
  const { acceptanceNumber } = fill.view;
  // No two cases share a contract, and a fee with it.
  const whole = fill.business.fee.onceFor === `${fill.step}.${field.id}`;
  const own = (printed: string): string => {
    const digits = Math.min(4, printed.length);
    return whole ? acceptanceNumber : printed.slice(0, -digits) + acceptanceNumber.slice(-digits);
  };
  return `${numbered(changed ? second : first, own)}${more}`.slice(0, field.maxLength);
}

const isEscrow = ({ business, step }: Fill): boolean => business.escrow?.step === step;

async function value(field: FieldDeclaration, fill: Fill, changes: string | undefined): Promise<unknown> {
  const { view, playground, buyers, sellers, change } = fill;
  const asked = inputStep(fill.business, fill.step);
  const assess = asked?.kind === 'ask' ? asked.assess : undefined;
  switch (field.kind) {
    case 'fen':
      // Of the price, a part is supervised; of that, a part pays off a loan.
      if (isEscrow(fill) && field.id === 'amount') return price / 2;
      if (isEscrow(fill) && field.id === 'payOff') return change === 'escrow-pays-off' ? price / 8 : undefined;
      return amounts[field.id] ?? (change === 'price-differs' ? price + 100 : price);
    case 'choice':
      // A choice about taxes: their certificate's number is typed unless the path has them assessed.
      if (assess?.by === field.id)
        return change === 'assess' ? assess.value : field.options.find(({ value: one }) => one !== assess.value)!.value;
      if (isEscrow(fill) && change?.startsWith('escrow')) return 'yes';
      return field.options[changes === field.id ? 1 : 0]!.value;
    case 'count':
      if (changes === field.id) return field.max;
      return change === 'two-copies' ? Math.min(2, field.max) : Math.max(field.min, field.start ?? field.min);
    case 'date':
      return `${field.after ? '2046' : '2026'}-02-0${changes === field.id ? 3 : 2}`;
    case 'person-name':
      if (isEscrow(fill)) return sellers[0]!.name;
      return changes === field.id ? '张三丰' : '李四光';
    case 'phone':
      return '13907790660';
    case 'institution':
      return fill.bank;
    case 'bank-account':
      return '6222620110001234567';
    case 'invoice-number':
      return '26452000000012345678';
    case 'invoice-code':
      return undefined;
    case 'text':
      return words(field, fill);
    case 'filing-number': {
      const step = inputStep(fill.business, fill.step);
      const compare = step?.kind === 'ask' ? step.compare : undefined;
      const names = (role: string | undefined, entered: Actor[]) => {
        const known = view.parties.filter((party) => party.role === role).map((party) => party.name);
        return known.length > 0 ? known : entered.map((person) => person.name);
      };
      const contract = await playground.send<{ filingNumber: string }>('POST', '/housing/contracts', {
        unitNumber: view.unit.unitNumber,
        priceFen: price,
        sellers: names(compare?.sellers, sellers),
        buyers: names(compare?.buyers, buyers),
      });
      return contract.filingNumber;
    }
    case 'tax-certificate-number': {
      const certificate = await playground.send<{ taxCertificateNumber: string }>('POST', '/tax/certificates', {
        unitNumber: view.unit.unitNumber,
        paidFen: 888_000,
      });
      return certificate.taxCertificateNumber;
    }
    default:
      throw new Error(`the walker cannot invent a value of kind ${field.kind}`);
  }
}

/** A one-page PDF of its own, so that no two uploads are alike. */
export function page(text: string): Buffer {
  const body = `BT /F1 12 Tf 72 720 Td (${text.replace(/[^\x20-\x7e]/g, '')} ${Date.now()} ${Math.random()}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${body.length} >>\nstream\n${body}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const xref = pdf.length;
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`;
  pdf += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(pdf, 'latin1');
}

/** Uploads a page and waits until it has been scanned for viruses. Returns the file's id. */
async function upload(client: Client, name: string): Promise<string> {
  const { id } = await client.upload(name, page(name));
  return patiently(
    async () => {
      const { state } = await client.call(routes.files.state, { params: { id } });
      if (state === 'refused') throw new Error(`the upload ${name} is refused`);
      return state === 'clean' ? id : undefined;
    },
    () => `the upload ${name} was not scanned`,
  );
}

/** Believable content for a step, invented from its declaration; `send` gives each document an id. */
export async function stepValues(
  fill: Fill,
  send: (name: string) => Promise<string> = (name) => upload(fill.applicant, name),
): Promise<StepData> {
  const step = inputStep(fill.business, fill.step)!;
  const data: Record<string, unknown> = {};
  for (const field of step.fields) {
    if (field.when && data[field.when.field] !== field.when.equals) continue;
    const made = await value(field, fill, fill.change === 'content' ? changing(step.fields) : undefined);
    if (made !== undefined) data[field.id] = made;
  }
  if (step.kind === 'form' && step.parties.length > 0) {
    const shares = fill.change === 'two-copies';
    const parties: NonNullable<StepData['parties']> = {};
    for (const role of step.parties) {
      const declared = fill.business.parties[role]!;
      // Buyers with a presale notice are in the case already.
      const noticed = fill.view.parties.some((party) => party.role === role && party.phoneMasked === null);
      if (declared.are === 'notice-holders-or-entered' && noticed) continue;
      const people = fill.buyers.slice(0, declared.max);
      const coOwnership = people.length === 1 ? 'sole' : shares ? 'shares' : 'joint';
      parties[role] = {
        ...(declared.shares && { coOwnership }),
        members: people.map(({ name, idNumber, phone }) => ({
          name,
          idNumber,
          phone,
          ...(coOwnership === 'shares' && declared.shares && { share: { numerator: 1, denominator: people.length } }),
        })),
      };
    }
    if (Object.keys(parties).length > 0) data.parties = parties;
  }
  if (step.kind === 'form' && step.contacts.length > 0) {
    const people = [...fill.sellers, ...fill.buyers];
    const phoneOf = (name: string) => people.find((person) => person.name === name)!.phone;
    data.contacts = Object.fromEntries(
      step.contacts.map((role) => [
        role,
        fill.view.parties.filter((party) => party.role === role).map((party) => phoneOf(party.name)),
      ]),
    );
  }
  if (step.kind === 'materials') {
    const files: Record<string, string[]> = {};
    for (const item of step.items) if (item.required) files[item.id] = [await send(`${item.name}.pdf`)];
    data.files = files;
  }
  return data as StepData;
}
