import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { type Input, Route } from '../../platform/http/route';
import { MessageService } from './message.service';

const { messages, institutionMessages } = routes;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class MessageController {
  @Inject() service!: MessageService;

  @Route(messages.list)
  list(input: Input<typeof messages.list>) {
    return this.service.list(input.actor, input.query.cursor, input.query.limit);
  }

  @Route(messages.unread)
  async unread(input: Input<typeof messages.unread>) {
    return { count: await this.service.unread(input.actor) };
  }

  @Route(messages.read)
  async read(input: Input<typeof messages.read>) {
    await this.service.read(input.actor, input.params.id);
    return { done: true as const };
  }

  @Route(institutionMessages.list)
  institutionList(input: Input<typeof institutionMessages.list>) {
    return this.service.list(input.actor, input.query.cursor, input.query.limit);
  }

  @Route(institutionMessages.unread)
  async institutionUnread(input: Input<typeof institutionMessages.unread>) {
    return { count: await this.service.unread(input.actor) };
  }

  @Route(institutionMessages.read)
  async institutionRead(input: Input<typeof institutionMessages.read>) {
    await this.service.read(input.actor, input.params.id);
    return { done: true as const };
  }
}
