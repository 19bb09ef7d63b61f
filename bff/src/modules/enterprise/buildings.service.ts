import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type BuildingTable,
  type BuildingUnit,
  type Business,
  type UnitStanding,
  unitUses,
  warningTexts,
} from '@zhucheng/shared';
import type { Actor } from '../../platform/http/actor';
import { CaseUnits } from '../cases/reading/case-units.query';
import { StartCase } from '../cases/starting/start-case.service';
import type { BuildingUnitFacts } from '../register/register-lookup.service';

/** The building table (楼盘表): every unit of a building, and whether a business may be started for it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Buildings {
  @Inject() cases!: CaseUnits;
  @Inject() starts!: StartCase;

  /** Three statements beside those that find out who asks. Errors: see StartCase.building. */
  async table(actor: Actor, businessId: string, verify: Record<string, unknown>): Promise<BuildingTable> {
    const { business, building } = await this.starts.building(actor, businessId, verify);
    const busy = await this.cases.busy(
      business.id,
      building.units.map((unit) => unit.id),
    );
    return {
      estate: building.estate,
      surveyNumber: building.surveyNumber,
      developer: building.developer,
      units: building.units.map((unit) => this.unit(business, unit, busy.has(unit.id))),
    };
  }

  private unit(business: Business, unit: BuildingUnitFacts, running: boolean): BuildingUnit {
    const blocking = unit.conditions.filter((condition) => business.unit.blockedBy.includes(condition));
    const windowOnly = business.unit.windowOnly.includes(unit.use);
    const reason = running
      ? '同类业务正在办理。'
      : windowOnly
        ? `用途为${unitUses[unit.use]}，请到窗口办理。`
        : blocking.map((condition) => warningTexts[condition]).join('');
    return {
      id: unit.id,
      unitNumber: unit.unitNumber,
      building: unit.building,
      floor: unit.floor,
      room: unit.room,
      useName: unitUses[unit.use],
      areaHundredths: unit.areaHundredths,
      standing: standingOf(unit, running),
      applicable: reason === '',
      reason: reason === '' ? null : reason,
      noticed: unit.noticed,
    };
  }
}

function standingOf(unit: BuildingUnitFacts, running: boolean): UnitStanding {
  const has = (condition: BuildingUnitFacts['conditions'][number]) => unit.conditions.includes(condition);
  if (running) return 'running';
  if (has('seizure') || has('pre-seizure')) return 'limited';
  if (has('registered') && has('not-starters')) return 'sold';
  if (has('registered')) return 'registered';
  if (has('presale-mortgage')) return 'presale-mortgaged';
  return unit.noticed ? 'noticed' : 'free';
}
