import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { Audit } from '../../platform/audit/audit';
import { Problem } from '../../platform/errors/problem';
import { type Input, Route } from '../../platform/http/route';
import { Outbox } from '../../platform/outbox/outbox';
import { AnchorPlaces } from './anchor-places.service';
import { AuditQuery } from './audit.query';

const { audit } = routes;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class AuditController {
  @Inject() auditQuery!: AuditQuery;
  @Inject() audit!: Audit;
  @Inject() places!: AnchorPlaces;
  @Inject() outbox!: Outbox;

  @Route(audit.list)
  list(input: Input<typeof audit.list>) {
    return this.auditQuery.list(input.query);
  }

  @Route(audit.verify)
  async verify(_: Input<typeof audit.verify>) {
    const result = await this.audit.verifyChain();
    const anchors = await this.places.check();
    const { entries, sealed } = await this.auditQuery.counts();
    const intact = result.ok && anchors.every(({ faults }) => faults.length === 0);
    return { intact, sealed, unsealed: entries - sealed, brokenAt: result.ok ? null : result.seq, anchors };
  }

  @Route(audit.deadLetters)
  async deadLetters(_: Input<typeof audit.deadLetters>) {
    const dead = await this.outbox.deadLetters();
    const items = dead.map(({ id, topic, attempts, lastErrorCode, createdAt }) => {
      return { id, topic, attempts, lastError: lastErrorCode, createdAt };
    });
    return { items };
  }

  @Route(audit.retryDeadLetter)
  retry(input: Input<typeof audit.retryDeadLetter>) {
    const { id } = input.params;
    return input.unitOfWork(async (tx) => {
      if (!(await this.outbox.retry(tx, id))) throw new Problem('NOT_FOUND');
      await tx.audit({ actor: input.actor, action: 'outbox.retry', subject: { kind: 'task', id } });
      return { done: true as const };
    });
  }
}
