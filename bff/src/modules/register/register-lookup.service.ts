import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { holdersNamed, type LimitKind, namesHolders, type UnitCondition, type UnitUse } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { idBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { canonicalCertificate, conditions, noticeLives, standing } from './register.conditions';
import { RegisterQuery } from './register.query';
import { openNoticeHolders } from './register.secrets';
import { RegisterService } from './register.service';
import type { NoticeKind, RegisterSnapshot } from './register.types';

/** A building is found by its cadastral survey, or by the case of the first registration of one of its units. */
export type BuildingQuestion = { by: 'survey' | 'first-case'; number: string; developerCode: string };

export interface BuildingUnitFacts {
  id: string;
  unitNumber: string;
  building: string;
  floor: number;
  room: string;
  location: string;
  use: UnitUse;
  areaHundredths: number;
  rightId: string | null;
  /** Has a live presale notice. */
  noticed: boolean;
  conditions: UnitCondition[];
}

export interface Building {
  estate: string;
  surveyNumber: string;
  developer: string;
  units: BuildingUnitFacts[];
}

interface UnitRow {
  id: string;
  unit_number: string;
  estate: string;
  building: string;
  floor: number;
  room: string;
  location: string;
  use_code: UnitUse;
  area_hundredths: number;
  survey_number: string;
  developer_name: string;
}
interface ThingRow {
  source: 'holder' | 'notice' | 'limit' | 'mortgage';
  unit_id: string;
  id: string;
  kind: string | null;
  until_date: string | null;
  /** Of a notice: its holder has applied on that day. */
  applied_on: string | null;
  blind: string | null;
  secret: string | null;
  flag: number | null;
  valid_from: number;
}

/** Largest building table that is shown. */
export const buildingLimit = 2_000;

/** Finds units for institutions: by a registration certificate, or building by building. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RegisterLookup {
  @Inject() registerQuery!: RegisterQuery;
  @Inject() register!: RegisterService;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;

  /**
   * What a registration certificate proves, if `holderName` names (one of) its right-holder(s), as its reader sees it. `ended`:
   * it is no longer in force. Null when number and holder do not fit. Two statements.
   */
  async findByCertificate(
    holds: 'presale' | 'presale-mortgage' | 'mortgage',
    number: string,
    holderName: string,
  ): Promise<{ basisId: string; holderCode: string; ended: boolean; snapshot: RegisterSnapshot } | null> {
    const certificate = canonicalCertificate(number);
    if (holds === 'mortgage') {
      const [row] = await this.registerQuery.committed<{
        id: string;
        unit_id: string;
        mortgagee_name: string;
        mortgagee_code: string;
        valid_to: number | null;
      }>('SELECT id, unit_id, mortgagee_name, mortgagee_code, valid_to FROM mortgage WHERE number_key = ?', [
        certificate,
      ]);
      if (!row || !namesHolders(holderName, [row.mortgagee_name])) return null;
      const snapshot = (await this.register.snapshot(row.unit_id))!;
      return { basisId: row.id, holderCode: row.mortgagee_code, ended: row.valid_to !== null, snapshot };
    }
    const [row] = await this.registerQuery.committed<{
      id: string;
      unit_id: string;
      holders_cipher: string;
      effective_until: string | null;
      applied_on: string | null;
      valid_to: number | null;
    }>(
      'SELECT id, unit_id, holders_cipher, effective_until, applied_on, valid_to FROM advance_notice WHERE number_key = ? AND kind = ?',
      [certificate, holds],
    );
    if (!row) return null;
    const holders = openNoticeHolders(this.cipher, row.holders_cipher);
    const names = holders.map(({ name }) => name);
    const [named] = holdersNamed(holderName, names);
    const holder = holders.find(({ name }) => name === named);
    if (!holder) return null;
    const term = { effectiveUntil: row.effective_until, applied: row.applied_on };
    const ended = row.valid_to !== null || !noticeLives(term, this.clock.now());
    const snapshot = (await this.register.snapshot(row.unit_id))!;
    return { basisId: row.id, holderCode: holder.idNumber, ended, snapshot };
  }

  /** A building with every unit and how it stands, at most `buildingLimit`. `starter`: credit code. Two statements. */
  async building(question: BuildingQuestion, starter: string): Promise<Building | null> {
    const [where, params] = conditionOf(question);
    const units = await this.registerQuery.committed<UnitRow>(
      'SELECT u.id, u.unit_number, u.estate, u.building, u.floor, u.room, u.location, u.use_code, u.area_hundredths, ' +
        `u.survey_number, u.developer_name FROM unit u WHERE ${where} ORDER BY u.building, u.floor, u.room LIMIT ${buildingLimit}`,
      params,
    );
    const first = units[0];
    if (!first) return null;
    const things = await this.things(question);
    const now = this.clock.now();
    const starterBlind = idBlindOf(this.cipher, starter);
    const mine = question.developerCode === starter ? starterBlind : null;
    return {
      estate: first.estate,
      surveyNumber: first.survey_number,
      developer: first.developer_name,
      units: units.map((unit) => this.facts(unit, things.get(unit.id) ?? [], now, mine, starterBlind)),
    };
  }

  private async things(question: BuildingQuestion): Promise<Map<string, ThingRow[]>> {
    const [where, params] = conditionOf(question);
    const live = (alias: string) =>
      `JOIN unit u ON u.id = ${alias}.unit_id WHERE ${where} AND ${alias}.valid_to IS NULL`;
    const rows = await this.registerQuery.committed<ThingRow>(
      [
        "SELECT 'holder' AS source, r.unit_id, r.id, NULL AS kind, NULL AS until_date, NULL AS applied_on, h.id_blind AS blind, NULL AS secret, NULL AS flag, r.valid_from FROM right_record r JOIN right_holder h ON h.right_id = r.id JOIN unit u ON u.id = r.current_unit_id WHERE " +
          where,
        `SELECT 'notice', n.unit_id, n.id, n.kind, n.effective_until, n.applied_on, NULL, CASE WHEN n.kind = 'presale-mortgage' THEN n.obligors_cipher END, NULL, n.valid_from FROM advance_notice n ${live('n')}`,
        `SELECT 'limit', l.unit_id, l.id, l.kind, l.until_date, NULL, NULL, NULL, NULL, l.valid_from FROM unit_limit l ${live('l')}`,
        `SELECT 'mortgage', m.unit_id, m.id, NULL, NULL, NULL, NULL, NULL, m.transfer_limit, m.valid_from FROM mortgage m ${live('m')}`,
      ].join(' UNION ALL '),
      [...params, ...params, ...params, ...params],
    );
    const byUnit = new Map<string, ThingRow[]>();
    for (const row of rows) {
      const list = byUnit.get(row.unit_id);
      if (list) list.push(row);
      else byUnit.set(row.unit_id, [row]);
    }
    return byUnit;
  }

  private facts(
    unit: UnitRow,
    things: ThingRow[],
    now: number,
    developer: string | null,
    starter: string,
  ): BuildingUnitFacts {
    const owners = things.filter((row) => row.source === 'holder');
    const notices = things
      .filter((row) => row.source === 'notice')
      .map((row) => ({
        kind: row.kind as NoticeKind,
        effectiveUntil: row.until_date,
        applied: row.applied_on,
        secret: row.secret,
      }));
    const encumbered = {
      ownership: null,
      notices,
      limits: things
        .filter((row) => row.source === 'limit')
        .map((row) => ({ kind: row.kind as LimitKind, until: row.until_date })),
      mortgages: things
        .filter((row) => row.source === 'mortgage')
        .map((row) => ({ transferLimit: row.flag === 1, validFrom: row.valid_from })),
    };
    const mortgageNotice = notices.find((one) => one.kind === 'presale-mortgage' && noticeLives(one, now));
    const obligors = mortgageNotice?.secret ? openNoticeHolders(this.cipher, mortgageNotice.secret) : [];
    return {
      id: unit.id,
      unitNumber: unit.unit_number,
      building: unit.building,
      floor: unit.floor,
      room: unit.room,
      location: unit.location,
      use: unit.use_code,
      areaHundredths: unit.area_hundredths,
      rightId: owners[0]?.id ?? null,
      noticed: notices.some((one) => one.kind === 'presale' && noticeLives(one, now)),
      conditions: [
        ...conditions(encumbered, now),
        ...standing({
          developer,
          starter,
          owners: owners.length > 0 ? owners.map((row) => row.blind!) : null,
          presaleMortgageObligors: mortgageNotice
            ? obligors.map((party) => idBlindOf(this.cipher, party.idNumber))
            : null,
        }),
      ],
    };
  }
}

function conditionOf(question: BuildingQuestion): [string, string[]] {
  const { number, developerCode } = question;
  if (question.by === 'survey') return ['u.survey_key = ? AND u.developer_code = ?', [number, developerCode]];
  return [
    'u.survey_key = (SELECT x.survey_key FROM unit x WHERE x.first_case_key = ? AND x.developer_code = ? LIMIT 1) AND u.developer_code = ?',
    [number, developerCode, developerCode],
  ];
}
