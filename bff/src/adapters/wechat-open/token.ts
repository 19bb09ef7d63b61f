import { AdapterClock } from '../dependencies';

export interface FetchedToken {
  token: string;
  expiresInSeconds: number;
}

/** Keeps one access token (接口调用凭证) and fetches a new one once, however many ask at the same time. */
export class TokenCache {
  private current?: { token: string; until: number };
  private flight?: Promise<string>;

  constructor(
    private readonly clock: AdapterClock,
    private readonly fetchToken: () => Promise<FetchedToken>,
  ) {}

  async token(): Promise<string> {
    if (this.current && this.clock.now() < this.current.until) return this.current.token;
    this.flight ??= this.renew().finally(() => {
      this.flight = undefined;
    });
    return this.flight;
  }

  /** The platform refused this token; a newer one stays. */
  forget(token: string): void {
    if (this.current?.token === token) this.current = undefined;
  }

  private async renew(): Promise<string> {
    const { token, expiresInSeconds } = await this.fetchToken();
    // Renewed a little early: the old token stays good for 5 minutes on their side.
    const lifeMs = Math.max(expiresInSeconds - 300, expiresInSeconds / 2) * 1000;
    this.current = { token, until: this.clock.now() + lifeMs };
    return token;
  }
}
