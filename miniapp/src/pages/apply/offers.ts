import {
  type Business,
  type BusinessCategory,
  businessCategories,
  preReviewGroups,
  type RouteReply,
  type routes,
} from '@zhucheng/shared';
import { citizensStart, citizenTask, currentBusiness, startersOf } from '@/core/business';

type Listed = RouteReply<typeof routes.cases.businesses>['items'][number];

/** One business type as the list shows it. */
export interface Offer {
  id: string;
  name: string;
  note: string;
  category: BusinessCategory;
  group: string | null;
  /** A citizen may start it; otherwise an institution does, and only takes part. */
  mine: boolean;
}

/** What can be offered: an app older than the server leaves out what it cannot show. */
export function offersOf(listed: readonly Listed[]): Offer[] {
  const known = listed
    .map((one) => currentBusiness(one.id))
    .filter((business): business is Business => business !== undefined);
  return known.map((business) => {
    const mine = citizensStart(business);
    return {
      id: business.id,
      name: business.name,
      note: mine ? business.summary : `由${startersOf(business)}发起。${citizenTask(business)}`,
      category: business.category,
      group: business.group ? preReviewGroups[business.group] : null,
      mine,
    };
  });
}

export interface Section {
  category: BusinessCategory;
  name: string;
  offers: Offer[];
  /** Second level, in the order of the declaration language. */
  groups: { name: string; offers: Offer[] }[];
}

/** By category, in the order people see them; what is declared with a group goes one level down. */
export function sectionsOf(offers: readonly Offer[]): Section[] {
  return [...new Set(offers.map((offer) => offer.category))].map((category) => {
    const inside = offers.filter((offer) => offer.category === category);
    return {
      category,
      name: businessCategories[category],
      offers: inside.filter((offer) => offer.group === null),
      groups: Object.values(preReviewGroups)
        .map((name) => ({ name, offers: inside.filter((offer) => offer.group === name) }))
        .filter((group) => group.offers.length > 0),
    };
  });
}

/** Those whose words hold every word looked for. */
export function matching(offers: readonly Offer[], looked: string): Offer[] {
  const words = looked.trim().split(/\s+/);
  return offers.filter((offer) => {
    const text = [offer.name, offer.note, businessCategories[offer.category], offer.group ?? ''].join(' ');
    return words.every((word) => text.includes(word));
  });
}
