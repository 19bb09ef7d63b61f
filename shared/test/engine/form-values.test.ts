import {
  applies,
  type Business,
  businesses,
  certificatePartsOf,
  certificateText,
  creditCode,
  dataOf,
  fenOfText,
  fieldIdentifiers,
  fieldWarning,
  type InputStep,
  inputSteps,
  knownRoles,
  merged,
  shareOfText,
  startValues,
  stepDifferences,
  stepSchema,
  type TypedMember,
  textOfFen,
  textOfShare,
} from '../../src';

type Form = Extract<InputStep, { kind: 'form' }>;

/** The first step of any business that fits, with its business. */
function find(fits: (step: InputStep, business: Business) => boolean): { business: Business; step: InputStep } {
  for (const business of businesses)
    for (const step of inputSteps(business)) if (fits(step, business)) return { business, step };
  throw new Error('no business has such a step');
}
const withShares = (): { business: Business; step: InputStep; role: string } => {
  const found = find(
    (step, business) => step.kind === 'form' && step.parties.some((role) => business.parties[role]!.shares),
  );
  const role = (found.step as Form).parties.find((one) => found.business.parties[one]!.shares)!;
  return { ...found, role };
};
const person = (name: string, share?: TypedMember['share']): TypedMember => ({
  name,
  idNumber: '450503198805211064',
  phone: '13800138000',
  ...(share !== undefined && { share }),
});
const nobody = (): TypedMember => ({ key: 'row', name: '', idNumber: '', phone: '' });
const members = (data: Record<string, unknown>, role: string) =>
  (data.parties as Record<string, { members: TypedMember[] }>)[role]!.members;

describe('what is sent of what was typed', () => {
  it('does not ask for the code of an all-electronic invoice', () => {
    const { step } = find((one) => one.fields.some((field) => field.kind === 'invoice-code'));
    const code = step.fields.find((field) => field.kind === 'invoice-code')!;
    const number = step.fields.find((field) => field.kind === 'invoice-number')!;
    expect(applies(code, { [number.id]: '12345678' })).toBe(true);
    expect(applies(code, { [number.id]: '2645 2000 0000 1234 5678' })).toBe(false);
  });

  it('takes an input full of spaces for an empty one', () => {
    const { business, step } = find((one) => one.fields.some((field) => field.kind === 'text'));
    const field = step.fields.find(({ kind }) => kind === 'text')!;
    expect(dataOf(business, step, { [field.id]: ' 　 ' })).not.toHaveProperty(field.id);
  });

  it('sends nobody where the register names the holders, and says so where it does not', () => {
    const { business, step } = find(
      (one, of) =>
        one.kind === 'form' && one.parties.some((role) => of.parties[role]!.are === 'notice-holders-or-entered'),
    );
    const role = (step as Form).parties.find((one) => business.parties[one]!.are === 'notice-holders-or-entered')!;
    expect(knownRoles(business, step, {}, [{ role }])).toEqual([role]);
    expect(dataOf(business, step, {}, [role])).not.toHaveProperty(`parties.${role}`);
    expect(knownRoles(business, step, {}, [])).toEqual([]);
    const checked = stepSchema(business, step).safeParse(dataOf(business, step, {}));
    expect(checked.error!.issues.map(({ path }) => path.join('.'))).toContain(`parties.${role}.members`);
  });

  it('leaves empty rows at the end away, and keeps the place of everybody else', () => {
    const { business, step, role } = withShares();
    const typed = [person('陈海波'), nobody(), person('林晓珍'), nobody()];
    const sent = members(
      dataOf(business, step, { parties: { [role]: { coOwnership: 'joint', members: typed } } }),
      role,
    );
    expect(sent.map(({ name }) => name)).toEqual(['陈海波', '', '林晓珍']);
    expect(sent.some((member) => 'key' in member)).toBe(false);
  });

  it('keeps a phone with its person', () => {
    const { business, step } = find((one) => one.kind === 'form' && one.contacts.length > 0);
    const role = (step as Form).contacts[0]!;
    const sent = (phones: string[]) => dataOf(business, step, { contacts: { [role]: phones } }).contacts;
    expect(sent(['13800138000', ''])).toEqual({ [role]: ['13800138000'] });
    expect(sent(['', '13800138000'])).toEqual({ [role]: ['', '13800138000'] });
  });

  it('sends shares only of owners by shares, and asks for an empty one in Chinese', () => {
    const { business, step, role } = withShares();
    const shares = (coOwnership: 'joint' | 'shares', share: TypedMember['share']) => {
      const party = {
        coOwnership,
        members: [person('陈海波', share), person('林晓珍', { numerator: 1, denominator: 2 })],
      };
      const data = dataOf(business, step, { parties: { [role]: party } });
      const issues = stepSchema(business, step).safeParse(data).error?.issues ?? [];
      const fault = issues.find(({ path }) => path.join('.') === `parties.${role}.members.0.share`)?.message;
      return { sent: members(data, role)[0]!, fault };
    };
    expect(shares('joint', '1/2').sent).not.toHaveProperty('share');
    expect(shares('shares', '').fault).toBe('请填写份额。');
    expect(shares('shares', '一半').fault).toBe('份额请写成 1/2 或 50%。');
  });

  it('sends only materials that are asked for', () => {
    const { business, step } = find((one) => one.kind === 'materials');
    const item = step.kind === 'materials' ? step.items[0]!.id : '';
    const files = { [item]: ['01JD0000000000000000000000'], former: ['01JD0000000000000000000001'], left: [] };
    expect(dataOf(business, step, { files })).toEqual({ files: { [item]: files[item] } });
  });

  it('begins with what was saved, else with what is proposed', () => {
    const { step } = find((one) => one.fields.some((field) => field.kind === 'count'));
    const field = step.fields.find(({ kind }) => kind === 'count')!;
    expect(startValues(step)[field.id]).toEqual(expect.any(Number));
    expect(startValues(step, { [field.id]: 3 })[field.id]).toBe(3);
  });
});

