import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { requireOwnDevice } from '../../platform/http/actor';
import { type Input, Route } from '../../platform/http/route';
import { AccountSecurity } from './account-security.service';
import { Wallets } from './wallet.service';

const { account } = routes;
const done = { done: true as const };

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class AccountController {
  @Inject() security!: AccountSecurity;
  @Inject() wallets!: Wallets;

  @Route(account.sessions)
  async sessions(input: Input<typeof account.sessions>) {
    return { items: await this.security.list(input.actor) };
  }

  @Route(account.endSession)
  endSession(input: Input<typeof account.endSession>) {
    return input.unitOfWork(async (tx) => {
      await this.security.end(tx, input.actor, input.params.id);
      return done;
    });
  }

  @Route(account.endSessions)
  endSessions(input: Input<typeof account.endSessions>) {
    return input.unitOfWork(async (tx) => ({
      ended: await this.security.endAll(tx, input.actor, input.body.keepThis),
    }));
  }

  @Route(account.wallets)
  async listWallets(input: Input<typeof account.wallets>) {
    return { items: await this.wallets.list(input.actor) };
  }

  @Route(account.removeWallet)
  removeWallet(input: Input<typeof account.removeWallet>) {
    return input.unitOfWork(async (tx) => {
      await this.wallets.remove(tx, input.actor, input.params.provider);
      return done;
    });
  }

  @Route(account.changePassword)
  async changePassword(input: Input<typeof account.changePassword>) {
    // Who found the password out must not shut the owner out with it.
    if (input.body.code === undefined) requireOwnDevice(input.actor);
    await this.security.changePassword(input.actor, input.body, input.origin);
    return done;
  }

  @Route(account.resetPassword)
  async resetPassword(input: Input<typeof account.resetPassword>) {
    await this.security.resetPassword(input.body, input.origin);
    return done;
  }

  @Route(account.changeStaffPassword)
  async changeStaffPassword(input: Input<typeof account.changeStaffPassword>) {
    const { oldPassword, password } = input.body;
    await this.security.changeStaffPassword(input.actor, oldPassword, password, input.origin);
    return done;
  }
}
