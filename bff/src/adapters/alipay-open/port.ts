import { FaceResult } from '../answer';

export type AlipayRefusal = 'code-invalid' | 'face-expired' | 'identity-invalid' | 'other';

export type AlipayAnswer<T> =
  | { status: 'accepted'; data: T }
  | { status: 'rejected'; reason: AlipayRefusal; platformCode: string }
  | { status: 'unknown'; cause: string };

/** Server side of the Alipay open platform (支付宝开放平台). */
export interface AlipayOpenPort {
  /** alipay.system.oauth.token: one-shot code of my.getAuthCode → open_id. */
  exchangeCode(authCode: string): Promise<AlipayAnswer<{ openId: string }>>;
  /**
   * The `response` string of my.getPhoneNumber ({response, sign, …} as JSON): signature over the quoted ciphertext
   * first, then AES-128-CBC. Local, no network. Refusals: `bad-signature`, `undecryptable`, `malformed`, `refused`.
   */
  decryptPhone(
    responseJson: string,
  ):
    | { status: 'accepted'; data: { phone: string } }
    | { status: 'rejected'; reason: 'malformed' | 'bad-signature' | 'undecryptable' | 'refused' };
  /** alipay.user.certify.open.initialize, then the page of alipay.user.certify.open.certify. */
  startFace(start: {
    name: string;
    idNumber: string;
    /** outer_order_no; unique per attempt. */
    reference: string;
    returnUrl?: string;
  }): Promise<AlipayAnswer<{ certifyId: string; url: string }>>;
  /** alipay.user.certify.open.query. `F` also stands for "not done yet", so it is `pending`, not `refused`. */
  faceResult(certifyId: string): Promise<FaceResult>;
}
