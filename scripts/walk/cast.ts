import { type CaseView, routes } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import { buildCity, DEMO_PASSWORD, demoStaff } from '../city';
import { Client, type Playground, Refused } from './client';
import { Stock } from './stock';

export interface Actor {
  name: string;
  idNumber: string;
  phone: string;
  client: Client;
}

/** Two couples who sell to each other: whatever one path transfers, a later one can use. */
const couples = [
  ['chen-haibo', 'lin-xiaozhen'],
  ['huang-zhiqiang', 'su-yutong'],
];

/** Signs the demonstration's people in, each once and with her face, and keeps their sessions. */
export class Cast {
  /** What earlier walks have left for later ones. */
  readonly stock = new Stock();
  private readonly people = new Map<string, Promise<Actor>>();
  private readonly staff = new Map<string, Promise<Client>>();
  private readonly city = buildCity();

  constructor(
    private readonly base: string,
    private readonly playground: Playground,
    private readonly now: () => number = Date.now,
  ) {}

  /** Everybody signs in again, with the next thing they do: sessions end when the platform's clock jumps. */
  async renew(): Promise<void> {
    for (const actor of this.people.values()) {
      const { client, idNumber } = await actor;
      client.renewWith(() => this.token(idNumber));
    }
    for (const [username, client] of this.staff) (await client).renewWith(() => this.staffToken(username));
  }

  couples(): Promise<Actor[][]> {
    return Promise.all(couples.map((keys) => Promise.all(keys.map((key) => this.person(key)))));
  }

  /** Two thirds and one third of a home are theirs. */
  sharers(): Promise<Actor[]> {
    return Promise.all(['liang-siqi', 'liao-wenbo'].map((key) => this.person(key)));
  }

  /** People of the older generation who own homes of their own. */
  elders(): Promise<Actor[]> {
    return Promise.all(['wu-xiulan', 'wei-jianguo'].map((key) => this.person(key)));
  }

  person(key: string): Promise<Actor> {
    let actor = this.people.get(key);
    if (!actor) {
      actor = this.signIn(key);
      this.people.set(key, actor);
    }
    return actor;
  }

  private async signIn(key: string): Promise<Actor> {
    const { name, idNumber, phone } = this.city.people.find((person) => person.key === key)!;
    return { name, idNumber, phone, client: new Client(this.base, await this.token(idNumber)) };
  }

  private async token(idNumber: string): Promise<string> {
    const body = { account: idNumber, password: DEMO_PASSWORD };
    const { token } = await new Client(this.base).call(routes.identity.password, { body });
    await this.prove(token);
    return token;
  }

  /** Shows the face of the session's citizen to Alipay: proves the person, and confirms the device. */
  async prove(token: string): Promise<void> {
    const client = new Client(this.base, token);
    const face = { channel: 'alipay', faceConsent: true } as const;
    const { attemptId, alipay } = await client.call(routes.identity.face, { body: face });
    await this.playground.send('POST', `/faces/${encodeURIComponent(alipay!.certifyId)}/pass`);
    await client.call(routes.identity.faceConfirm, { body: { attemptId } });
  }

  officer(username: string): Promise<Client> {
    let client = this.staff.get(username);
    if (!client) {
      client = this.staffToken(username).then((token) => new Client(this.base, token));
      this.staff.set(username, client);
    }
    return client;
  }

  /** A one-time code is good once, so a second run within its 30 s waits for the next one. Five wrong tries would lock. */
  private async staffToken(username: string): Promise<string> {
    const account = demoStaff.find((candidate) => candidate.username === username)!;
    const totp = new TOTP({ secret: account.totpSecret });
    const client = new Client(this.base);
    for (let attempt = 0; ; attempt++) {
      try {
        const timestamp = this.now();
        const { token } = await client.call(routes.identity.staff, {
          body: { username, password: DEMO_PASSWORD, totp: totp.generate({ timestamp }) },
        });
        return token;
      } catch (error) {
        if (!(error instanceof Refused && error.code === 'LOGIN_FAILED') || attempt >= 4) throw error;
        await new Promise((resolve) => setTimeout(resolve, 10_000));
      }
    }
  }

  /** The clerk of the institution that a party is. */
  async clerkOf(party: Pick<CaseView['parties'][number], 'name'>): Promise<Client> {
    const username = this.clerkNameOf(party);
    if (!username) throw new Error(`no clerk is known for ${party.name}`);
    return this.officer(username);
  }

  /** User name of that clerk; undefined for a person. */
  clerkNameOf(party: Pick<CaseView['parties'][number], 'name'>): string | undefined {
    const organisation = this.city.organisations.find((candidate) => candidate.name === party.name);
    return organisation && demoStaff.find((candidate) => candidate.institution === organisation.key)?.username;
  }

  /** The institution a demonstration clerk works for, and what it has built. */
  developer(username: string) {
    const account = demoStaff.find((candidate) => candidate.username === username)!;
    const organisation = this.city.organisations.find((candidate) => candidate.key === account.institution)!;
    const estates = this.city.estates.filter((estate) => estate.developer === organisation.key).map(({ key }) => key);
    const { name, creditCode } = organisation;
    return { name, creditCode, buildings: this.city.buildings.filter((building) => estates.includes(building.estate)) };
  }

  organisation(name: string) {
    const found = this.city.organisations.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`${name} is not in the city`);
    return found;
  }

  /** Full name of a bank other than the one that starts cases. */
  otherBank(): string {
    return this.developer('bank2').name;
  }
}
