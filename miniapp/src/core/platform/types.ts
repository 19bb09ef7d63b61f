import type { PaymentMethod, PaymentStarted } from '@zhucheng/shared';

/** What each host gives so that the server can find out who the person is. */
export type LoginProof = { channel: 'wechat'; code: string } | { channel: 'alipay'; authCode: string };

export interface LoginPlatform {
  /** The wallet's own sign-in, or nothing where there is none and phone + SMS is used. */
  channel: 'wechat' | 'alipay' | null;
  prove(): Promise<LoginProof>;
}

/** What the server prepared for one face verification. */
export interface FaceTicket {
  wechat?: { verifyId: string };
  alipay?: { certifyId: string; url: string };
}

/** `done` only says that the person went through; whether the face matched is asked from the server. */
export type FaceOutcome = 'done' | 'cancelled' | 'on-phone';

export interface FacePlatform {
  /** The wallet that checks the face here; a browser sends the person to a phone. */
  channel: 'wechat' | 'alipay' | null;
  verify(ticket: FaceTicket): Promise<FaceOutcome>;
}

/** `sent` only says that the wallet finished; the server decides whether it is paid. */
export type PayOutcome = 'sent' | 'cancelled' | 'show-qr';

export interface PayPlatform {
  /** What can be chosen here, the host's own wallet first. */
  methods: readonly PaymentMethod[];
  pay(started: PaymentStarted): Promise<PayOutcome>;
}

/** A phone number the wallet vouches for; the server opens it. */
export type PhoneProof = { channel: 'wechat'; code: string } | { channel: 'alipay'; response: string };

/** Shape of the tap event of a button with an `openType`. */
export interface PhoneEvent {
  detail?: { code?: string; errMsg?: string };
}

export interface PhonePlatform {
  /** The `openType` (and Alipay `scope`) for the button, or nothing where the wallet has none. */
  button: { openType: 'getPhoneNumber' | 'getAuthorize'; scope?: 'phoneNumber' } | null;
  read(event: PhoneEvent): Promise<PhoneProof | null>;
}

export type UploadSource = 'camera' | 'album' | 'chat';

/** Something the person chose; `path` is where the host keeps it, a browser has the file itself. */
export interface Chosen {
  name: string;
  /** Bytes; 0 where the host does not say. */
  size: number;
  path: string;
  file?: File;
}

export interface Uploading {
  url: string;
  header: Record<string, string>;
  /** 0–100. */
  progress(percent: number): void;
}

export interface UploadPlatform {
  sources: readonly UploadSource[];
  /** Empty when the person changed their mind. */
  choose(source: UploadSource, count: number): Promise<Chosen[]>;
  /** Sends one file; the answer as it came, whatever its status. Throws what the host throws when there is none. */
  send(chosen: Chosen, uploading: Uploading): Promise<{ status: number; data: unknown }>;
}
