import { z } from 'zod';
import { DepartmentAnswer } from '../answer';
import { SignedGatewayClient } from '../gateway/client';
import { IdentityCheckPort } from './port';

const match = z.object({ match: z.literal(true) });

export class IdentityCheckClient implements IdentityCheckPort {
  constructor(private readonly gateway: SignedGatewayClient) {}

  check(person: { name: string; idNumber: string; reference?: string }): Promise<DepartmentAnswer<{ match: true }>> {
    const body = { name: person.name, idNumber: person.idNumber };
    return this.gateway.call({ path: '/people/check', body, reference: person.reference, data: match });
  }
}
