import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { matters, routes } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { requireKnown } from '../../platform/http/actor';
import { type Input, Route } from '../../platform/http/route';
import { AppointmentService } from './appointment.service';
import { itemOf, readAppointments } from './appointment.view';
import { pausedUntil, type Read, readRules } from './appointment-rules';
import { Bookers } from './booker.service';
import { DaySlots } from './day-slots.service';
import { ServicePoints } from './service-point.service';

const { appointments } = routes;
/** A citizen's last bookings; more than anybody has in the time that counts. */
const mostOfMine = 100;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class AppointmentController {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() service!: AppointmentService;
  @Inject() bookers!: Bookers;
  @Inject() slots!: DaySlots;
  @Inject() servicePoints!: ServicePoints;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  @Route(appointments.points)
  async points(_: Input<typeof appointments.points>) {
    return { items: await this.servicePoints.list() };
  }

  @Route(appointments.slots)
  async freeSlots({ params, query }: Input<typeof appointments.slots>) {
    return { days: await this.slots.free(params.id, query.kind) };
  }

  @Route(appointments.mine)
  async mine({ actor }: Input<typeof appointments.mine>) {
    const rows = await readAppointments(this.committed, 'WHERE a.booker_id = ? ORDER BY a.id DESC LIMIT ?', [
      actor.id,
      mostOfMine,
    ]);
    const now = this.clock.now();
    const missed = rows.filter(({ state }) => state === 'missed').map(({ marked_at }) => Number(marked_at));
    return {
      items: (await this.service.shownTo(actor, rows)).map((row) => itemOf(row, now)),
      pausedUntil: missed.length === 0 ? null : pausedUntil(missed, await readRules(this.committed), now),
    };
  }

  @Route(appointments.ofInstitution)
  async ofInstitution({ actor, query }: Input<typeof appointments.ofInstitution>) {
    const rows = await readAppointments(
      this.committed,
      'WHERE a.booker_id = ? AND a.id < ? ORDER BY a.id DESC LIMIT ?',
      [this.bookers.idOf(actor), query.cursor ?? '~', query.limit + 1],
    );
    const now = this.clock.now();
    const items = rows.slice(0, query.limit).map((row) => itemOf(row, now));
    return { items, next: rows.length > query.limit ? items.at(-1)!.id : null };
  }

  @Route(appointments.detail)
  async detail({ actor, params }: Input<typeof appointments.detail>) {
    return this.service.view(actor, await this.service.ownOf(this.committed, actor, params.id), this.clock.now());
  }

  @Route(appointments.book)
  async book(input: Input<typeof appointments.book>) {
    const { contact, ...draft } = input.body;
    if (matters[draft.matter].kind === 'print') requireKnown(input.actor, 'proven');
    const booker = await this.bookers.of(input.actor, contact);
    return input.unitOfWork((tx) => this.service.book(tx, input.actor, booker, draft));
  }

  @Route(appointments.change)
  change(input: Input<typeof appointments.change>) {
    const { version, slotId } = input.body;
    return input.unitOfWork((tx) => this.service.change(tx, input.actor, input.params.id, version, slotId));
  }

  @Route(appointments.cancel)
  cancel(input: Input<typeof appointments.cancel>) {
    return input.unitOfWork((tx) => this.service.cancel(tx, input.actor, input.params.id, input.body.version));
  }
}
