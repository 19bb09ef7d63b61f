import { z } from 'zod';
import { DepartmentAnswer } from '../answer';
import { SignedGatewayClient } from '../gateway/client';
import { SmsMessage, SmsPort } from './port';

const sent = z.object({ messageId: z.string().min(1) });

export class SmsClient implements SmsPort {
  constructor(private readonly gateway: SignedGatewayClient) {}

  send(message: SmsMessage): Promise<DepartmentAnswer<{ messageId: string }>> {
    const body = { ...message };
    return this.gateway.call({ path: '/messages/send', body, reference: message.reference, data: sent });
  }
}
