import { createDecipheriv } from 'node:crypto';
import { type DocumentKind, documentOf } from '@zhucheng/shared';
import { z } from 'zod';
import { AlipayGateway } from '../alipay/gateway';
import { FaceResult } from '../answer';
import { AdapterDependencies } from '../dependencies';
import { readJson } from '../read-json';
import { AlipayAnswer, AlipayOpenPort, AlipayRefusal } from './port';

export interface AlipayOpenConfig {
  appId: string;
  gatewayUrl: string;
  /** PEM. */
  privateKey: string;
  alipayPublicKey: string;
  /** Base64, 16 bytes: the application's content key (接口内容加密方式 AES). */
  aesKey: string;
  timeoutMs: number;
}

const REFUSALS: Record<string, AlipayRefusal> = {
  'isv.code-invalid': 'code-invalid',
  'isv.code-used': 'code-invalid',
  CERTIFY_ID_EXPIRED: 'face-expired',
  CERTIFY_ID_NOT_EXIST: 'face-expired',
  INVALID_PARAMETER: 'identity-invalid',
};

const phoneEnvelope = z.object({
  response: z.string().min(1),
  sign: z.string().min(1),
  sign_type: z.literal('RSA2').default('RSA2'),
  encrypt_type: z.literal('AES').default('AES'),
});

const phonePayload = z.object({ code: z.string(), mobile: z.string().optional() });

export class AlipayOpenClient implements AlipayOpenPort {
  private readonly gateway: AlipayGateway;

  constructor(
    private readonly config: AlipayOpenConfig,
    deps: AdapterDependencies,
  ) {
    this.gateway = new AlipayGateway(config, deps);
  }

  async exchangeCode(authCode: string): Promise<AlipayAnswer<{ openId: string }>> {
    const token = z.object({ open_id: z.string().min(1) });
    const parameters = { grant_type: 'authorization_code', code: authCode };
    const outcome = await this.gateway.call('alipay.system.oauth.token', parameters, token);
    if (outcome.kind === 'ok') return { status: 'accepted', data: { openId: outcome.data.open_id } };
    return refusal(outcome);
  }

  /** https://opendocs.alipay.com/common/02mse3 */
  decryptPhone(responseJson: string): ReturnType<AlipayOpenPort['decryptPhone']> {
    const envelope = phoneEnvelope.safeParse(parseJson(responseJson));
    if (!envelope.success) return { status: 'rejected', reason: 'malformed' };
    const { response, sign } = envelope.data;
    // What is signed is the ciphertext WITH its quotes; and before that is known to be good, nothing is decrypted.
    if (!this.gateway.verify(`"${response}"`, sign)) return { status: 'rejected', reason: 'bad-signature' };
    let plain: string;
    try {
      const key = Buffer.from(this.config.aesKey, 'base64');
      const decipher = createDecipheriv('aes-128-cbc', key, Buffer.alloc(16));
      plain = Buffer.concat([decipher.update(response, 'base64'), decipher.final()]).toString('utf8');
    } catch {
      return { status: 'rejected', reason: 'undecryptable' };
    }
    const payload = phonePayload.safeParse(parseJson(plain));
    if (!payload.success) return { status: 'rejected', reason: 'undecryptable' };
    if (payload.data.code !== '10000' || !payload.data.mobile) return { status: 'rejected', reason: 'refused' };
    return { status: 'accepted', data: { phone: payload.data.mobile } };
  }

  async startFace(start: {
    name: string;
    idNumber: string;
    reference: string;
    returnUrl?: string;
  }): Promise<AlipayAnswer<{ certifyId: string; url: string }>> {
    const bizContent = {
      outer_order_no: start.reference,
      biz_code: 'FACE',
      identity_param: {
        identity_type: 'CERT_INFO',
        ...certificate(start.idNumber),
        cert_name: start.name,
      },
      merchant_config: { return_url: start.returnUrl ?? '' },
    };
    const begun = z.object({ certify_id: z.string().min(1) });
    const outcome = await this.gateway.call('alipay.user.certify.open.initialize', { bizContent }, begun);
    if (outcome.kind !== 'ok') return refusal(outcome);
    const certifyId = outcome.data.certify_id;
    const url = this.gateway.page('alipay.user.certify.open.certify', { bizContent: { certify_id: certifyId } });
    return { status: 'accepted', data: { certifyId, url } };
  }

  async faceResult(certifyId: string): Promise<FaceResult> {
    const queried = z.object({ passed: z.enum(['T', 'F']), fail_reason: z.string().optional() });
    const bizContent = { certify_id: certifyId };
    const outcome = await this.gateway.call('alipay.user.certify.open.query', { bizContent }, queried);
    if (outcome.kind === 'unknown') return { state: 'unknown', code: outcome.cause };
    if (outcome.kind === 'refused') {
      const expired = REFUSALS[outcome.subCode] === 'face-expired';
      return { state: expired ? 'refused' : 'unknown', code: outcome.subCode };
    }
    if (outcome.data.passed === 'T') return { state: 'passed' };
    return outcome.data.fail_reason ? { state: 'refused', code: 'failed' } : { state: 'pending' };
  }
}

/** The platform's words for the documents that it can check where the contract includes them. */
function certificate(idNumber: string): { cert_type: string; cert_no: string } {
  const { kind, number } = documentOf(idNumber);
  const taiwan = number.startsWith('83');
  const types: Partial<Record<DocumentKind, string>> = {
    'hk-macau-permit': 'HOME_VISIT_PERMIT_HK_MC',
    'taiwan-permit': 'HOME_VISIT_PERMIT_TAIWAN',
    'residence-permit': taiwan ? 'RESIDENCE_PERMIT_TAIWAN' : 'RESIDENCE_PERMIT_HK_MC',
    'foreign-resident': 'PERMANENT_RESIDENCE_FOREIGNER',
  };
  return { cert_type: types[kind] ?? 'IDENTITY_CARD', cert_no: number };
}

function refusal(
  outcome: { kind: 'refused'; code: string; subCode: string } | { kind: 'unknown'; cause: string },
): { status: 'rejected'; reason: AlipayRefusal; platformCode: string } | { status: 'unknown'; cause: string } {
  if (outcome.kind === 'unknown') return { status: 'unknown', cause: outcome.cause };
  const platformCode = outcome.subCode || outcome.code;
  return { status: 'rejected', reason: REFUSALS[platformCode] ?? 'other', platformCode };
}

function parseJson(text: string): unknown {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}
