import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { type Input, Route } from '../../platform/http/route';
import { AppointmentService } from './appointment.service';
import { AppointmentDesk } from './appointment-desk.service';
import { ServicePoints } from './service-point.service';

const { appointments } = routes;

/** The centre's side: a point's day, and the settings. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class AppointmentDeskController {
  @Inject() desk!: AppointmentDesk;
  @Inject() points!: ServicePoints;
  @Inject() bookings!: AppointmentService;

  @Route(appointments.day)
  async day({ query }: Input<typeof appointments.day>) {
    return { items: await this.desk.day(query.point, query.day) };
  }

  @Route(appointments.arrive)
  arrive(input: Input<typeof appointments.arrive>) {
    return input.unitOfWork((tx) => this.desk.arrive(tx, input.actor, input.params.id, input.body.version));
  }

  @Route(appointments.miss)
  miss(input: Input<typeof appointments.miss>) {
    return input.unitOfWork((tx) => this.desk.miss(tx, input.actor, input.params.id, input.body.version));
  }

  @Route(appointments.settings)
  settings(_: Input<typeof appointments.settings>) {
    return this.points.settings();
  }

  @Route(appointments.addPoint)
  addPoint(input: Input<typeof appointments.addPoint>) {
    return input.unitOfWork((tx) => this.points.add(tx, input.actor, input.body));
  }

  @Route(appointments.changePoint)
  changePoint(input: Input<typeof appointments.changePoint>) {
    const { version, ...draft } = input.body;
    return input.unitOfWork((tx) => this.points.change(tx, input.actor, input.params.id, version, draft));
  }

  @Route(appointments.setDay)
  setDay(input: Input<typeof appointments.setDay>) {
    const { day, kind } = input.body;
    return input.unitOfWork(async (tx) => {
      await this.points.setDay(tx, input.actor, input.body);
      return { cancelled: kind === 'closed' ? await this.bookings.cancelDay(tx, input.actor, day) : 0 };
    });
  }

  @Route(appointments.clearDay)
  clearDay(input: Input<typeof appointments.clearDay>) {
    return input.unitOfWork(async (tx) => {
      await this.points.clearDay(tx, input.actor, input.params.day, input.query.version);
      return { done: true as const };
    });
  }

  @Route(appointments.setRules)
  setRules(input: Input<typeof appointments.setRules>) {
    return input.unitOfWork((tx) => this.points.setRules(tx, input.actor, input.body));
  }
}
