import {
  type Business,
  type CoOwnership,
  type Fraction,
  holderKey,
  holdersNamed,
  identityNumber,
  type SheetFault,
  type SheetStep,
  type StepData,
  sheetSteps,
  stepSchema,
} from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { canonical, type LoadedCase } from '../cases/core/case.model';
import { requirePrintableStep } from '../cases/core/printable';
import { contactMembers, enteredMembers, isRegistered, requireInstitution } from '../cases/filling/step-checks';
import type { Institution } from '../identity/staff.service';
import type { Columns, ReadRow } from '../spreadsheets/column.types';
import { personKeys, type SheetPlan, type SheetRole } from './sheet-columns';
import { documentInRow } from './sheet-documents';

export type Line = Pick<ReadRow<Columns>, 'row' | 'values' | 'faults'>;

type Members = NonNullable<StepData['parties']>[string];
/** Where a part of the content stands in the sheet: by its path in the step's data. */
type Places = Map<string, { row: number; key: string }>;

/** A schema takes longer to make than to apply, and thousands of rows share one. */
const schemas = new WeakMap<Business, Map<string, ReturnType<typeof stepSchema>>>();

function schemaOf(business: Business, step: SheetStep): ReturnType<typeof stepSchema> {
  const known = schemas.get(business) ?? new Map<string, ReturnType<typeof stepSchema>>();
  schemas.set(business, known);
  const schema = known.get(step.id) ?? stepSchema(business, step);
  known.set(step.id, schema);
  return schema;
}

const nameKeyOf = (name: unknown): string => holderKey(typeof name === 'string' ? name : '');
const whole = (share: Fraction | undefined): boolean => share?.numerator === share?.denominator;

/** Whether nothing was typed into a row but what the template had put there. */
export function isUntouched(plan: SheetPlan, line: Line): boolean {
  const given = (key: string) => plan.columns[key]!.given === true || key === 'role';
  const typed = Object.keys(line.values).some((key) => !given(key));
  return !typed && line.faults.every(({ column }) => column !== '' && given(keyOf(plan, column)));
}

const keys = new WeakMap<SheetPlan, Map<string, string>>();

function keyOf(plan: SheetPlan, header: string): string {
  let known = keys.get(plan);
  if (!known) {
    known = new Map(Object.entries(plan.columns).map(([key, column]) => [column.header, key]));
    keys.set(plan, known);
  }
  return known.get(header) ?? '';
}

/** Most rows about one case: one for each of its parties, and as many again for what is filled in beside them. */
export const mostLines = (plan: SheetPlan, { business }: LoadedCase): number =>
  Math.max(20, 2 * plan.roles.reduce((sum, { id }) => sum + (business.parties[id]?.max ?? 0), 0));

/** Makes the content of a step out of the rows about one case. */
export class SheetContent {
  readonly faults: SheetFault[] = [];
  /** Where there is a fault already: in a column, in one cell of it. */
  private readonly faulty = new Set<string>();
  private personFaulty = false;
  private readonly places: Places = new Map();
  private readonly data: Record<string, unknown> = {};

  constructor(
    private readonly plan: SheetPlan,
    private readonly loaded: LoadedCase,
    private readonly lines: readonly Line[],
    private readonly institutions: ReadonlyMap<string, Institution>,
  ) {}

  /** The checked content, or null with `faults` that say why not. */
  read(): StepData | null {
    for (const line of this.lines) for (const fault of line.faults) this.add(fault);
    this.readFields();
    const { step, roles } = this.plan;
    if (roles.length > 0) this.readPeople();
    else this.refuseRepeats();
    const declared = sheetSteps(this.loaded.business).find(({ id }) => id === step.id);
    if (declared?.kind !== step.kind) {
      this.fault(this.lines[0]!.row, '', '这件业务没有这个步骤，请打开办件填写。');
      return null;
    }
    const parsed = schemaOf(this.loaded.business, declared).safeParse(this.data);
    if (!parsed.success) for (const { path, message } of parsed.error.issues) this.blame(path.join('.'), message);
    else this.checkAgainstCase(parsed.data);
    this.faults.sort((a, b) => a.row - b.row);
    return this.faults.length === 0 ? parsed.data! : null;
  }

  private refuseRepeats(): void {
    const [first, ...more] = this.lines.filter((line) => !isUntouched(this.plan, line));
    for (const { row } of more) this.fault(row, '', `这一件与第 ${first!.row} 行重复，请只保留一行。`);
  }

  private fault(row: number, key: string, message: string): void {
    this.add({ row, column: this.plan.columns[key]?.header ?? '', message });
  }

  private add(fault: SheetFault): void {
    this.faults.push(fault);
    this.faulty.add(fault.column).add(`${fault.row} ${fault.column}`);
    this.personFaulty ||= this.isPerson(fault.column);
  }

