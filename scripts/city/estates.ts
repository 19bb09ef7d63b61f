import { composeAcceptanceNumber, districtName, scatterSerial, surveyNumber } from '@zhucheng/shared';
import { addDays, addYears, compact, workingDay } from './days';
import type { Building, BuildingStage, Day, Estate, Unit, UnitUse } from './model';
import { areasOf, planFor } from './plans';

const ESTATES: Estate[] = [
  {
    key: 'coral-bay',
    name: '珊瑚湾花园',
    districtCode: '450502',
    street: '北部湾东路218号',
    developer: 'developer-coral',
    landGrantedOn: '2013-04-18',
  },
  {
    key: 'tingtao',
    name: '银滩听涛苑',
    districtCode: '450503',
    street: '银滩大道56号',
    developer: 'developer-tingtao',
    landGrantedOn: '2016-09-09',
  },
  {
    key: 'harbour',
    name: '临港新城',
    districtCode: '450512',
    street: '南康镇北铁公路168号',
    developer: 'developer-harbour',
    landGrantedOn: '2015-11-27',
  },
];

interface Template {
  estate: string;
  parcel: string;
  use: UnitUse;
  stage: BuildingStage;
  /** Its part of all units, about a three-hundredth each. */
  weight: number;
  perFloor: number;
  /** A building is not made larger than this; a second one is built instead. */
  maxFloors: number;
  registeredOn: Day | null;
}

const TEMPLATES: Template[] = [
  {
    estate: 'coral-bay',
    parcel: '450502003008GB00126',
    use: 'dwelling',
    stage: 'registered',
    weight: 56,
    perFloor: 4,
    maxFloors: 18,
    registeredOn: '2016-06-20',
  },
  {
    estate: 'coral-bay',
    parcel: '450502003008GB00126',
    use: 'dwelling',
    stage: 'registered',
    weight: 40,
    perFloor: 4,
    maxFloors: 18,
    registeredOn: '2017-03-15',
  },
  {
    estate: 'coral-bay',
    parcel: '450502003008GB00126',
    use: 'shop',
    stage: 'registered',
    weight: 12,
    perFloor: 6,
    maxFloors: 3,
    registeredOn: '2016-06-20',
  },
  {
    estate: 'coral-bay',
    parcel: '450502003008GB00126',
    use: 'parking',
    stage: 'registered',
    weight: 20,
    perFloor: 40,
    maxFloors: 2,
    registeredOn: '2016-06-20',
  },
  {
    estate: 'coral-bay',
    parcel: '450502003008GB00126',
    use: 'storage',
    stage: 'registered',
    weight: 6,
    perFloor: 20,
    maxFloors: 1,
    registeredOn: '2016-06-20',
  },
  {
    estate: 'tingtao',
    parcel: '450503001012GB00041',
    use: 'dwelling',
    stage: 'registered',
    weight: 28,
    perFloor: 4,
    maxFloors: 24,
    registeredOn: '2020-10-12',
  },
  {
    estate: 'tingtao',
    parcel: '450503001012GB00041',
    use: 'dwelling',
    stage: 'registered',
    weight: 20,
    perFloor: 4,
    maxFloors: 24,
    registeredOn: '2026-01-12',
  },
  {
    estate: 'tingtao',
    parcel: '450503001012GB00041',
    use: 'dwelling',
    stage: 'presale',
    weight: 24,
    perFloor: 4,
    maxFloors: 24,
    registeredOn: null,
  },
  {
    estate: 'tingtao',
    parcel: '450503001012GB00041',
    use: 'dwelling',
    stage: 'surveyed',
    weight: 20,
    perFloor: 4,
    maxFloors: 24,
    registeredOn: null,
  },
  {
    estate: 'tingtao',
    parcel: '450503001012GB00041',
    use: 'office',
    stage: 'registered',
    weight: 10,
    perFloor: 5,
    maxFloors: 12,
    registeredOn: '2020-10-12',
  },
  {
    estate: 'tingtao',
    parcel: '450503001012GB00041',
    use: 'parking',
    stage: 'registered',
    weight: 14,
    perFloor: 40,
    maxFloors: 2,
    registeredOn: '2020-10-12',
  },
  {
    estate: 'harbour',
    parcel: '450512002003GB00077',
    use: 'dwelling',
    stage: 'registered',
    weight: 40,
    perFloor: 4,
    maxFloors: 15,
    registeredOn: '2018-08-08',
  },
  {
    estate: 'harbour',
    parcel: '450512002003GB00077',
    use: 'shop',
    stage: 'registered',
    weight: 8,
    perFloor: 4,
    maxFloors: 2,
    registeredOn: '2018-08-08',
  },
  {
    estate: 'harbour',
    parcel: '450512002003GB00078',
    use: 'industrial',
    stage: 'registered',
    weight: 6,
    perFloor: 2,
    maxFloors: 3,
    registeredOn: '2019-05-20',
  },
];

