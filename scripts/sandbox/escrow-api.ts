import type { EscrowDesk } from './escrow';
import { ApiError, type Call, type Routes, readJson } from './http';
import type { EscrowAccount } from './state';

/** What the buyer and the bank's clerk do, as JSON. */
export class EscrowApi {
  constructor(private readonly desk: EscrowDesk) {}

  mount(routes: Routes): void {
    routes.on('GET', '/sandbox/api/escrows', () => ({ json: { escrows: this.desk.list() } }));
    routes.on('POST', '/sandbox/api/escrows/:agreement/deposit', (call) => this.deposit(call));
    routes.on('POST', '/sandbox/api/escrows/:agreement/relock', (call) => {
      const account = this.account(call);
      this.desk.relock(account);
      return { json: account };
    });
  }

  private account(call: Call): EscrowAccount {
    const account = this.desk.find(call.params.agreement as string);
    if (!account) throw new ApiError(404, 'agreement-unknown');
    return account;
  }

  /** All that is missing, or so much. */
  private deposit(call: Call) {
    const account = this.account(call);
    const { fen } = readJson(call);
    if (account.closed) throw new ApiError(409, 'agreement-closed');
    if (fen !== undefined && !(Number.isSafeInteger(fen) && (fen as number) > 0))
      throw new ApiError(400, 'fen-missing');
    this.desk.deposit(account, fen as number | undefined);
    return { json: account };
  }
}
