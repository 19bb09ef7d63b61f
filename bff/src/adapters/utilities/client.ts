import { z } from 'zod';
import { DepartmentAnswer } from '../answer';
import { documentFields } from '../document-fields';
import { SignedGatewayClient } from '../gateway/client';
import { UtilitiesPort, UtilityAccount, UtilityTransfer, UtilityTransferDone } from './port';

const kind = z.enum(['water', 'electricity', 'gas', 'broadband', 'cable']);

const accounts = z.array(
  z.object({
    kind,
    provider: z.string().min(1),
    account: z.string().min(1),
    arrearsFen: z.number().int().nonnegative(),
  }),
);

const transferDone = z.object({
  kind,
  account: z.string().min(1),
  transferNumber: z.string().min(1),
  effectiveOn: z.iso.date(),
});

export class UtilitiesClient implements UtilitiesPort {
  constructor(private readonly gateway: SignedGatewayClient) {}

  accounts(question: { unitNumber: string; reference?: string }): Promise<DepartmentAnswer<UtilityAccount[]>> {
    const body = { unitNumber: question.unitNumber };
    return this.gateway.call({ path: '/accounts/query', body, reference: question.reference, data: accounts });
  }

  transfer(request: UtilityTransfer): Promise<DepartmentAnswer<UtilityTransferDone>> {
    const data = transferDone.refine((done) => done.kind === request.kind && done.account === request.account);
    const body = { ...request, newHolder: { ...request.newHolder, ...documentFields(request.newHolder.idNumber) } };
    return this.gateway.call({ path: '/accounts/transfer', body, reference: request.reference, data });
  }

  result(ticket: string, reference?: string): Promise<DepartmentAnswer<UtilityTransferDone>> {
    return this.gateway.call({ path: '/result', body: { ticket }, reference, data: transferDone });
  }
}
