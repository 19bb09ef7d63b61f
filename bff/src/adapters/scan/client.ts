import { z } from 'zod';
import { DepartmentAnswer } from '../answer';
import { SignedGatewayClient } from '../gateway/client';
import { ScanPort, ScanVerdict } from './port';

const verdict: z.ZodType<ScanVerdict> = z.object({
  verdict: z.enum(['clean', 'infected']),
  name: z.string().max(200).optional(),
});

export class ScanClient implements ScanPort {
  constructor(private readonly gateway: SignedGatewayClient) {}

  scan({ reference, content }: { reference: string; content: Buffer }): Promise<DepartmentAnswer<ScanVerdict>> {
    return this.gateway.call({ path: '/scan', body: content, reference, data: verdict });
  }
}
