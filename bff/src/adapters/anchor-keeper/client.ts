import { z } from 'zod';
import { SignedGatewayClient } from '../gateway/client';
import { AnchorKeeperPort } from './port';

const receipt = z.object({ number: z.number().int() });
const page = z.object({ lines: z.array(z.string().max(1_000)).max(500) });

export class AnchorKeeperClient implements AnchorKeeperPort {
  constructor(private readonly gateway: SignedGatewayClient) {}

  keep({ number, line }: { number: number; line: string }) {
    return this.gateway.call({
      path: '/anchors/keep',
      body: { number, line },
      reference: `anchor:${number}`,
      data: receipt,
    });
  }

  kept(after: number) {
    return this.gateway.call({ path: '/anchors/list', body: { after }, data: page });
  }
}