  /** A fault the schema found, at the cell it comes from; a cell that could not be read has its fault already. */
  private blame(path: string, message: string): void {
    const place = this.placeOf(path);
    const column = this.plan.columns[place.key]?.header ?? '';
    const person = (personKeys as readonly string[]).includes(place.key);
    const said =
      person && !/\.members\.\d/.test(path)
        ? this.personFaulty
        : this.faulty.has(person ? `${place.row} ${column}` : column);
    if (!said) this.add({ row: place.row, column, message });
  }

  private isPerson(header: string): boolean {
    return personKeys.some((key) => this.plan.columns[key]?.header === header);
  }

  private placeOf(path: string): { row: number; key: string } {
    for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
      const place = this.places.get(at);
      if (place) return place;
    }
    return { row: this.lines[0]!.row, key: '' };
  }

  /** What belongs to the unit may stand in any of its rows, but may not differ. */
  private readFields(): void {
    for (const [key, field] of this.plan.fields) {
      const value = this.oneOf(key, this.lines);
      this.places.set(field.id, { row: this.rowWith(key), key });
      if (value !== undefined) this.data[field.id] = value;
      else if (field.kind === 'count' && field.start !== undefined && !this.hasFault(key))
        this.data[field.id] = field.start;
    }
  }

  private rowWith(key: string, lines = this.lines): number {
    return (lines.find(({ values }) => values[key] !== undefined) ?? lines[0]!).row;
  }

  private hasFault(key: string): boolean {
    return this.faulty.has(this.plan.columns[key]!.header);
  }

  private oneOf(key: string, lines: readonly Line[]): unknown {
    const given = lines.filter(({ values }) => values[key] !== undefined);
    const first = given[0];
    for (const { row, values } of given.slice(1))
      if (canonical(values[key]) !== canonical(first!.values[key]))
        this.fault(
          row,
          key,
          `与第 ${first!.row} 行不一致。同一件只能填一个${this.plan.columns[key]!.header}，请改成一样的，或只填一行。`,
        );
    return first?.values[key];
  }

  private readPeople(): void {
    const { roles, step } = this.plan;
    const people = this.lines.filter(
      ({ values, faults }) =>
        personKeys.some((key) => values[key] !== undefined) || faults.some(({ column }) => this.isPerson(column)),
    );
    const byRole = new Map<string, Line[]>();
    for (const line of people) {
      const role = roles.length === 1 ? roles[0]!.id : (line.values.role as string | undefined);
      if (role === undefined) {
        if (!line.faults.some(({ column }) => column === this.plan.columns.role!.header))
          this.fault(line.row, 'role', `请填写当事人类型：${roles.map(({ name }) => name).join('、')}。`);
      } else if (byRole.has(role)) byRole.get(role)!.push(line);
      else byRole.set(role, [line]);
    }
    const parties: Record<string, Members> = {};
    const contacts: Record<string, string[]> = {};
    for (const role of roles) {
      const lines = byRole.get(role.id) ?? [];
      if (role.contact) contacts[role.id] = this.phones(role, lines);
      else if (lines.length > 0) parties[role.id] = this.members(role, lines);
      else this.places.set(`parties.${role.id}`, { row: this.lines[0]!.row, key: 'name' });
    }
    if (step.kind !== 'form') return;
    // Parties that the register may know are left out altogether when none is entered.
    if (Object.keys(parties).length > 0 || step.parties.some((role) => !this.mayBeKnown(role)))
      this.data.parties = parties;
    if (step.contacts.length > 0) this.data.contacts = contacts;
  }

  private mayBeKnown(role: string): boolean {
    return this.loaded.business.parties[role]?.are === 'notice-holders-or-entered';
  }

  private members(role: SheetRole, lines: readonly Line[]): Members {
    const at = `parties.${role.id}`;
    const withShare = lines.some(({ values }) => values.share !== undefined);
    this.places.set(at, { row: lines[0]!.row, key: 'name' });
    this.places.set(`${at}.members`, { row: lines[0]!.row, key: withShare ? 'share' : 'name' });
    this.places.set(`${at}.coOwnership`, { row: this.rowWith('coOwnership', lines), key: 'coOwnership' });
    const chosen = this.oneOf('coOwnership', lines) as CoOwnership | undefined;
    const alone = lines.length === 1;
    const members = lines.map(({ row, values }, i) => {
      for (const key of ['name', 'idNumber', 'phone', 'share'])
        this.places.set(`${at}.members.${i}.${key}`, { row, key });
      const { name, phone } = values as Record<string, string>;
      const idNumber = this.identity(row, values, `${at}.members.${i}.idNumber`);
      // All of it is what one person owns alone anyway.
      const share = alone && chosen !== 'shares' && whole(values.share as Fraction) ? undefined : values.share;
      return { name, idNumber, phone, ...(share !== undefined && { share: share as Fraction }) };
    });
    const coOwnership = chosen ?? (alone ? 'sole' : withShare ? 'shares' : undefined);
    return { ...(role.shares && coOwnership && { coOwnership }), members } as Members;
  }

  private identity(row: number, values: Line['values'], path: string): string | undefined {
    const { idNumber, fault } = documentInRow(values);
    if (fault) {
      this.fault(row, fault.key, fault.message);
      // What the number lacks has been said where it is to be put right.
      this.places.set(path, { row, key: fault.key });
    }
    return idNumber;
  }

  /** Phones in the order of the parties; a row belongs to the one with its name, among namesakes to the one with its number. */
  private phones(role: SheetRole, lines: readonly Line[]): string[] {
    const at = `contacts.${role.id}`;
    this.places.set(at, { row: lines[0]?.row ?? this.lines[0]!.row, key: 'phone' });
    const parties = this.loaded.parties.filter((party) => party.role === role.id);
    const names = parties.map(({ identity }) => identity.name);
    const left = [...lines];
    const namesakes = (name: unknown) => parties.filter(({ identity }) => holderKey(identity.name) === nameKeyOf(name));
    const shared = new Set(left.filter(({ values }) => namesakes(values.name).length > 1));
    // One row for several of them, named as a certificate prints them.
    const together = new Map(
      left
        .map((line) => [line, holdersNamed(String(line.values.name ?? ''), names)] as const)
        .filter(([line, named]) => named.length > 1 && !shared.has(line)),
    );
    const phones = parties.map((party, i) => {
      const { identity } = party;
      const found = left.findIndex((line) => {
        const { name, idNumber } = line.values;
        if (parties.length === 1 && !name) return true;
        if (nameKeyOf(name) !== holderKey(identity.name)) return false;
        return !shared.has(line) || (typeof idNumber === 'string' && identityNumber.tells(identity.idNumber, idNumber));
      });
      const [alone] = found < 0 ? [] : left.splice(found, 1);
      const line = alone ?? [...together.keys()].find((each) => together.get(each)!.includes(identity.name));
      const alike = line
        ? undefined
        : left.find((each) => shared.has(each) && namesakes(each.values.name).includes(party));
      const row = (line ?? alike ?? lines[0] ?? this.lines[0]!).row;
      this.places.set(`${at}.${i}`, { row, key: 'phone' });
      const phone = line?.values.phone as string | undefined;
      const said = line?.faults.some(({ column }) => column === this.plan.columns.phone!.header);
      if (phone === undefined && !said && !alike)
        this.fault(row, 'phone', `请填写${role.name}${identity.name}的手机号。`);
      return phone ?? '';
    });
    for (const { row, values } of left.filter((line) => shared.has(line)))
      this.fault(
        row,
        'idNumber',
        values.idNumber === undefined
          ? `有${namesakes(values.name).length}位${role.name}都叫${values.name}，请填写证件号码，才知道这一行说的是哪一位。`
          : `叫${values.name}的${role.name}里没有人用这个证件号码，请对照权属证书核对。`,
      );
    for (const { row } of left.filter((line) => !together.has(line) && !shared.has(line)))
      this.fault(row, 'name', `登记簿上的${role.name}里没有这个人，请按模板里的姓名填写：${names.join('、')}。`);
    return phones;
  }

  /** What only the case can tell, with the checks that the batch itself will do. */
  private checkAgainstCase(data: StepData): void {
    const { step } = this.plan;
    const declared = sheetSteps(this.loaded.business).find(({ id }) => id === step.id)!;
    const attempt = (check: () => unknown): void => {
      try {
        check();
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        for (const { path, message } of error.fields ?? []) this.blame(path.replace(/^data\./, ''), message);
      }
    };
    attempt(() => requirePrintableStep(this.loaded.business, declared, data));
    if (step.kind === 'form') {
      for (const role of step.parties) attempt(() => enteredMembers(this.loaded, role, data));
      for (const role of step.contacts) attempt(() => contactMembers(this.loaded, role, data));
    }
    for (const field of step.fields)
      if (field.kind === 'institution')
        attempt(() => requireInstitution(field, this.institutions.get(String(data[field.id] ?? ''))));
  }
}

/** Names of people to show for a group of rows: those typed, else those the register knows. */
export function peopleOf(plan: SheetPlan, loaded: LoadedCase | undefined, lines: readonly Line[]): string {
  const typed = lines.map(({ values }) => values.name).filter((name): name is string => typeof name === 'string');
  const known = plan.roles
    .filter(({ id, contact }) => contact || (loaded && isRegistered(loaded, id)))
    .flatMap(({ id }) => loaded?.parties.filter((party) => party.role === id) ?? [])
    .map(({ identity }) => identity.name);
  return [...new Set(typed.length > 0 ? typed : known)].join('、');
}
