import { z } from 'zod';
import { DepartmentAnswer } from '../answer';
import { documentFields } from '../document-fields';
import { SignedGatewayClient } from '../gateway/client';
import { IdentityCheckPort } from './port';

const match = z.object({ match: z.literal(true) });

export class IdentityCheckClient implements IdentityCheckPort {
  constructor(private readonly gateway: SignedGatewayClient) {}

  check({
    name,
    idNumber,
    phone,
    reference,
  }: Parameters<IdentityCheckPort['check']>[0]): Promise<DepartmentAnswer<{ match: true }>> {
    const body = { name, ...documentFields(idNumber), ...(phone && { phone }) };
    return this.gateway.call({ path: '/people/check', body, reference, data: match });
  }
}
