import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { type Input, Route } from '../../platform/http/route';
import { Guides } from './guide.service';
import { GuideNotes } from './guide-note.service';

const { guides } = routes;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class GuideController {
  @Inject() clock!: Clock;
  @Inject() guides!: Guides;
  @Inject() notes!: GuideNotes;

  @Route(guides.list)
  async list(input: Input<typeof guides.list>) {
    return { items: this.guides.list(input.query.search, input.query.category) };
  }

  @Route(guides.detail)
  detail(input: Input<typeof guides.detail>) {
    return this.guides.view(input.params.id);
  }

  @Route(guides.notes)
  async listNotes(input: Input<typeof guides.notes>) {
    return { items: await this.notes.list(this.guides.known(input.params.id).id, this.clock.now()) };
  }

  @Route(guides.addNote)
  async addNote(input: Input<typeof guides.addNote>) {
    const { id } = this.guides.known(input.params.id);
    const author = await this.notes.nameOf(input.actor);
    return input.unitOfWork((tx) => this.notes.add(tx, input.actor, author, id, input.body));
  }

  @Route(guides.editNote)
  async editNote(input: Input<typeof guides.editNote>) {
    const { version, ...words } = input.body;
    const author = await this.notes.nameOf(input.actor);
    return input.unitOfWork((tx) => this.notes.edit(tx, input.actor, author, input.params.id, version, words));
  }

  @Route(guides.withdrawNote)
  withdrawNote(input: Input<typeof guides.withdrawNote>) {
    return input.unitOfWork((tx) => this.notes.withdraw(tx, input.actor, input.params.id, input.body.version));
  }
}
