import { createPublicKey, KeyObject } from 'node:crypto';
import { z } from 'zod';
import { DepartmentAnswer } from '../answer';
import { AdapterDependencies } from '../dependencies';
import { documentFields } from '../document-fields';
import { GatewayConfig, SignedGatewayClient } from '../gateway/client';
import { SIGNATURE_WINDOW_MS, verifyParts } from '../gateway/signature';
import { readJson } from '../read-json';
import { EscrowAgreement, EscrowCallback, EscrowInstruction, EscrowPort, EscrowStanding } from './port';

const fen = z.number().int().nonnegative();

const standing = z.object({
  agreement: z.string().min(1).max(64),
  version: z.number().int().nonnegative(),
  deposit: z.object({
    name: z.string().min(1).max(100),
    bank: z.string().min(1).max(100),
    account: z.string().min(1).max(40),
    url: z.url({ protocol: /^https?$/ }).nullable(),
  }),
  depositedFen: fen,
  lockedFen: fen,
  closed: z.boolean(),
  movements: z
    .array(
      z.object({
        instruction: z.string().min(1).max(64),
        kind: z.enum(['release', 'return']),
        to: z.enum(['mortgagee', 'payee', 'depositor']),
        fen,
        at: z.number().int(),
      }),
    )
    .max(100),
});

const callback = z.object({ agreement: z.string().min(1).max(64) });

const header = (headers: Record<string, string | string[] | undefined>, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

export class EscrowClient implements EscrowPort {
  private readonly peerPublicKey: KeyObject;

  constructor(
    private readonly gateway: SignedGatewayClient,
    { peerPublicKey }: Pick<GatewayConfig, 'peerPublicKey'>,
    private readonly deps: AdapterDependencies,
  ) {
    this.peerPublicKey = createPublicKey(peerPublicKey);
  }

  open({ depositors, ...agreement }: EscrowAgreement): Promise<DepartmentAnswer<EscrowStanding>> {
    const people = depositors.map(({ name, idNumber }) => ({ name, ...documentFields(idNumber) }));
    return this.ask('/agreements/open', { ...agreement, depositors: people }, agreement.agreement);
  }

  instruct({ kind, number, ...rest }: EscrowInstruction): Promise<DepartmentAnswer<EscrowStanding>> {
    return this.ask(`/agreements/${kind}`, { instruction: number, ...rest }, rest.agreement);
  }

  query(agreement: string): Promise<DepartmentAnswer<EscrowStanding>> {
    return this.ask('/agreements/query', { agreement }, agreement);
  }

  result(ticket: string, agreement: string): Promise<DepartmentAnswer<EscrowStanding>> {
    return this.ask('/result', { ticket }, agreement);
  }

  /** An answer about another agreement is no answer to this question. */
  private ask(path: string, body: Record<string, unknown>, agreement: string) {
    const data = standing.refine((said) => said.agreement === agreement);
    return this.gateway.call({ path, body, reference: agreement, data });
  }

  readCallback({
    path,
    headers,
    rawBody,
  }: {
    path: string;
    headers: Record<string, string | string[] | undefined>;
    rawBody: Buffer;
  }): EscrowCallback {
    const [timestamp, nonce, signature] = ['x-timestamp', 'x-nonce', 'x-signature'].map((name) =>
      header(headers, name),
    ) as [string, string, string];
    if (!(Math.abs(this.deps.clock.now() - Number(timestamp)) <= SIGNATURE_WINDOW_MS))
      return { ok: false, code: 'timestamp-stale' };
    const parts = { method: 'POST', path, timestamp, nonce, body: rawBody.toString('utf8') };
    if (!signature || !verifyParts(parts, signature, this.peerPublicKey)) return { ok: false, code: 'signature-bad' };
    try {
      const said = callback.safeParse(readJson(parts.body));
      return said.success ? { ok: true, agreement: said.data.agreement } : { ok: false, code: 'malformed' };
    } catch {
      return { ok: false, code: 'malformed' };
    }
  }
}
