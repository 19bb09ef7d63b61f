import type { Fen, Fraction } from '@zhucheng/shared';
import { addDays, addYears, daysBetween, workingDay } from './days';
import type {
  Building,
  Day,
  Holder,
  Limit,
  Mortgage,
  Notice,
  Ownership,
  PartyRef,
  Unit,
  UnitUse,
  UtilityAccount,
} from './model';
import { Numbering } from './numbering';
import type { Random } from './random';

const WHOLE: Fraction = { numerator: 1, denominator: 1 };
/** Yuan for a square metre of dwelling; other uses by factor. */
const PRICES: Record<string, number> = { '450502': 6200, '450503': 7100, '450512': 4300 };
const FACTORS: Record<UnitUse, number> = {
  dwelling: 1,
  shop: 2.2,
  office: 1.3,
  parking: 0.5,
  storage: 0.6,
  industrial: 0.5,
};
const COURTS: Record<string, { name: string; code: string }> = {
  '450502': { name: '北海市海城区人民法院', code: '桂0502' },
  '450503': { name: '北海市银海区人民法院', code: '桂0503' },
  '450512': { name: '北海市铁山港区人民法院', code: '桂0512' },
};
const REGISTRY = '北海市不动产登记中心';
const MILLION_FEN = 1_000_000;

export const person = (key: string): PartyRef => ({ kind: 'person', key });
export const organisation = (key: string): PartyRef => ({ kind: 'organisation', key });

/** Writes entries the way the registry would: one call, one entry, numbers last of all. */
export class RegisterWriter {
  readonly ownerships: Ownership[] = [];
  readonly mortgages: Mortgage[] = [];
  readonly limits: Limit[] = [];
  readonly notices: Notice[] = [];
  readonly utilities: UtilityAccount[] = [];
  private readonly numbering = new Numbering();
  private readonly documents = new Set<string>();
  private objections = 0;

  constructor(
    private readonly random: Random,
    private readonly asOf: Day,
    private readonly buildings: Map<string, Building>,
  ) {}

  /** Registers owners: joint without shares, by quota with `shares`, else alone; the day is drawn after `from`. */
  own(
    unit: Unit,
    owners: PartyRef[],
    options: { shares?: Fraction[]; joint?: boolean; from?: Day; on?: Day } = {},
  ): Ownership {
    const first = this.buildings.get(unit.building)?.firstRegisteredOn ?? unit.termStart;
    const from = [addDays(first, 30), options.from ?? first].sort().pop() as Day;
    const registeredOn = options.on ?? this.dayBetween(from, addDays(this.asOf, -40));
    const coOwnership = options.shares ? 'shares' : options.joint ? 'joint' : 'sole';
    const holders: Holder[] = owners.map((owner, i) => ({
      ...owner,
      share: options.shares ? (options.shares[i] as Fraction) : coOwnership === 'joint' ? null : { ...WHOLE },
      certificateNumber: '',
    }));
    const ownership: Ownership = {
      unitNumber: unit.unitNumber,
      coOwnership,
      holders,
      certificateNumbers: [],
      registeredOn,
    };
    const groups = coOwnership === 'shares' ? holders.map((holder) => [holder]) : [holders];
    for (const group of groups) {
      this.numbering.reserve('right', registeredOn, (number) => {
        ownership.certificateNumbers.push(number);
        for (const holder of group) holder.certificateNumber = number;
      });
    }
    this.ownerships.push(ownership);
    return ownership;
  }

  mortgage(
    unit: Unit,
    ownership: Ownership,
    mortgagee: string,
    options: { transferLimit?: boolean; from?: Day; rank?: number } = {},
  ): Mortgage {
    const from = [ownership.registeredOn, options.from ?? ownership.registeredOn].sort().pop() as Day;
    const latest = addDays(this.asOf, -10);
    const registeredOn = this.dayBetween(from, [addDays(from, 500), latest].sort()[0] as Day, from);
    const first = ownership.holders[0] as Holder;
    const { securedFen, collateralFen } = this.loan(unit, options.rank === 2 ? 0.15 : 0.65);
    const mortgage: Mortgage = {
      unitNumber: unit.unitNumber,
      mortgagee,
      debtor: { kind: first.kind, key: first.key },
      securedFen,
      collateralFen,
      ...this.term(registeredOn),
      // The register shows transfer limits only since the Civil Code came into force.
      transferLimit: options.transferLimit ?? (registeredOn >= '2021-01-01' && this.random.chance(0.5)),
      rank: options.rank ?? 1,
      certificateNumber: '',
      registeredOn,
    };
    this.numbering.reserve('registration', registeredOn, (number) => {
      mortgage.certificateNumber = number;
    });
    this.mortgages.push(mortgage);
    return mortgage;
  }

