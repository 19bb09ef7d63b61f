import { FaceResult } from '../answer';

/** Why WeChat refused: each maps from one documented errcode. */
export type WechatRefusal =
  | 'code-invalid' // 40029, 40163
  | 'user-blocked' // 40226
  | 'too-often' // 45011, 45009
  | 'not-subscribed' // 43101
  | 'template-invalid' // 40037
  | 'data-invalid' // 47003, 40097
  | 'openid-invalid' // 40003
  | 'other';

export type WechatAnswer<T> =
  | { status: 'accepted'; data: T }
  | { status: 'rejected'; reason: WechatRefusal; platformCode: number }
  | { status: 'unknown'; cause: string };

export interface WechatFaceStart {
  name: string;
  idNumber: string;
  openid: string;
  /** Our serial number (out_seq_no); unique per attempt and needed again for the result. */
  reference: string;
}

export interface WechatSubscribeMessage {
  openid: string;
  templateId: string;
  /** Mini-program page opened by a tap. */
  page?: string;
  data: Record<string, string>;
}

/** Server side of the WeChat mini-program platform (微信小程序服务端 API). */
export interface WechatOpenPort {
  /** One-shot login code → openid. https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html */
  codeToSession(code: string): Promise<WechatAnswer<{ openid: string; unionid?: string }>>;
  /** One-shot code of the phone button (5 min) → phone number without country code. */
  phoneNumber(code: string): Promise<WechatAnswer<{ phone: string; countryCode: string }>>;
  /** getVerifyId; the mini-program then calls wx.requestFacialVerify. `expiresAt` in UTC ms. */
  startFace(start: WechatFaceStart): Promise<WechatAnswer<{ verifyId: string; expiresAt: number }>>;
  /** queryVerifyInfo, with the very data of {@link startFace}; the client's own claim proves nothing. */
  faceResult(session: WechatFaceStart & { verifyId: string }): Promise<FaceResult>;
  sendSubscribe(message: WechatSubscribeMessage): Promise<WechatAnswer<Record<string, never>>>;
}
