import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { isConfirmed, routes } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import { type Input, Route } from '../../platform/http/route';
import { CitizenService } from './citizen.service';
import { Proofs } from './proof.service';
import { SignIn } from './sign-in.service';
import { SmsCodes } from './sms-code.service';
import { StaffService } from './staff.service';
import { WindowProof } from './window-proof.service';

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
  @Inject() proofs!: Proofs;
  @Inject() window!: WindowProof;

  @Route(identity.wechat)
  wechat(input: Input<typeof identity.wechat>) {
    return this.signIn.byWechat(input.body.code, input.origin);
  }

  @Route(identity.wechatPhone)
  wechatPhone(input: Input<typeof identity.wechatPhone>) {
    return this.signIn.bindWechatPhone(input.actor, input.body.code, input.origin);
  }

  @Route(identity.alipay)
  alipay(input: Input<typeof identity.alipay>) {
    return this.signIn.byAlipay(input.body.authCode, input.origin);
  }

  @Route(identity.alipayPhone)
  alipayPhone(input: Input<typeof identity.alipayPhone>) {
    return this.signIn.bindAlipayPhone(input.actor, input.body.response, input.origin);
  }

  @Route(identity.sendSms)
  sendSms(input: Input<typeof identity.sendSms>) {
    return this.database.unitOfWork((tx) => this.codes.send(tx, input.body.phone, input.origin));
  }

  @Route(identity.sms)
  sms(input: Input<typeof identity.sms>) {
    return this.signIn.bySms(input.body.phone, input.body.code, input.origin);
  }

  @Route(identity.password)
  password(input: Input<typeof identity.password>) {
    return this.signIn.byPassword(input.body.account, input.body.password, input.origin);
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
    return this.citizens.view(account, isConfirmed(input.actor.assurance));
  }

  @Route(identity.realName)
  realName(input: Input<typeof identity.realName>) {
    return this.signIn.realName(input.actor, input.body, input.origin);
  }

  @Route(identity.face)
  async face(input: Input<typeof identity.face>) {
    const started = await this.proofs.startFace(input.actor, input.body.channel);
    return input.unitOfWork(async (tx) => {
      await this.proofs.saveFace(tx, input.actor, started);
      const { session: _, ...reply } = started;
      return reply;
    });
  }

  @Route(identity.faceConfirm)
  async faceConfirm(input: Input<typeof identity.faceConfirm>) {
    const attempt = await this.proofs.faceResult(input.actor, input.body.attemptId);
    return input.unitOfWork(async (tx) => {
      const id = await this.proofs.recordFace(tx, input.actor, attempt);
      return this.citizens.view(await this.proofs.goesOn(tx, id, input.actor.sessionId), true);
    });
  }

  @Route(identity.deviceCode)
  deviceCode(input: Input<typeof identity.deviceCode>) {
    return this.signIn.sendDeviceCode(input.actor, input.origin);
  }

  @Route(identity.device)
  device(input: Input<typeof identity.device>) {
    return this.signIn.confirmDevice(input.actor, input.body.code, input.origin);
  }

  @Route(identity.windowCode)
  windowCode(input: Input<typeof identity.windowCode>) {
    return this.window.code(input.actor);
  }

  @Route(identity.proveAtWindow)
  async proveAtWindow(input: Input<typeof identity.proveAtWindow>) {
    const { code, name, idNumber } = input.body;
    await this.window.requireMatch(input.actor, code, name, idNumber);
    return input.unitOfWork((tx) => this.window.prove(tx, input.actor, code, name, idNumber));
  }

  @Route(identity.staff)
  staffSignIn(input: Input<typeof identity.staff>) {
    const { username, password, totp, recoveryCode } = input.body;
    const proof = recoveryCode ? { recoveryCode } : { totp: totp ?? '' };
    return this.staff.signIn(username, password, proof, input.origin);
  }

  @Route(identity.staffMe)
  async staffMe(input: Input<typeof identity.staffMe>) {
    const staff = await this.staff.byId(input.actor.id);
    if (!staff) throw new Problem('UNAUTHENTICATED');
    return staff;
  }
}