  notice(
    unit: Unit,
    kind: Notice['kind'],
    holders: PartyRef[],
    obligors: PartyRef[],
    from: Day,
    effectiveUntil: Day | null = null,
  ): Notice {
    const registeredOn = this.dayBetween(from, [addDays(from, 240), addDays(this.asOf, -5)].sort()[0] as Day, from);
    const loan = kind === 'presale-mortgage' ? { ...this.loan(unit, 0.65), ...this.term(registeredOn) } : {};
    const notice: Notice = {
      unitNumber: unit.unitNumber,
      kind,
      holders,
      obligors,
      ...loan,
      certificateNumber: '',
      registeredOn,
      effectiveUntil,
    };
    this.numbering.reserve('registration', registeredOn, (number) => {
      notice.certificateNumber = number;
    });
    this.notices.push(notice);
    return notice;
  }

  /** Seizure or, of a unit that is only noticed, pre-seizure, by the court of the district; runs three years. */
  seize(unit: Unit, kind: 'seizure' | 'pre-seizure'): void {
    const court = COURTS[unit.districtCode] ?? { name: '北海市中级人民法院', code: '桂05' };
    const from = this.dayBetween('2025-09-01', addDays(this.asOf, -3));
    let documentNumber: string;
    do {
      const word = kind === 'seizure' ? '执' : '执保';
      documentNumber = `（${from.slice(0, 4)}）${court.code}${word}${this.random.between(12, 1900)}号`;
    } while (this.documents.has(documentNumber));
    this.documents.add(documentNumber);
    const until = addDays(addYears(from, 3), -1);
    this.limits.push({ unitNumber: unit.unitNumber, kind, authority: court.name, documentNumber, from, until });
  }

  /** An objection whose claimant has gone to court in time, so that it lasts until the judgment. */
  object(unit: Unit, claimant: string): void {
    this.objections += 1;
    const from = this.dayBetween('2026-01-05', addDays(this.asOf, -3));
    const documentNumber = `北不动产异字〔${from.slice(0, 4)}〕第${String(this.objections).padStart(3, '0')}号`;
    this.limits.push({
      unitNumber: unit.unitNumber,
      kind: 'objection',
      authority: REGISTRY,
      documentNumber,
      from,
      until: null,
      claimant,
    });
  }

  /** Accounts of a unit that has been handed over; parking spaces and storage rooms have none. */
  connect(unit: Unit, customer: PartyRef, inArrears: boolean): void {
    if (unit.use === 'parking' || unit.use === 'storage') return;
    const index = String(this.utilities.length + 1).padStart(6, '0');
    const kinds: [UtilityAccount['kind'], string][] = [
      ['water', '10'],
      ['electricity', '0507'],
    ];
    if (unit.use === 'dwelling' || unit.use === 'shop') kinds.push(['gas', '33']);
    for (const [kind, prefix] of kinds) {
      const tail = this.random.digits(kind === 'electricity' ? 4 : 2);
      const accountNumber = `${prefix}${unit.districtCode.slice(4)}${index}${tail}`;
      const arrearsFen = inArrears && this.random.chance(0.5) ? this.random.between(1200, 38000) : 0;
      this.utilities.push({ unitNumber: unit.unitNumber, kind, accountNumber, customer, arrearsFen });
    }
    for (const [kind, prefix] of [
      ['broadband', '0779'],
      ['cable', '8045'],
    ] as const) {
      const accountNumber = `${prefix}${unit.districtCode.slice(4)}${index}`;
      this.utilities.push({ unitNumber: unit.unitNumber, kind, accountNumber, customer, arrearsFen: 0 });
    }
  }

  /** Gives the certificate numbers; nothing is written afterwards. */
  close(): void {
    this.numbering.run();
  }

  private dayBetween(from: Day, to: Day, earliest: Day = from): Day {
    const span = Math.max(0, daysBetween(from, to));
    const day = workingDay(addDays(from, this.random.between(0, span)));
    return day < earliest ? workingDay(addDays(earliest, 3)) : day;
  }

  /** Collateral and secured amount in fen, both whole tens of thousands of yuan. */
  private loan(unit: Unit, ratio: number): { securedFen: Fen; collateralFen: Fen } {
    const squareMetreFen = (PRICES[unit.districtCode] ?? 5000) * 100 * FACTORS[unit.use];
    const collateral = Math.max(5, Math.round((unit.areaHundredths * squareMetreFen) / 100 / MILLION_FEN));
    const secured = Math.max(1, Math.floor(collateral * (ratio - this.random.next() * 0.1)));
    return { securedFen: secured * MILLION_FEN, collateralFen: collateral * MILLION_FEN };
  }

  private term(registeredOn: Day): { debtStart: Day; debtEnd: Day } {
    const debtStart = addDays(registeredOn, -this.random.between(3, 12));
    return { debtStart, debtEnd: addYears(debtStart, this.random.pick([15, 20, 25, 30])) };
  }
}
