import { AlipayRefusal } from './alipay-trade';
import { Peers, random } from './context';

/** Documents it can check, by the platform's words. */
const certificates: Record<string, RegExp> = {
  IDENTITY_CARD: /^\d{17}[\dX]$/,
  HOME_VISIT_PERMIT_HK_MC: /^[HM](\d{8}|\d{10})$/,
  HOME_VISIT_PERMIT_TAIWAN: /^\d{8}|\d{10}/,
  RESIDENCE_PERMIT_HK_MC: /^8[12]\d{15}[\dX]$/,
  RESIDENCE_PERMIT_TAIWAN: /^83\d{15}[\dX]$/,
  PERMANENT_RESIDENCE_FOREIGNER: /^([A-Z]{3}\d{12}|9\d{16}[\dX])$/,
};

/** Alipay's identity certification (支付宝身份认证). https://opendocs.alipay.com/open/02ahjx */
export class AlipayFaces {
  constructor(private readonly peers: Peers) {}

  run(method: string, content: Record<string, unknown>): Record<string, unknown> | undefined {
    if (method === 'alipay.user.certify.open.initialize') return this.initialize(content);
    if (method === 'alipay.user.certify.open.query') return this.query(content);
    return undefined;
  }

  /** Where the signed certify address leads to. */
  page(fields: Record<string, string>): string | undefined {
    try {
      const { certify_id: id } = JSON.parse(fields.biz_content ?? '') as { certify_id?: string };
      return id && this.peers.store.state.faces[id] ? `/sandbox/faces/${encodeURIComponent(id)}` : undefined;
    } catch {
      return undefined;
    }
  }

  private initialize(content: Record<string, unknown>): Record<string, unknown> {
    const person = (content.identity_param ?? {}) as Record<string, unknown>;
    const config = (content.merchant_config ?? {}) as { return_url?: string };
    const { cert_type: type = 'IDENTITY_CARD', cert_name: name, cert_no: idNumber } = person;
    const shape = certificates[String(type)];
    const { outer_order_no: reference } = content;
    const good = typeof name === 'string' && typeof idNumber === 'string' && typeof reference === 'string';
    if (!good || !name || !shape?.test(idNumber) || !reference || content.biz_code !== 'FACE') {
      throw new AlipayRefusal('40004', 'INVALID_PARAMETER', '参数有误');
    }
    const now = this.peers.clock.now();
    const id = `OC${random(16)}`;
    this.peers.store.state.faces[id] = {
      id,
      platform: 'alipay',
      name,
      idNumber,
      reference,
      returnUrl: /^(https?|alipays?):\/\//.test(config.return_url ?? '') ? config.return_url : undefined,
      state: 'pending',
      createdAt: now,
      expiresAt: now + 23 * 3_600_000,
    };
    this.peers.store.touch();
    return { certify_id: id };
  }

  private query(content: Record<string, unknown>): Record<string, unknown> {
    const face = this.peers.store.state.faces[String(content.certify_id)];
    if (face?.platform !== 'alipay') throw new AlipayRefusal('40004', 'CERTIFY_ID_NOT_EXIST', '认证单号不存在');
    if (face.state === 'passed') return { passed: 'T' };
    if (face.state === 'refused') return { passed: 'F', fail_reason: '人脸比对不通过' };
    return { passed: 'F' };
  }
}
