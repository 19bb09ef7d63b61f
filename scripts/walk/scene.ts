import { type Business, businesses, routes, stepOf, verifyFields } from '@zhucheng/shared';
import { type UnitNeed, walkPaths } from '@zhucheng/shared/testing';
import type { Actor, Cast } from './cast';
import type { Client } from './client';
import type { Deed, Stock } from './stock';

/** Who plays, with which unit. */
export interface Scene {
  applicant: Client;
  /** User name of the clerk who starts, if an institution does. */
  starter?: string;
  /** The owner, where no party of the case owns the unit. */
  owner?: Actor;
  /** People whom the register knows, and people who are entered. */
  sellers: Actor[];
  buyers: Actor[];
  unitId: string;
  /** Certificate the application is based on; empty for units of a building. */
  certificate: { number: string; holder: string };
  /** Content of the first step. */
  verify: Record<string, unknown>;
}

/** Plays a whole business first, for what it leaves behind. Returns the certificate it ended with. */
export type Prelude = (business: Business, target: Partial<Scene>) => Promise<Deed & { acceptanceNumber: string }>;

const byEffect = (test: (business: Business) => boolean): Business => {
  const found = businesses.find(test);
  if (!found) throw new Error('no business is declared that does what a scene needs');
  return found;
};
const registers = (notice: 'presale' | 'presale-mortgage') =>
  byEffect(({ effects }) => effects.some((effect) => effect.do === 'register-notice' && effect.notice === notice));
const mortgages = () => byEffect(({ effects }) => effects.length === 1 && effects[0]!.do === 'register-mortgage');
const registersFirst = () => byEffect(({ effects }) => effects.some((effect) => effect.do === 'register-first'));
const sellsNew = () => byEffect(({ unit }) => unit.building === 'first-case');

/** Sets the stage for a business: finds a unit in the demonstration city that fits, or makes one by playing its past. */
export class Scenes {
  constructor(
    private readonly cast: Cast,
    private readonly prelude: Prelude,
  ) {}

  async set(business: Business, need: UnitNeed, target: Partial<Scene> = {}): Promise<Scene> {
    const { unit } = business;
    if (unit.by === 'right-certificate' && unit.anyone) return this.others(business);
    if (unit.by === 'right-certificate') return this.owned(business, need, target.sellers);
    if (unit.by === 'registration-certificate') return this.deeded(business, unit.holds!);
    return this.building(business, target);
  }

  private verify(business: Business, values: Record<string, string>): Record<string, unknown> {
    const step = stepOf(business, 'verify')!;
    const verify: Record<string, unknown> = step.declare.length > 0 ? { declared: true } : {};
    for (const kind of verifyFields(business))
      verify[step.fields.find((field) => field.kind === kind)!.id] = values[kind];
    return verify;
  }

  private async starter(business: Business, citizen: Client): Promise<Pick<Scene, 'applicant' | 'starter'>> {
    if (business.startedBy.includes('citizen')) return { applicant: citizen };
    const starter = business.startedByKinds[0] === 'developer' ? 'developer1' : 'bank1';
    return { applicant: await this.cast.officer(starter), starter };
  }

  /** Where the person has cases that have not ended. */
  private async openLocations({ client }: Actor): Promise<Set<string>> {
    const { items } = await client.call(routes.cases.list, { query: { limit: 100 } });
    const ended = ['completed', 'rejected', 'withdrawn', 'lapsed'];
    return new Set(items.filter(({ state }) => !ended.includes(state)).map(({ location }) => location));
  }

  /** `sellers`: whose unit it has to be. */
  private async owned(business: Business, need: UnitNeed, sellers?: Actor[], played = false): Promise<Scene> {
    const shared = need === 'owned-by-shares' ? await this.cast.sharers() : sellers;
    const [one, other] = (await this.cast.couples()) as [Actor[], Actor[]];
    const couples = shared ? [shared] : [one, other];
    const mortgaged = Object.values(business.parties).some((party) => party.are === 'mortgagees');
    for (const [index, couple] of couples.entries()) {
      const [first] = couple as [Actor];
      const { items } = await first.client.call(routes.register.mine, {});
      const busy = await this.openLocations(first);
      const fitting = items.find((item) => {
        const kinds = new Set(item.conditions.map((condition) => condition.kind));
        const wanted =
          need === 'mortgage-limited'
            ? kinds.size === 1 && kinds.has('mortgage-limited')
            : mortgaged || need === 'mortgage-free'
              ? kinds.size === 1 && kinds.has('mortgage-free')
              : [...kinds].every((kind) => kind === 'mortgage-free');
        // Of the sharers' units only those that one of them can dispose of.
        if (shared && item.share !== '2/3') return false;
        return wanted && item.unit.use === 'dwelling' && item.certificates.length > 0 && !busy.has(item.unit.location);
      });
      if (!fitting) continue;
      const number = fitting.certificates[0]!.number;
      return {
        ...(await this.starter(business, first.client)),
        sellers: couple,
        buyers: shared || index === 1 ? one : other,
        unitId: fitting.unit.id,
        certificate: { number, holder: first.name },
        verify: this.verify(business, { 'certificate-number': number, 'holder-name': first.name }),
      };
    }
    if (!(mortgaged || need === 'mortgage-free') || played) throw new Error(`no unit fits the path (${need})`);
    await this.prelude(mortgages(), shared ? { sellers: shared } : {});
    return this.owned(business, need, sellers, true);
  }

