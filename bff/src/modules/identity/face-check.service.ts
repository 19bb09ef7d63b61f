import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  documentOf,
  faceWalletNames,
  identityDocuments,
  identityNumber,
  walletsForNumber,
  windowSentence,
} from '@zhucheng/shared';
import type { Adapters, FaceResult } from '../../adapters';
import type { Environment } from '../../config/environment';
import { Clock } from '../../platform/clock';
import { Problem } from '../../platform/errors/problem';
import { CitizenService } from './citizen.service';

export type FaceChannel = 'wechat' | 'alipay';
/** What the platform needs to be asked for the result. */
export type FaceSession = { verifyId?: string; certifyId?: string; openid?: string };

/** Who has to show a face: the account whose wallet is used, and the identity it must match. */
export interface FacePerson {
  citizenId: string;
  name: string;
  idNumber: string;
}

export interface StartedFace {
  channel: FaceChannel;
  session: FaceSession;
  /** UTC ms. */
  expiresAt: number;
  wechat?: { verifyId: string };
  alipay?: { certifyId: string; url: string };
}

const faceLifeMs = 15 * 60_000;

/**
 * Face checks (人脸核验) with the platforms. What the client says about one proves nothing; only the platform's answer to our
 * own query does. No image passes through here.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FaceChecks {
  @Inject() clock!: Clock;
  @Inject() citizens!: CitizenService;
  @Inject('adapters') adapters!: Adapters;
  @Inject('environment') environment!: Environment;

  /** Whether the wallet checks faces for this kind of document. */
  canAsk(channel: FaceChannel, idNumber: string): boolean {
    return walletsForNumber(this.environment.FACE_DOCUMENTS, idNumber).includes(channel);
  }

  /**
   * `reference` is the attempt's id. Errors: ACTION_NOT_ALLOWED without the wallet's login, or for a document that the wallet
   * does not check; DEPARTMENT_UNAVAILABLE.
   */
  async start(
    { citizenId, name, idNumber: kept }: FacePerson,
    channel: FaceChannel,
    reference: string,
  ): Promise<StartedFace> {
    if (!this.canAsk(channel, kept)) throw this.notBy(channel, kept);
    const idNumber = identityNumber.key(kept);
    if (channel === 'wechat') {
      const openid = (await this.citizens.byId(citizenId))?.openids.wechat;
      if (!openid)
        throw new Problem('ACTION_NOT_ALLOWED', { message: '请在微信小程序里打开本页，再使用微信人脸核验。' });
      const answer = await this.adapters.wechatOpen.startFace({ name, idNumber, openid, reference });
      if (answer.status !== 'accepted') throw new Problem('DEPARTMENT_UNAVAILABLE');
      const { verifyId, expiresAt } = answer.data;
      return { channel, session: { verifyId, openid }, expiresAt, wechat: { verifyId } };
    }
    const answer = await this.adapters.alipayOpen.startFace({ name, idNumber, reference });
    if (answer.status !== 'accepted') throw new Problem('DEPARTMENT_UNAVAILABLE');
    const session = { certifyId: answer.data.certifyId };
    return { channel, session, expiresAt: this.clock.now() + faceLifeMs, alipay: answer.data };
  }

  private notBy(channel: FaceChannel, idNumber: string): Problem {
    const other = walletsForNumber(this.environment.FACE_DOCUMENTS, idNumber)[0];
    const { kind } = documentOf(idNumber);
    const name = identityDocuments[kind].name;
    const message = other
      ? `${faceWalletNames[channel]}不能核验${name}，请改用${faceWalletNames[other]}刷脸，或到登记窗口办理。`
      : windowSentence(kind);
    return new Problem('ACTION_NOT_ALLOWED', { message });
  }

  /** `person` as at the start. */
  ask(
    channel: FaceChannel,
    session: FaceSession,
    { name, idNumber }: Pick<FacePerson, 'name' | 'idNumber'>,
    reference: string,
  ): Promise<FaceResult> {
    if (channel === 'alipay') return this.askAlipay(session);
    const { openid, verifyId } = session;
    const document = { name, idNumber: identityNumber.key(idNumber) };
    return this.adapters.wechatOpen.faceResult({ ...document, openid: openid!, reference, verifyId: verifyId! });
  }

  /** Alipay finds the check by its number alone, so nobody's identity has to be read for it. */
  askAlipay({ certifyId }: FaceSession): Promise<FaceResult> {
    return this.adapters.alipayOpen.faceResult(certifyId!);
  }

  /** Errors: FACE_NOT_PASSED, DEPARTMENT_UNAVAILABLE. */
  requirePassed({ state }: FaceResult): void {
    if (state === 'unknown') throw new Problem('DEPARTMENT_UNAVAILABLE');
    if (state !== 'passed') throw new Problem('FACE_NOT_PASSED', { detail: { state } });
  }
}
