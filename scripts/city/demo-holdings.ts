import type { Fraction } from '@zhucheng/shared';
import type { PartyRef, Unit, UnitUse } from './model';
import type { Population } from './people';
import { person, type RegisterWriter } from './register';

type Burden = 'mortgage-with-limit' | 'mortgage' | 'seizure' | 'objection' | 'transfer-notice';

interface Holding {
  use: UnitUse;
  owners: string[];
  shares?: Fraction[];
  burden?: Burden;
}

const couple = ['chen-haibo', 'lin-xiaozhen'];
const sixtyForty: Fraction[] = [
  { numerator: 3, denominator: 5 },
  { numerator: 2, denominator: 5 },
];
/** One of them is enough for a sale or a mortgage (Civil Code 301). */
const twoThirds: Fraction[] = [
  { numerator: 2, denominator: 3 },
  { numerator: 1, denominator: 3 },
];
const times = (count: number, holding: Holding): Holding[] => Array.from({ length: count }, () => holding);

const HOLDINGS: Holding[] = [
  ...times(6, { use: 'dwelling', owners: couple }),
  { use: 'dwelling', owners: couple, burden: 'mortgage-with-limit' },
  { use: 'dwelling', owners: couple, burden: 'mortgage' },
  { use: 'dwelling', owners: couple, burden: 'seizure' },
  { use: 'dwelling', owners: couple, burden: 'objection' },
  { use: 'dwelling', owners: couple, burden: 'transfer-notice' },
  ...times(4, { use: 'dwelling', owners: ['wei-jianguo'] }),
  { use: 'shop', owners: ['wei-jianguo'] },
  { use: 'parking', owners: ['wei-jianguo'] },
  ...times(2, { use: 'dwelling', owners: ['wu-xiulan'] }),
  ...times(2, { use: 'dwelling', owners: ['liang-siqi', 'liao-wenbo'], shares: sixtyForty }),
  ...times(2, { use: 'dwelling', owners: ['liang-siqi', 'liao-wenbo'], shares: twoThirds }),
  { use: 'dwelling', owners: ['pang-xiaoyu'] },
];

/** How many dwellings of the demonstration are owned jointly. */
export const DEMO_JOINT_DWELLINGS = HOLDINGS.filter((holding) => holding.owners === couple).length;

/** Takes what the named people own out of the registered units, spread over the buildings; returns the units taken. */
export function registerDemoHoldings(units: Unit[], people: Population, register: RegisterWriter): Set<Unit> {
  const taken = new Set<Unit>();
  const wanted = HOLDINGS.reduce(
    (counts, { use }) => counts.set(use, (counts.get(use) ?? 0) + 1),
    new Map<UnitUse, number>(),
  );
  const nth = new Map<UnitUse, number>();
  for (const holding of HOLDINGS) {
    const fitting = units.filter((unit) => unit.use === holding.use);
    const n = nth.get(holding.use) ?? 0;
    nth.set(holding.use, n + 1);
    // Stepping by more than the units' order makes neighbours in the list live in different buildings.
    const total = wanted.get(holding.use) ?? 1;
    const slot = (n * 7) % total;
    const unit = fitting[Math.floor((slot * fitting.length) / total)];
    if (!unit || taken.has(unit))
      throw new RangeError(`演示账号要用的单元不够（${holding.use}）。请增加单元数量或换一个 --seed。`);
    taken.add(unit);
    write(unit, holding, people, register);
  }
  return taken;
}

function write(unit: Unit, holding: Holding, people: Population, register: RegisterWriter): void {
  const owners: PartyRef[] = holding.owners.map(person);
  const joint = owners.length > 1 && holding.shares === undefined;
  const ownership = register.own(unit, owners, {
    shares: holding.shares?.map((share) => ({ ...share })),
    joint,
    from: '2021-03-01',
  });
  register.connect(unit, owners[0] as PartyRef, false);
  switch (holding.burden) {
    case 'mortgage-with-limit':
    case 'mortgage':
      register.mortgage(unit, ownership, 'bank-yintan', { transferLimit: holding.burden === 'mortgage-with-limit' });
      break;
    case 'seizure':
      register.seize(unit, 'seizure');
      break;
    case 'objection':
      register.object(unit, people.add().key);
      break;
    case 'transfer-notice':
      register.notice(unit, 'transfer', [person(people.add().key)], owners, ownership.registeredOn, '2029-12-31');
      break;
    case undefined:
      break;
  }
}
