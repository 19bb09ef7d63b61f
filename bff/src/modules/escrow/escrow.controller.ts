import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import { Problem } from '../../platform/errors/problem';
import { type Input, Route } from '../../platform/http/route';
import type { Logger } from '../../platform/logging/logger';
import { troubleItem } from './escrow.view';
import { EscrowBank } from './escrow-bank.service';
import { EscrowReader } from './escrow-reader.service';
import { EscrowStandings } from './escrow-standing.service';
import { EscrowStore } from './escrow-store.service';
import { PayeeChanges } from './payee-change.service';

const { escrow } = routes;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class EscrowController {
  @Inject() reader!: EscrowReader;
  @Inject() store!: EscrowStore;
  @Inject() bank!: EscrowBank;
  @Inject() standings!: EscrowStandings;
  @Inject() payees!: PayeeChanges;
  @Inject('adapters') adapters!: Adapters;
  @Inject('log') log!: Logger;

  @Route(escrow.ofCase)
  ofCase({ actor, params }: Input<typeof escrow.ofCase>) {
    return this.reader.ofCase(actor, params.id);
  }

  @Route(escrow.changePayee)
  async changePayee(input: Input<typeof escrow.changePayee>) {
    const { actor, params, body } = input;
    const record = await this.reader.byId(this.reader.committed, params.id);
    const payee = await this.reader.payee(actor, record);
    const started = await this.payees.start(actor, record, payee, body.channel);
    return input.unitOfWork(async (tx) => {
      await this.payees.save(tx, actor, record, body, started);
      const { session: _, ...reply } = started;
      return reply;
    });
  }

  @Route(escrow.confirmPayee)
  async confirmPayee(input: Input<typeof escrow.confirmPayee>) {
    const { actor, params } = input;
    const { change, record, payee } = await this.reader.change(actor, params.id);
    await this.payees.requirePassed(record, payee, change);
    return input.unitOfWork(async (tx) => {
      await this.payees.confirm(tx, actor, change);
      return this.reader.view(EscrowReader.within(tx), actor, record.id);
    });
  }

  @Route(escrow.cancelPayee)
  async cancelPayee(input: Input<typeof escrow.cancelPayee>) {
    const { actor, params } = input;
    const { change, record } = await this.reader.change(actor, params.id);
    return input.unitOfWork(async (tx) => {
      await this.payees.cancel(tx, actor, change);
      return this.reader.view(EscrowReader.within(tx), actor, record.id);
    });
  }

  @Route(escrow.forCentre)
  forCentre({ params }: Input<typeof escrow.forCentre>) {
    return this.reader.forCentre(params.id);
  }

  @Route(escrow.troubled)
  troubled({ query }: Input<typeof escrow.troubled>) {
    return this.reader.troubled(query);
  }

  @Route(escrow.ask)
  ask(input: Input<typeof escrow.ask>) {
    return input.unitOfWork(async (tx) => {
      const record = await this.store.load(tx, input.params.id);
      await this.bank.askAgain(tx, record);
      await tx.audit({
        actor: input.actor,
        action: 'escrow.ask',
        subject: { kind: 'escrow', id: record.id },
        detail: { caseId: record.caseId },
      });
      return troubleItem(record);
    });
  }

  @Route(escrow.settle)
  settle(input: Input<typeof escrow.settle>) {
    return input.unitOfWork(async (tx) => {
      const record = await this.store.load(tx, input.params.id);
      await this.store.settle(tx, input.actor, record, input.body.note);
      await this.standings.goOn(tx, record);
      return { done: true as const };
    });
  }

  /** Only says that there is news: what it is, the bank is asked, and its signed answer counts. */
  @Route(escrow.callback)
  async callback({ ctx, rawBody }: Input<typeof escrow.callback>) {
    const said = this.adapters.escrow.readCallback({ path: ctx.path, headers: ctx.req.headers, rawBody });
    if (!said.ok) {
      this.log.warn({ channel: 'escrow', code: said.code }, 'escrow callback refused');
      throw new Problem('CALLBACK_REFUSED');
    }
    await this.bank.heard(said.agreement);
    ctx.status = 204;
  }
}
