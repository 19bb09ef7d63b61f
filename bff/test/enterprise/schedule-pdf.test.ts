import { schedulePdf } from '@zhucheng/bff/modules/enterprise/schedule-pdf';
import { acceptanceNumber, type ScheduleView, scheduleMinimum, unitNumber } from '@zhucheng/shared';

const schedule = (cases: number): ScheduleView => ({
  id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  number: 'MX202611250001',
  institution: '北海市银滩农村商业银行',
  businessName: '抵押权注销登记',
  by: '邱晓琳',
  cases,
  createdAt: Date.UTC(2026, 10, 25),
  rows: Array.from({ length: cases }, () => ({
    acceptanceNumber: acceptanceNumber.example,
    unitNumber: unitNumber.example,
    location: '北海市银海区银滩大道88号银滩花园3幢1210',
    parties: '陈海波',
    certificateNumber: null,
    result: '已办结',
  })),
});
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length;

test.each([
  [scheduleMinimum, 1],
  [40, 2],
  [65, 3],
])('a schedule of %d cases has %d pages, none for its page number alone', async (cases, pages) => {
  expect(pagesOf(await schedulePdf(schedule(cases)))).toBe(pages);
});

test('a long schedule lets others have their turn while it is made', async () => {
  let turns = 0;
  let made = false;
  const others = (): void => {
    turns++;
    if (!made) setImmediate(others);
  };
  setImmediate(others);
  await schedulePdf(schedule(300));
  made = true;
  expect(turns).toBeGreaterThan(5);
});