  /** Whoever applies is not the right-holder: the deceased, whom somebody objects to, whose home a court seizes. */
  private async others(business: Business): Promise<Scene> {
    const [people, others] = (await this.cast.couples()) as [Actor[], Actor[]];
    const [applicant] = people as [Actor];
    const busy = await this.openLocations(applicant);
    const owners = await this.cast.elders();
    // A different owner for each such business, while there are enough people.
    const turn = businesses.filter(({ unit }) => unit.anyone).indexOf(business);
    for (let left = 0; left < owners.length; left++) {
      const owner = owners[(turn + left) % owners.length]!;
      const { items } = await owner.client.call(routes.register.mine, {});
      const free = items.find(
        ({ conditions, unit, certificates }) =>
          conditions.length === 0 && unit.use === 'dwelling' && certificates.length > 0 && !busy.has(unit.location),
      );
      if (!free) continue;
      const { number } = free.certificates[0]!;
      return {
        ...(await this.starter(business, applicant.client)),
        owner,
        sellers: people,
        buyers: others,
        unitId: free.unit.id,
        certificate: { number, holder: owner.name },
        verify: this.verify(business, { 'certificate-number': number, 'holder-name': owner.name }),
      };
    }
    throw new Error(`nobody else's unit fits ${business.id}`);
  }

  private async deeded(business: Business, holds: keyof Stock['deeds']): Promise<Scene> {
    const { deeds } = this.cast.stock;
    const deed = deeds[holds][0] ?? (await this.make(holds));
    if (!deeds[holds].includes(deed)) deeds[holds].push(deed);
    const [people, others] = await this.cast.couples();
    return {
      ...(await this.starter(business, people![0]!.client)),
      sellers: people!,
      buyers: others!,
      unitId: deed.unitId,
      certificate: { number: deed.certificate, holder: deed.holder },
      verify: this.verify(business, { 'certificate-number': deed.certificate, 'holder-name': deed.holder }),
    };
  }

  private async make(holds: keyof Stock['deeds']): Promise<Deed> {
    if (holds === 'presale') return this.prelude(registers('presale'), {});
    if (holds === 'mortgage') return this.prelude(mortgages(), {});
    // A presale mortgage notice that can be converted: the home was built, registered and sold to its obligors meanwhile.
    const presale = await this.prelude(registers('presale'), {});
    this.cast.stock.deeds.presale.unshift(presale);
    const notice = await this.prelude(registers('presale-mortgage'), {});
    const { unitId } = notice;
    const first = await this.prelude(registersFirst(), { unitId });
    const [people] = await this.cast.couples();
    await this.prelude(sellsNew(), { unitId, buyers: people!, verify: { firstCase: first.acceptanceNumber } });
    return notice;
  }

  private async building(business: Business, target: Partial<Scene>): Promise<Scene> {
    const [people, others] = await this.cast.couples();
    const applicant = await this.cast.officer('developer1');
    const { creditCode, buildings } = this.cast.developer('developer1');
    const first = business.unit.building === 'first-case';
    const wanted = target.verify?.firstCase as string | undefined;
    const numbers = wanted
      ? [wanted]
      : buildings.flatMap((building) => {
          const number = first ? building.firstRegistrationNumber : building.surveyNumber;
          return number ? [number] : [];
        });
    const entersBuyers = Object.values(business.parties).some((party) => party.are.includes('entered'));
    for (const number of numbers) {
      const verify = this.verify(business, {
        [first ? 'acceptance-number' : 'survey-number']: number,
        'credit-code': creditCode,
      });
      const table = await applicant.call(routes.enterprise.building, { body: { businessId: business.id, verify } });
      const unit = table.units.find((candidate) =>
        target.unitId
          ? candidate.id === target.unitId
          : candidate.applicable && (!entersBuyers || !candidate.noticed) && candidate.useName === '住宅',
      );
      if (!unit) continue;
      return {
        applicant,
        starter: 'developer1',
        sellers: [],
        buyers: target.buyers ?? people ?? others!,
        unitId: unit.id,
        certificate: { number: '', holder: '' },
        verify,
      };
    }
    throw new Error(`no unit of the developer's buildings fits ${business.id}`);
  }
}

export const happyPath = (business: Business) => walkPaths(business).find((path) => path.id === 'happy')!;
