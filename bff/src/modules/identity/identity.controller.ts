import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import { type Input, Route } from '../../platform/http/route';
import { CitizenService } from './citizen.service';
import { SignIn } from './sign-in.service';
import { SmsCodes } from './sms-code.service';
import { StaffService } from './staff.service';

const { identity } = routes;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class IdentityController {
  @Inject() database!: Database;
  @Inject() signIn!: SignIn;
  @Inject() codes!: SmsCodes;
  @Inject() citizens!: CitizenService;
  @Inject() staff!: StaffService;

  @Route(identity.wechat)
  wechat(input: Input<typeof identity.wechat>) {
    return this.signIn.byWechat(input.body.code);
  }

  @Route(identity.wechatPhone)
  wechatPhone(input: Input<typeof identity.wechatPhone>) {
    return this.signIn.bindWechatPhone(input.actor, input.body.code);
  }

  @Route(identity.alipay)
  alipay(input: Input<typeof identity.alipay>) {
    return this.signIn.byAlipay(input.body.authCode);
  }

  @Route(identity.alipayPhone)
  alipayPhone(input: Input<typeof identity.alipayPhone>) {
    return this.signIn.bindAlipayPhone(input.actor, input.body.response);
  }

  @Route(identity.sendSms)
  sendSms(input: Input<typeof identity.sendSms>) {
    return this.database.unitOfWork((tx) => this.codes.send(tx, input.body.phone));
  }

  @Route(identity.sms)
  sms(input: Input<typeof identity.sms>) {
    return this.signIn.bySms(input.body.phone, input.body.code);
  }

  @Route(identity.password)
  password(input: Input<typeof identity.password>) {
    return this.signIn.byPassword(input.body.account, input.body.password);
  }

  @Route(identity.signOut)
  async signOut(input: Input<typeof identity.signOut>) {
    await this.staff.signOut(input.actor);
    return { done: true as const };
  }

  @Route(identity.me)
  async me(input: Input<typeof identity.me>) {
    const account = await this.citizens.byId(input.actor.id);
    if (!account) throw new Problem('UNAUTHENTICATED');
    return this.citizens.view(account);
  }

  @Route(identity.realName)
  realName(input: Input<typeof identity.realName>) {
    const { name, idNumber, password } = input.body;
    return this.signIn.realName(input.actor, name, idNumber, password);
  }

  @Route(identity.staff)
  staffSignIn(input: Input<typeof identity.staff>) {
    return this.staff.signIn(input.body.username, input.body.password, input.body.totp, input.body.newPassword);
  }

  @Route(identity.staffMe)
  async staffMe(input: Input<typeof identity.staffMe>) {
    const staff = await this.staff.byId(input.actor.id);
    if (!staff) throw new Problem('UNAUTHENTICATED');
    return staff;
  }
}
