import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type Business,
  businessIdOf,
  dayOf,
  type Fee,
  type FeeQuote,
  feeTableOf,
  type GuideBody,
  type GuideFees,
  type GuideListItem,
  type GuideView,
  guideMatches,
  guideOf,
  type UnitUse,
  unitUses,
} from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Problem } from '../../platform/errors/problem';
import { Businesses } from '../businesses/businesses.service';
import { FeeService } from '../payments/fee.service';
import { GuideNotes } from './guide-note.service';

/** Service guides (办事指南): declaration, fee table and the centre's notes put together. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Guides {
  @Inject() clock!: Clock;
  @Inject() businesses!: Businesses;
  @Inject() fees!: FeeService;
  @Inject() notes!: GuideNotes;

  /** Declarations are frozen, so their guides are computed once. */
  private readonly bodies = new WeakMap<Business, GuideBody>();

  private bodyOf(business: Business): GuideBody {
    let body = this.bodies.get(business);
    if (!body) {
      body = guideOf(business);
      this.bodies.set(business, body);
    }
    return body;
  }

  list(search = '', category?: string): GuideListItem[] {
    return this.businesses
      .list()
      .map((business) => this.bodyOf(business))
      .filter((body) => (!category || body.category === category) && guideMatches(body, search))
      .map(({ id, name, category: of, categoryName, summary, citizenMayStart }) => ({
        id,
        name,
        category: of,
        categoryName,
        summary,
        citizenMayStart,
      }));
  }

  /** Error: NOT_FOUND. */
  known(key: string): Business {
    const business = this.businesses.current(businessIdOf(key));
    if (!business) throw new Problem('NOT_FOUND');
    return business;
  }

  /** Error: NOT_FOUND. */
  async view(key: string): Promise<GuideView> {
    const business = this.known(key);
    const now = this.clock.now();
    const [fees, notes] = await Promise.all([this.feesOf(business, dayOf(now)), this.notes.shown(business.id, now)]);
    return { ...this.bodyOf(business), fees, notes };
  }

  /** A use without a rule in force has no row: the amount is then said before payment. */
  private async feesOf(business: Business, day: string): Promise<GuideFees> {
    const quotes: FeeQuote[] = [];
    for (const use of Object.keys(unitUses) as UnitUse[]) {
      const [one, two] = [await this.quote(business, use, 1, day), await this.quote(business, use, 2, day)];
      if (one && two) quotes.push({ use, one, two });
    }
    return feeTableOf(quotes, await this.fees.exemptions(business, day));
  }

  private async quote(business: Business, use: UnitUse, copies: number, day: string): Promise<Fee | null> {
    const { matter, because } = business.fee;
    try {
      return await this.fees.quote({ matter, use, copies, day, ...(because && { because }) });
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }
}
