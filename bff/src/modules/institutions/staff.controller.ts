import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import type { Transaction } from '../../platform/database/transaction';
import type { Actor } from '../../platform/http/actor';
import { type Input, Route } from '../../platform/http/route';
import { BranchService } from './branch.service';
import { ClerkService } from './clerk.service';
import { LeavingService } from './leaving.service';
import { PermissionService } from './permission.service';

const { institutions } = routes;
const done = { done: true as const };

interface Work {
  actor: Actor;
  unitOfWork<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/** An institution's administrators manage their branches and clerks. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class InstitutionStaffController {
  @Inject() branches!: BranchService;
  @Inject() clerks!: ClerkService;
  @Inject() leaving!: LeavingService;
  @Inject() permissions!: PermissionService;

  private byAdministrator<T>(input: Work, work: (tx: Transaction, institutionId: string) => Promise<T>): Promise<T> {
    return input.unitOfWork(async (tx) => work(tx, await this.permissions.lockAdmin(tx, input.actor)));
  }

  private command(input: Work, work: (tx: Transaction, institutionId: string) => Promise<void>) {
    return this.byAdministrator(input, async (tx, institutionId) => {
      await work(tx, institutionId);
      return done;
    });
  }

  @Route(institutions.staff)
  async staff(input: Input<typeof institutions.staff>) {
    return this.branches.staffOf(await this.permissions.requireAdmin(input.actor));
  }

  @Route(institutions.scope)
  scope(input: Input<typeof institutions.scope>) {
    return this.permissions.requireScope(input.actor);
  }

  @Route(institutions.addBranch)
  addBranch(input: Input<typeof institutions.addBranch>) {
    return this.byAdministrator(input, (tx, institutionId) =>
      this.branches.add(tx, input.actor, institutionId, input.body.name),
    );
  }

  @Route(institutions.updateBranch)
  updateBranch(input: Input<typeof institutions.updateBranch>) {
    return this.byAdministrator(input, (tx, institutionId) =>
      this.branches.update(tx, input.actor, institutionId, input.params.id, input.body),
    );
  }

  @Route(institutions.createClerk)
  createClerk(input: Input<typeof institutions.createClerk>) {
    return this.byAdministrator(input, (tx, institutionId) =>
      this.clerks.create(tx, input.actor, institutionId, input.body),
    );
  }

  @Route(institutions.setPermissions)
  setPermissions(input: Input<typeof institutions.setPermissions>) {
    return this.command(input, (tx, institutionId) =>
      this.clerks.setPermissions(tx, input.actor, institutionId, input.params.id, input.body),
    );
  }

  @Route(institutions.deactivate)
  deactivate(input: Input<typeof institutions.deactivate>) {
    return this.command(input, (tx, institutionId) =>
      this.clerks.setActive(tx, input.actor, institutionId, input.params.id, false),
    );
  }

  @Route(institutions.reactivate)
  reactivate(input: Input<typeof institutions.reactivate>) {
    return this.command(input, (tx, institutionId) =>
      this.clerks.setActive(tx, input.actor, institutionId, input.params.id, true),
    );
  }

  @Route(institutions.reset)
  reset(input: Input<typeof institutions.reset>) {
    return this.byAdministrator(input, (tx, institutionId) =>
      this.clerks.reset(tx, input.actor, institutionId, input.params.id),
    );
  }

  @Route(institutions.openCases)
  async openCases(input: Input<typeof institutions.openCases>) {
    return this.leaving.openCases(await this.permissions.requireAdmin(input.actor), input.params.id);
  }

  @Route(institutions.handOver)
  handOver(input: Input<typeof institutions.handOver>) {
    const { from, to } = input.body;
    return this.byAdministrator(input, (tx, institutionId) =>
      this.leaving.handOver(tx, input.actor, institutionId, from, to),
    );
  }

  @Route(institutions.handovers)
  async handovers(input: Input<typeof institutions.handovers>) {
    const institutionId = await this.permissions.requireAdmin(input.actor);
    return this.leaving.handovers(institutionId, input.query.cursor, input.query.limit);
  }

  @Route(institutions.leave)
  leave(input: Input<typeof institutions.leave>) {
    return this.command(input, (tx, institutionId) =>
      this.leaving.leave(tx, input.actor, institutionId, input.params.id),
    );
  }
}
