import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { type Input, Route } from '../../platform/http/route';
import { GrantService } from './grant.service';
import { GrantFace } from './grant-face.service';
import { GrantReader } from './grant-reader.service';

const { agents } = routes;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class GrantController {
  @Inject() grants!: GrantService;
  @Inject() faces!: GrantFace;
  @Inject() reader!: GrantReader;

  @Route(agents.list)
  list({ actor }: Input<typeof agents.list>) {
    return this.reader.list(actor);
  }

  @Route(agents.detail)
  detail({ actor, params }: Input<typeof agents.detail>) {
    return this.reader.view(this.reader.committed, actor, params.id);
  }

  @Route(agents.create)
  async create(input: Input<typeof agents.create>) {
    const prepared = await this.grants.prepare(input.actor, input.body);
    return input.unitOfWork((tx) => this.grants.create(tx, input.actor, input.body, prepared));
  }

  @Route(agents.face)
  async face(input: Input<typeof agents.face>) {
    const { id } = input.params;
    const started = await this.faces.start(input.actor, id, input.body.channel);
    return input.unitOfWork(async (tx) => {
      await this.faces.save(tx, input.actor, id, started);
      const { session: _, ...reply } = started;
      return reply;
    });
  }

  @Route(agents.confirm)
  async confirm(input: Input<typeof agents.confirm>) {
    const { id } = input.params;
    const { attemptId } = input.body;
    const attempt = await this.faces.result(input.actor, id, attemptId);
    return input.unitOfWork(async (tx) => {
      const account = await this.faces.record(tx, input.actor, attempt);
      // The face has confirmed the device, too.
      const actor = { ...input.actor, id: account, assurance: { person: 'proven', confirmed: true } } as const;
      return this.reader.view((sql, params) => tx.query(sql, params), actor, id);
    });
  }

  @Route(agents.accept)
  accept(input: Input<typeof agents.accept>) {
    return input.unitOfWork((tx) => this.grants.accept(tx, input.actor, input.params.id));
  }

  @Route(agents.decline)
  decline(input: Input<typeof agents.decline>) {
    return input.unitOfWork((tx) => this.grants.decline(tx, input.actor, input.params.id));
  }

  @Route(agents.revoke)
  revoke(input: Input<typeof agents.revoke>) {
    return input.unitOfWork((tx) => this.grants.revoke(tx, input.actor, input.params.id));
  }
}