const USES: Record<UnitUse, { landUseName: string; useName: string; years: number; kind: string; landNature: string }> =
  {
    dwelling: { landUseName: '城镇住宅用地', useName: '住宅', years: 70, kind: '', landNature: '出让/市场化商品房' },
    shop: { landUseName: '商服用地', useName: '商业', years: 40, kind: '商铺', landNature: '出让/市场化商品房' },
    office: { landUseName: '商务金融用地', useName: '办公', years: 40, kind: '', landNature: '出让/市场化商品房' },
    parking: { landUseName: '城镇住宅用地', useName: '车位', years: 70, kind: '车位', landNature: '出让/市场化商品房' },
    storage: {
      landUseName: '城镇住宅用地',
      useName: '储藏室',
      years: 70,
      kind: '储藏间',
      landNature: '出让/市场化商品房',
    },
    industrial: { landUseName: '工业用地', useName: '工业', years: 50, kind: '厂房', landNature: '出让/自建房' },
  };

/** Splits the units over the templates by weight, exactly, giving the largest remainders the rest. */
function allot(units: number): number[] {
  const total = TEMPLATES.reduce((sum, template) => sum + template.weight, 0);
  const counts = TEMPLATES.map(({ weight }) => Math.floor((units * weight) / total));
  let rest = units - counts.reduce((sum, count) => sum + count, 0);
  const order = TEMPLATES.map(({ weight }, i) => ({ i, remainder: (units * weight) % total }));
  order.sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of order) {
    if (rest === 0) break;
    counts[i] = (counts[i] ?? 0) + 1;
    rest -= 1;
  }
  return counts;
}

/** Estates, buildings and units; everything but who owns them. `units` is met exactly. */
export function buildEstates(units: number): { estates: Estate[]; buildings: Building[]; units: Unit[] } {
  const buildings: Building[] = [];
  const made: Unit[] = [];
  const numbers = new Map<string, number>();
  allot(units).forEach((count, i) => {
    const template = TEMPLATES[i] as Template;
    const estate = ESTATES.find((each) => each.key === template.estate) as Estate;
    const most = template.perFloor * template.maxFloors;
    for (let left = count; left > 0; left -= most) {
      const number = (numbers.get(estate.key) ?? 0) + 1;
      numbers.set(estate.key, number);
      const building = makeBuilding(template, estate, number, Math.min(left, most), buildings.length);
      buildings.push(building);
      for (let n = 0; n < Math.min(left, most); n += 1) made.push(makeUnit(template, estate, building, n));
    }
  });
  return { estates: ESTATES.map((estate) => ({ ...estate })), buildings, units: made };
}

function makeBuilding(template: Template, estate: Estate, number: number, size: number, index: number): Building {
  const { stage, use, registeredOn } = template;
  const registered = registeredOn === null ? null : workingDay(registeredOn);
  // A building sold off plan was surveyed by its drawings.
  const surveyed = workingDay(addDays(registered ?? (stage === 'presale' ? '2025-01-20' : '2026-02-24'), -45));
  return {
    key: `${estate.key}-${number}`,
    estate: estate.key,
    number,
    name: `${number}幢`,
    stage,
    use,
    parcelCode: template.parcel,
    floors: Math.ceil(size / template.perFloor),
    surveyNumber: surveyNumber.compose(compact(surveyed), index + 1),
    firstRegistrationNumber:
      registered && composeAcceptanceNumber(compact(registered), scatterSerial(index, 20260101, compact(registered))),
    firstRegisteredOn: registered,
  };
}

function makeUnit(template: Template, estate: Estate, building: Building, n: number): Unit {
  const { use, perFloor } = template;
  const underground = use === 'parking' || use === 'storage';
  const storey = Math.floor(n / perFloor) + 1;
  const place = n % perFloor;
  const floor = underground ? -storey : storey;
  const ordinal = String(place + 1);
  let room: string;
  if (use === 'parking') room = `B${storey}-${ordinal.padStart(3, '0')}`;
  else if (use === 'storage') room = `B${storey}-C${ordinal.padStart(2, '0')}`;
  else room = `${storey}${ordinal.padStart(2, '0')}`;
  const { landUseName, useName, years, kind, landNature } = USES[use];
  const where = underground ? `地下${['一', '二', '三'][storey - 1]}层` : '';
  const plan = planFor(use, place);
  return {
    unitNumber: `${building.parcelCode}F${String(building.number).padStart(4, '0')}${String(n + 1).padStart(4, '0')}`,
    districtCode: estate.districtCode,
    estate: estate.key,
    building: building.key,
    floor,
    room,
    location:
      `北海市${districtName(estate.districtCode)}${estate.street}${estate.name}${building.name}` +
      `${where}${room}${kind === '' ? '室' : `号${kind}`}`,
    use,
    useName,
    landUseName,
    ...areasOf(use, plan),
    landNature,
    rightType: '国有建设用地使用权/房屋所有权',
    termStart: estate.landGrantedOn,
    termEnd: addDays(addYears(estate.landGrantedOn, years), -1),
    plan,
  };
}
