import { demoPersons } from '@zhucheng/bff/config/demonstration';
import { residentId } from '@zhucheng/shared';
import { addDays } from './days';
import type { Day, Person } from './model';
import type { Random } from './random';

type DemoRow = [key: keyof typeof demoPersons, phone: string, sex: Person['sex'], more?: Partial<Person>];

const DEMO: DemoRow[] = [
  ['chen-haibo', '13907790001', 'male', { spouse: 'lin-xiaozhen' }],
  ['lin-xiaozhen', '13907790002', 'female', { spouse: 'chen-haibo' }],
  ['huang-zhiqiang', '13907790003', 'male', { spouse: 'su-yutong' }],
  ['su-yutong', '13907790004', 'female', { spouse: 'huang-zhiqiang' }],
  ['wei-jianguo', '13907790005', 'male'],
  ['wu-xiulan', '13907790006', 'female'],
  ['liang-siqi', '13907790007', 'female'],
  ['liao-wenbo', '13907790008', 'male'],
  ['pang-xiaoyu', '13907790009', 'female', { guardians: ['pang-zhiyuan', 'ning-meihua'] }],
  ['pang-zhiyuan', '13907790010', 'male', { spouse: 'ning-meihua' }],
  ['ning-meihua', '13907790011', 'female', { spouse: 'pang-zhiyuan' }],
];

const SURNAMES = [...'陈黄李梁张吴刘韦林王庞苏廖莫覃陆宁邓何叶谢包蓝冯罗钟曾劳沈赖'];
const GIVEN: Record<Person['sex'], [first: string[], second: string[]]> = {
  male: [[...'志国建海文家振伟明永锦世俊子宏'], [...'强华军平辉林东涛勇斌峰杰宁恒健']],
  female: [[...'秀丽美雪晓玉春思雨彩月婉佳慧燕'], [...'珍兰芳梅英娟萍玲琴云霞怡婷洁敏']],
};
const REGIONS = [
  '450502',
  '450502',
  '450502',
  '450503',
  '450503',
  '450512',
  '450521',
  '450521',
  '450102',
  '450902',
  '440803',
];

/** The named people of the demonstration, the same in every city whatever its seed. */
export function demoPeople(): Person[] {
  return DEMO.map(([key, phone, sex, more]) => {
    const [name, first17] = demoPersons[key];
    return { key, name, idNumber: residentId.compose(first17), phone, sex, demo: true, ...more };
  });
}

/** Makes people, each with an ID number and a phone number of their own. */
export class Population {
  readonly people: Person[] = demoPeople();
  private readonly taken = new Set(this.people.map((person) => person.idNumber));
  private readonly names = new Set<string>();
  private readonly demoNames = new Set(this.people.map((person) => person.name));
  private count = 0;

  constructor(private readonly random: Random) {}

  /** Someone born between the two days; by default of age when the oldest building was registered. */
  add(
    sex: Person['sex'] = this.random.pick(['male', 'female'] as const),
    from: Day = '1952-01-01',
    to: Day = '1997-12-31',
  ): Person {
    this.count += 1;
    const person: Person = {
      key: `person-${String(this.count).padStart(4, '0')}`,
      name: this.name(sex),
      idNumber: this.idNumber(sex, from, to),
      phone: this.phone(),
      sex,
    };
    this.people.push(person);
    return person;
  }

  /** A married couple of about the same age. */
  addCouple(): [Person, Person] {
    const husband = this.add('male', '1955-01-01', '1995-12-31');
    const born = residentId.birthDate(husband.idNumber) as Day;
    const wife = this.add('female', addDays(born, -900), addDays(born, 900));
    husband.spouse = wife.key;
    wife.spouse = husband.key;
    return [husband, wife];
  }

  private name(sex: Person['sex']): string {
    const [first, second] = GIVEN[sex];
    for (let tries = 0; ; tries += 1) {
      const given = this.random.pick(first) + (this.random.chance(0.85) ? this.random.pick(second) : '');
      const name = this.random.pick(SURNAMES) + given;
      // Two people may share a name in a large city, but nobody shares one with the people of the demonstration.
      if (!this.demoNames.has(name) && (!this.names.has(name) || tries > 20)) {
        this.names.add(name);
        return name;
      }
    }
  }

  private idNumber(sex: Person['sex'], from: Day, to: Day): string {
    const span = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    for (;;) {
      const born = addDays(from, this.random.between(0, span)).replace(/-/g, '');
      const order = String(this.random.between(1, 99)).padStart(2, '0');
      const last = this.random.pick(sex === 'male' ? [1, 3, 5, 7, 9] : [0, 2, 4, 6, 8]);
      const id = residentId.compose(`${this.random.pick(REGIONS)}${born}${order}${last}`);
      if (!this.taken.has(id)) {
        this.taken.add(id);
        return id;
      }
    }
  }

  private phone(): string {
    const n = 1000 + this.count;
    return `${1390779 + Math.floor(n / 10000) * 10000}${String(n % 10000).padStart(4, '0')}`;
  }
}
