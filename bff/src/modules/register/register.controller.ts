import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes, type UnitDetail } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { coversUnit } from '../../platform/http/actor';
import { type Input, Route } from '../../platform/http/route';
import { CitizenService } from '../identity/citizen.service';
import { RegisterService, toSnapshot } from './register.service';
import { toDetail, toListItem, toOwnItem } from './register.view';
import { UnitSearch } from './unit-search.service';

const { register } = routes;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class RegisterController {
  @Inject() service!: RegisterService;
  @Inject() search!: UnitSearch;
  @Inject() citizens!: CitizenService;
  @Inject() clock!: Clock;

  @Route(register.mine)
  async mine(input: Input<typeof register.mine>) {
    const idNumber = (await this.citizens.byId(input.actor.id))?.idNumber;
    if (!idNumber) return { items: [] };
    const owned = await this.service.realEstateOf(idNumber);
    const shown = owned.filter((snapshot) => coversUnit(input.actor, snapshot.unit.id));
    return { items: shown.map((snapshot) => toOwnItem(snapshot, idNumber, this.clock.now())) };
  }

  @Route(register.units)
  async units(input: Input<typeof register.units>) {
    const { search, estate, cursor, limit } = input.query;
    const { contents, next } = await this.search.find({ text: search, estate, cursor, limit });
    return { items: contents.map((content) => toListItem(toSnapshot(content), this.clock.now())), next };
  }

  @Route(register.unit)
  unit(input: Input<typeof register.unit>) {
    return this.detail(input.params.id);
  }

  @Route(register.addLimit)
  addLimit(input: Input<typeof register.addLimit>) {
    const { id } = input.params;
    const { kind, documentNumber } = input.body;
    return input.unitOfWork(async (tx) => {
      const limitId = await this.service.addLimit(tx, id, input.body);
      const detail = { limitId, kind, documentNumber };
      await tx.audit({ actor: input.actor, action: 'register.limit-added', subject: { kind: 'unit', id }, detail });
      return this.detail(id, tx);
    });
  }

  @Route(register.liftLimit)
  liftLimit(input: Input<typeof register.liftLimit>) {
    const limitId = input.params.id;
    return input.unitOfWork(async (tx) => {
      const id = await this.service.liftLimit(tx, limitId, input.body.reason);
      const subject = { kind: 'unit' as const, id };
      await tx.audit({ actor: input.actor, action: 'register.limit-lifted', subject, detail: { limitId } });
      return this.detail(id, tx);
    });
  }

  private async detail(unitId: string, tx?: Transaction): Promise<UnitDetail> {
    const record = await this.service.record(unitId, tx);
    if (!record) throw new Problem('NOT_FOUND');
    return toDetail(record, await this.service.pendingCases(unitId, tx), this.clock.now());
  }
}
