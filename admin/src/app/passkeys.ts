import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import type { PasskeyAnswer } from '@zhucheng/shared';
import { ApiError } from './api';

export { browserSupportsWebAuthn as passkeysWork } from '@simplewebauthn/browser';

/** The person closed the device's question, or the device has no passkey of this site. */
const given = (error: unknown): never => {
  if (error instanceof ApiError) throw error;
  const known = error instanceof Error && error.name === 'InvalidStateError';
  throw new ApiError(
    'PASSKEY_REFUSED',
    known
      ? '这台设备已经登记过您的通行密钥，不用再登记。'
      : '没有完成验证：可能取消了，或这台设备上没有本站的通行密钥。请再试一次，或换一种方式登录。',
  );
};

/** Asks the device for a new passkey. Error: ApiError with a sentence. */
export const makePasskey = (options: unknown): Promise<PasskeyAnswer> =>
  startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }).catch(
    given,
  ) as unknown as Promise<PasskeyAnswer>;

/** Asks the device to answer with one of its passkeys. Error: ApiError with a sentence. */
export const answerWithPasskey = (options: unknown): Promise<PasskeyAnswer> =>
  startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON }).catch(
    given,
  ) as unknown as Promise<PasskeyAnswer>;
