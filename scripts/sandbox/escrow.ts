import { Peers, random } from './context';
import { Courier } from './courier';
import type { EscrowAccount } from './state';
import type { Verdict } from './verdict';

type Body = Record<string, unknown>;

const refuse = (reason: string): Verdict => ({ outcome: 'rejected', reason });

/** The supervising bank (监管银行): keeps money for agreements, moves it when told, and says how they stand. */
export class EscrowDesk {
  constructor(
    private readonly peers: Peers,
    private readonly courier: Courier,
  ) {}

  decide(operation: string, body: Body): Verdict {
    if (operation === '/agreements/open') return this.open(body);
    const account = this.peers.store.state.escrows[String(body.agreement)];
    if (!account) return refuse('agreement-unknown');
    const instruction = String(body.instruction ?? '');
    switch (operation) {
      case '/agreements/query':
        return this.standing(account);
      case '/agreements/lock':
        return this.lock(account, Number(body.amountFen));
      case '/agreements/release':
        return this.release(account, instruction, body.parts as { to: string; fen: number }[]);
      case '/agreements/return':
        return this.giveBack(account, instruction);
      case '/agreements/payee':
        return this.payee(account, body.payee as EscrowAccount['payee']);
      default:
        return refuse('refused');
    }
  }

  list(): EscrowAccount[] {
    return Object.values(this.peers.store.state.escrows).reverse();
  }

  find(agreement: string): EscrowAccount | undefined {
    return this.peers.store.state.escrows[agreement];
  }

  /** Somebody pays in; all that is missing unless told otherwise. */
  deposit(account: EscrowAccount, fen = account.amountFen - account.depositedFen): void {
    account.depositedFen += fen;
    this.changed(account, 'deposited');
  }

  /** The bank has put its lock right. */
  relock(account: EscrowAccount): void {
    account.lockedFen = Math.min(account.depositedFen, account.amountFen);
    this.changed(account, 'locked');
  }

  private open(body: Body): Verdict {
    const { store, publicUrl } = this.peers;
    const agreement = String(body.agreement);
    const known = store.state.escrows[agreement];
    if (known) return this.standing(known);
    const payee = body.payee as EscrowAccount['payee'];
    if (badAccount(payee.account)) return refuse('payee-invalid');
    const payOff = body.payOff as { name: string; fen: number } | null;
    store.state.escrows[agreement] = {
      agreement,
      version: 1,
      amountFen: Number(body.amountFen),
      payOff: payOff && { name: payOff.name, fen: payOff.fen },
      payee,
      depositors: (body.depositors as { name: string }[]).map(({ name }) => name),
      account: `8045${String(store.next()).padStart(14, '0')}`,
      url: `${publicUrl()}/sandbox/escrow/${agreement}`,
      depositedFen: 0,
      lockedFen: 0,
      closed: false,
      movements: [],
    };
    store.touch();
    return this.standing(store.state.escrows[agreement]);
  }

  private lock(account: EscrowAccount, amountFen: number): Verdict {
    if (account.closed || account.depositedFen < amountFen) return refuse('not-deposited');
    const lessFen = this.peers.store.state.faults.escrowLocksLessFen;
    account.lockedFen = Math.max(0, amountFen - lessFen);
    this.touch(account);
    return this.standing(account);
  }

  private release(account: EscrowAccount, instruction: string, parts: { to: string; fen: number }[]): Verdict {
    if (account.movements.some((movement) => movement.instruction === instruction)) return this.standing(account);
    const sum = parts.reduce((total, { fen }) => total + fen, 0);
    if (account.closed || account.lockedFen < sum) return refuse('not-locked');
    const twice = this.peers.store.state.faults.escrowReleasesTwice;
    for (const { to, fen } of twice ? [...parts, ...parts] : parts)
      account.movements.push({ instruction, kind: 'release', to, fen, at: this.peers.clock.now() });
    Object.assign(account, { lockedFen: 0, closed: true });
    this.touch(account);
    return this.standing(account);
  }

  private giveBack(account: EscrowAccount, instruction: string): Verdict {
    if (account.closed) return this.standing(account);
    if (account.depositedFen > 0)
      account.movements.push({
        instruction,
        kind: 'return',
        to: 'depositor',
        fen: account.depositedFen,
        at: this.peers.clock.now(),
      });
    Object.assign(account, { lockedFen: 0, closed: true });
    this.touch(account);
    return this.standing(account);
  }

  private payee(account: EscrowAccount, payee: EscrowAccount['payee']): Verdict {
    if (badAccount(payee.account)) return refuse('payee-invalid');
    account.payee = payee;
    this.touch(account);
    return this.standing(account);
  }

  private touch(account: EscrowAccount): void {
    account.version += 1;
    this.peers.store.touch();
  }

  /** Tells the platform that there is news. */
  private changed(account: EscrowAccount, event: string): void {
    this.touch(account);
    this.courier.send({
      id: random(12),
      channel: 'escrow',
      url: this.peers.escrowNotifyUrl(),
      event,
      content: { agreement: account.agreement, event },
    });
  }

  private standing(account: EscrowAccount): Verdict {
    const { agreement, version, depositedFen, lockedFen, closed, movements, account: number, url } = account;
    return {
      outcome: 'accepted',
      data: {
        agreement,
        version,
        deposit: { name: '北海市存量房交易资金监管专户', bank: '北部湾珠城银行北海分行', account: number, url },
        depositedFen,
        lockedFen,
        closed,
        movements,
      },
    };
  }
}

/** The bank knows no such account. */
const badAccount = (account: string): boolean => /^0+$/.test(account);
