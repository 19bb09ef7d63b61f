import {
  addDays,
  atSecond,
  clockOf,
  dayNumber,
  dayOf,
  daysFrom,
  endOf,
  minuteOf,
  rfc3339,
  secondOf,
  startOf,
  weekdayOf,
} from '../../src';

/** 2026-03-05 00:30:09 in Beihai, the evening before in UTC. */
const early = Date.UTC(2026, 2, 4, 16, 30, 9);

test('a moment is told as the clocks in Beihai show it, whatever zone the machine has', () => {
  expect([dayOf(early), clockOf(early), minuteOf(early), secondOf(early), rfc3339(early)]).toEqual([
    '2026-03-05',
    '00:30',
    '2026-03-05 00:30',
    '2026-03-05 00:30:09',
    '2026-03-05T00:30:09+08:00',
  ]);
  expect(atSecond('2026-03-05 00:30:09')).toBe(early);
  expect(atSecond('soon')).toBeNaN();
});

test('a day begins and ends at midnight in Beihai', () => {
  expect([startOf('2026-03-05'), endOf('2026-03-05')]).toEqual([Date.UTC(2026, 2, 4, 16), Date.UTC(2026, 2, 5, 16)]);
  expect(dayNumber(endOf('2026-03-05')) - dayNumber(startOf('2026-03-05'))).toBe(1);
  expect([addDays('2028-02-28', 1), addDays('2026-03-01', -1)]).toEqual(['2028-02-29', '2026-02-28']);
  expect(daysFrom('2026-12-31', 2)).toEqual(['2026-12-31', '2027-01-01']);
  expect([weekdayOf('2026-03-01'), weekdayOf('2026-03-02')]).toEqual([7, 1]);
});