describe('text in a box and value', () => {
  it('reads yuan, and keeps what is no amount', () => {
    expect(['888,000', ' 1234.5 ', '¥0.07', '', '  '].map(fenOfText)).toEqual([
      88_800_000,
      123_450,
      7,
      undefined,
      undefined,
    ]);
    expect(fenOfText('八十万')).toBe('八十万');
    expect(textOfFen(88_800_000, 'read')).toBe('888,000.00');
    expect(textOfFen(88_800_050, 'typed')).toBe('888000.50');
    expect(textOfFen(88_800_000, 'typed')).toBe('888000');
    expect(textOfFen('八十万', 'typed')).toBe('八十万');
  });

  it('reads shares, and an emptied box is no share', () => {
    expect(shareOfText('50%')).toEqual({ numerator: 1, denominator: 2 });
    expect(shareOfText('一半')).toBe('一半');
    expect(shareOfText(' ')).toBeUndefined();
    expect(textOfShare({ numerator: 2, denominator: 4 })).toBe('1/2');
  });

  it('keeps half a certificate number, and the county in a whole one', () => {
    expect(certificatePartsOf('桂（2016）北海市不动产权第号')).toEqual({ year: '2016', place: '北海市', serial: '' });
    const pasted = [
      '桂（２０１６）北海市不动产权第１２３４５６７号',
      '\u202d桂（2016）北海市不动产权第1234567号\u202c',
      '桂（\u200b2016）北海市不动产权第1234567号',
    ];
    for (const text of pasted)
      expect(certificatePartsOf(text)).toEqual({ year: '2016', place: '北海市', serial: '1234567' });
    const county = '桂（2019）合浦县不动产证明第0001234号';
    expect(certificateText(certificatePartsOf(`${county} `), 'registration')).toBe(county);
    expect(certificateText({ year: '', place: '合浦县', serial: '' }, 'right')).toBe('');
  });
});

describe('what two pages have left differently', () => {
  const found = withShares();
  const { business, step, role } = found;
  const party = (name: string) => ({ [role]: { members: [person(name)] } });
  const money = step.fields.find(({ kind }) => kind === 'fen')!;

  it('is told input by input, in words, and only where it differs', () => {
    const mine = { parties: party('陈海波'), [money.id]: 88_800_000 };
    const theirs = { parties: party('林晓珍'), [money.id]: 90_000_000 };
    expect(stepDifferences(business, step, { mine, theirs: mine })).toEqual([]);
    const [people, price, ...more] = stepDifferences(business, step, { mine, theirs });
    expect(people).toMatchObject({ path: `parties.${role}`, label: business.parties[role]!.name });
    expect([people!.mine, people!.theirs]).toEqual([
      expect.stringContaining('陈海波 450503198805211064'),
      expect.stringContaining('林晓珍'),
    ]);
    expect(price).toEqual({ path: money.id, label: money.name, mine: '888,000.00 元', theirs: '900,000.00 元' });
    expect(more).toEqual([]);
  });

  it('is taken from the side that was chosen', () => {
    const mine = { parties: party('陈海波'), [money.id]: 1 };
    const theirs = { parties: party('林晓珍') };
    expect(merged(mine, theirs, { [`parties.${role}`]: 'theirs', [money.id]: 'mine' })).toEqual({
      parties: party('林晓珍'),
      [money.id]: 1,
    });
    expect(merged(mine, theirs, { [money.id]: 'theirs' })[money.id]).toBeUndefined();
  });
});

test('a credit code whose check characters do not fit is warned about and taken; a mistyped form is refused', () => {
  const code = creditCode.example;
  const unusual = code.slice(0, 17) + (code.endsWith('A') ? 'B' : 'A');
  expect(creditCode.problem(unusual)).not.toBeNull();
  expect(fieldIdentifiers['credit-code']!.problem(unusual)).toBeNull();
  expect(fieldWarning({ kind: 'credit-code' }, unusual)).toContain('校验位不符');
  for (const fine of [code, code.slice(1), undefined]) expect(fieldWarning({ kind: 'credit-code' }, fine)).toBeNull();
  expect(fieldWarning({ kind: 'text' }, unusual)).toBeNull();
  expect(fieldIdentifiers['credit-code']!.problem(code.slice(1))).not.toBeNull();
});
