import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import type { Actor } from '../../platform/http/actor';
import { type Input, Route } from '../../platform/http/route';
import { CentreStaff } from './centre-staff.service';
import { OwnStaffAccounts } from './own-staff-account.service';
import { Passkeys } from './passkey.service';
import { StaffActivation } from './staff-activation.service';
import { StaffProposals } from './staff-proposal.service';

const { staffAccess } = routes;

interface Work {
  actor: Actor;
  params: { id: string };
  unitOfWork<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

type Command = (tx: Transaction, actor: Actor, id: string) => Promise<void>;

/** How staff come in and keep their accounts, and how administrators manage those of the centre. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class StaffAccessController {
  @Inject() database!: Database;
  @Inject() activations!: StaffActivation;
  @Inject() own!: OwnStaffAccounts;
  @Inject() passkeys!: Passkeys;
  @Inject() centre!: CentreStaff;
  @Inject() proposals!: StaffProposals;

  @Route(staffAccess.activation)
  activation(input: Input<typeof staffAccess.activation>) {
    return this.activations.begin(input.body.token);
  }

  @Route(staffAccess.activate)
  activate(input: Input<typeof staffAccess.activate>) {
    const { token, password, totp } = input.body;
    return this.activations.finish(token, password, totp, input.origin);
  }

  @Route(staffAccess.passkeyChallenge)
  async passkeyChallenge(_: Input<typeof staffAccess.passkeyChallenge>) {
    return { ...(await this.passkeys.challenge()) };
  }

  @Route(staffAccess.passkeySignIn)
  passkeySignIn(input: Input<typeof staffAccess.passkeySignIn>) {
    return this.passkeys.signIn(input.body.answer, input.origin);
  }

  @Route(staffAccess.account)
  account(input: Input<typeof staffAccess.account>) {
    return this.own.account(input.actor);
  }

  @Route(staffAccess.newRecoveryCodes)
  newRecoveryCodes(input: Input<typeof staffAccess.newRecoveryCodes>) {
    return this.own.newRecoveryCodes(input.actor, input.body.totp);
  }

  @Route(staffAccess.newPasskey)
  async newPasskey(input: Input<typeof staffAccess.newPasskey>) {
    return { ...(await this.passkeys.enrolment(input.actor, input.body.totp)) };
  }

  @Route(staffAccess.addPasskey)
  async addPasskey(input: Input<typeof staffAccess.addPasskey>) {
    const { name, answer } = input.body;
    const credential = await this.passkeys.verifyNew(input.actor, answer);
    return input.unitOfWork((tx) => this.passkeys.add(tx, input.actor, name, credential));
  }

  @Route(staffAccess.removePasskey)
  removePasskey(input: Input<typeof staffAccess.removePasskey>) {
    return this.command(input, (tx, actor, id) => this.passkeys.remove(tx, actor, id));
  }

  @Route(staffAccess.list)
  list(input: Input<typeof staffAccess.list>) {
    return this.centre.list(input.actor);
  }

  @Route(staffAccess.create)
  create(input: Input<typeof staffAccess.create>) {
    return input.unitOfWork((tx) => this.centre.create(tx, input.actor, input.body));
  }

  @Route(staffAccess.setRoles)
  setRoles(input: Input<typeof staffAccess.setRoles>) {
    const { was, roles } = input.body;
    return input.unitOfWork((tx) => this.centre.setRoles(tx, input.actor, input.params.id, was, roles));
  }

  @Route(staffAccess.reset)
  reset(input: Input<typeof staffAccess.reset>) {
    return input.unitOfWork((tx) => this.centre.reset(tx, input.actor, input.params.id));
  }

  @Route(staffAccess.disable)
  disable(input: Input<typeof staffAccess.disable>) {
    return this.command(input, (tx, actor, id) => this.centre.disable(tx, actor, id));
  }

  @Route(staffAccess.enable)
  enable(input: Input<typeof staffAccess.enable>) {
    return this.command(input, (tx, actor, id) => this.centre.enable(tx, actor, id));
  }

  @Route(staffAccess.endSessions)
  endSessions(input: Input<typeof staffAccess.endSessions>) {
    return this.command(input, (tx, actor, id) => this.centre.endSessions(tx, actor, id));
  }

  @Route(staffAccess.approve)
  approve(input: Input<typeof staffAccess.approve>) {
    return this.command(input, (tx, actor, id) => this.proposals.approve(tx, actor, id));
  }

  @Route(staffAccess.refuse)
  refuse(input: Input<typeof staffAccess.refuse>) {
    return this.command(input, (tx, actor, id) => this.proposals.refuse(tx, actor, id));
  }

  private command(input: Work, work: Command): Promise<{ done: true }> {
    return input.unitOfWork(async (tx) => {
      await work(tx, input.actor, input.params.id);
      return { done: true as const };
    });
  }
}
