import type { BookingKind, Matter, WeeklySlot } from '@zhucheng/shared';

export interface DemoPoint {
  code: string;
  name: string;
  address: string;
  phone: string;
  openingNotes: string;
  matters: Matter[];
  week: WeeklySlot[];
}

const hours = (from: number, to: number): Array<[number, number]> =>
  Array.from({ length: to - from }, (_, i) => [(from + i) * 60, (from + i + 1) * 60]);
const morning = hours(9, 12);
const afternoon: Array<[number, number]> = [
  [13 * 60 + 30, 14 * 60 + 30],
  [14 * 60 + 30, 15 * 60 + 30],
  [15 * 60 + 30, 16 * 60 + 30],
];

const slots = (kind: BookingKind, weekdays: number[], times: Array<[number, number]>, quota: number): WeeklySlot[] =>
  weekdays.flatMap((weekday) =>
    times.map(([startMinute, endMinute]) => ({ weekday, kind, startMinute, endMinute, quota })),
  );
const workdays = [1, 2, 3, 4, 5];
const day = [...morning, ...afternoon];

/** Three invented service points (服务网点) of Beihai. */
export const demoPoints: readonly DemoPoint[] = [
  {
    code: 'HC',
    name: '市政务服务中心不动产登记大厅',
    address: '北海市海城区北海大道政务服务中心二楼',
    phone: '0779-2030011',
    openingNotes: '周一至周五 9:00—12:00、13:30—16:30，周六上午开放；一楼设自助打证机。',
    matters: ['registration', 'collection', 'archive', 'consultation', 'print'],
    week: [
      ...slots('window', workdays, day, 12),
      ...slots('window', [6], morning, 4),
      ...slots('print', [...workdays, 6], day, 20),
    ],
  },
  {
    code: 'YH',
    name: '银海区不动产登记服务站',
    address: '北海市银海区银滩大道便民服务中心一楼',
    phone: '0779-2030022',
    openingNotes: '周一至周五 9:00—12:00、13:30—16:30。',
    matters: ['registration', 'collection', 'consultation', 'print'],
    week: [...slots('window', workdays, day, 6), ...slots('print', workdays, day, 10)],
  },
  {
    code: 'HP',
    name: '合浦县不动产登记分中心',
    address: '北海市合浦县廉州镇定海北路便民大厅',
    phone: '0779-2030033',
    openingNotes: '周一至周五 9:00—12:00、13:30—16:30；档案查询只在上午。',
    matters: ['registration', 'collection', 'archive', 'consultation'],
    week: slots('window', workdays, day, 8),
  },
];

export interface DemoDay {
  day: string;
  kind: 'closed' | 'open';
  asWeekday: number | null;
  note: string;
}

const holiday = (note: string, from: string, days: number): DemoDay[] =>
  Array.from({ length: days }, (_, i) => ({
    day: new Date(Date.parse(`${from}T00:00:00Z`) + i * 86_400_000).toISOString().slice(0, 10),
    kind: 'closed' as const,
    asWeekday: null,
    note,
  }));
const working = (note: string, day: string, asWeekday: number): DemoDay => ({ day, kind: 'open', asWeekday, note });

/**
 * Public holidays (法定节假日). 2026 follows the State Council's notice of November 2025, with the extra working days; for 2027
 * only the statutory days are known, the administrator adds the rest when they are published.
 */
export const demoCalendar: readonly DemoDay[] = [
  ...holiday('元旦', '2026-01-01', 3),
  working('元旦调休上班', '2026-01-04', 5),
  working('春节调休上班', '2026-02-14', 1),
  ...holiday('春节', '2026-02-15', 9),
  working('春节调休上班', '2026-02-28', 5),
  ...holiday('清明节', '2026-04-04', 3),
  ...holiday('劳动节', '2026-05-01', 5),
  working('劳动节调休上班', '2026-05-09', 2),
  ...holiday('端午节', '2026-06-19', 3),
  working('国庆节调休上班', '2026-09-20', 2),
  ...holiday('中秋节', '2026-09-25', 3),
  ...holiday('国庆节', '2026-10-01', 7),
  working('国庆节调休上班', '2026-10-10', 3),
  ...holiday('元旦', '2027-01-01', 1),
  ...holiday('春节', '2027-02-05', 4),
  ...holiday('清明节', '2027-04-05', 1),
  ...holiday('劳动节', '2027-05-01', 2),
  ...holiday('端午节', '2027-06-09', 1),
  ...holiday('中秋节', '2027-09-15', 1),
  ...holiday('国庆节', '2027-10-01', 3),
];
