import { DepartmentAnswer } from '../answer';

export interface SmsMessage {
  /** Mainland mobile number, 11 digits. */
  phone: string;
  /** Template id agreed with the operator; its text lives at the operator. */
  template: string;
  params: Record<string, string>;
  /** Idempotency reference: one message per reference and phone. */
  reference: string;
}

/** Refusals: `phone-invalid`, `template-unknown`, `too-often`. */
export interface SmsPort {
  send(message: SmsMessage): Promise<DepartmentAnswer<{ messageId: string }>>;
}
