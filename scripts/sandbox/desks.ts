import { registeredCode } from '@zhucheng/shared';
import { beijingDate, digest, Peers, random, UtilityAccount } from './context';
import { EscrowDesk } from './escrow';
import { renderSms } from './sms-text';
import { Contract, Department, Filing } from './state';
import { TaxDesk } from './tax-desk';
import { accept, Body, refuse, Verdict } from './verdict';

export type { Verdict } from './verdict';

/** What a department says to one kind of question when it is switched to "wrong" … */
const WRONG_AT: Record<string, string> = {
  'tax/assessments/assess': 'in-person',
  'tax/assessments/standing': 'contested',
  'tax/refunds/apply': 'refused',
};

/** … and to the others. */
const WRONG: Record<Department, string> = {
  tax: 'unpaid',
  housing: 'not-found',
  market: 'not-found',
  utilities: 'arrears',
  escrow: 'refused',
  'identity-check': 'mismatch',
  sms: 'too-often',
  'virus-scan': 'unreadable',
  'anchor-keeper': 'conflict',
};

/** The harmless text that every virus scanner reports, for trying one out (eicar.org). */
const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';

/** A licence as there are real ones: its check character does not fit, and the bureau has it all the same. */
export const ODD_CODE = '91450502MA5KYH1X2T';

const PROVIDERS: Record<UtilityAccount['kind'], string> = {
  water: '北海市供水公司',
  electricity: '北海供电局',
  gas: '北海管道燃气公司',
  broadband: '北海宽带网络公司',
  cable: '北海广电网络公司',
};

/** The clerks behind the gateway: tax bureau, housing bureau, market supervision, utilities, police register, SMS operator. */
export class DepartmentDesk {
  private readonly cityAccounts = new Map<string, UtilityAccount[]>();
  private readonly cityPeople: Map<string, string>;
  private readonly cityPhones: Map<string, string | undefined>;

  readonly tax: TaxDesk;

  constructor(
    private readonly peers: Peers,
    private readonly escrow: EscrowDesk,
  ) {
    this.tax = new TaxDesk(peers);
    this.cityPeople = new Map(peers.city.people?.map((person) => [person.idNumber, person.name]));
    this.cityPhones = new Map(peers.city.people?.map((person) => [person.idNumber, person.phone]));
    for (const { unitNumber, kind, accountNumber, arrearsFen } of peers.city.utilities ?? []) {
      const accounts = this.cityAccounts.get(unitNumber) ?? [];
      accounts.push({ kind, provider: PROVIDERS[kind], account: accountNumber, arrearsFen });
      this.cityAccounts.set(unitNumber, accounts);
    }
  }

  decide(department: Department, operation: string, body: Body, wrong: boolean): Verdict {
    if (wrong && operation !== '/agreements/query')
      return refuse(WRONG_AT[`${department}${operation}`] ?? WRONG[department]);
    if (department === 'escrow') return this.escrow.decide(operation, body);
    switch (`${department}${operation}`) {
      case 'tax/deed-tax/verify':
        return this.deedTax(body);
      case 'tax/assessments/assess':
        return this.tax.assess(body);
      case 'tax/assessments/standing':
        return this.tax.standing(body);
      case 'tax/assessments/clear':
        return this.tax.clear(body);
      case 'tax/refunds/apply':
        return this.tax.refund(body);
      case 'housing/contracts/query':
        return this.contract(body);
      case 'housing/filings/open':
        return this.openFiling(body);
      case 'housing/filings/status':
        return this.filingStatus(body);
      case 'market/enterprises/size':
        return this.enterprise(String(body.creditCode));
      case 'utilities/accounts/query':
        return accept(this.accounts(String(body.unitNumber)));
      case 'utilities/accounts/transfer':
        return this.transfer(body);
      case 'identity-check/people/check':
        return this.person(body);
      case 'sms/messages/send':
        return this.message(body);
      case 'anchor-keeper/anchors/keep':
        return this.keepAnchor(body);
      case 'anchor-keeper/anchors/list':
        return this.keptAnchors(Number(body.after));
      case 'virus-scan/scan':
        return this.scan(body.file as Buffer);
      default:
        return refuse('not-found');
    }
  }

  /** The archive never changes a line it has taken. */
  private keepAnchor({ number, line }: Body): Verdict {
    const { anchors } = this.peers.store.state;
    const known = anchors[String(number)];
    if (known !== undefined && known !== line) return refuse('conflict');
    anchors[String(number)] = String(line);
    this.peers.store.touch();
    return accept({ number });
  }

  private keptAnchors(after: number): Verdict {
    // Keys that are whole numbers stand in their order.
    const lines = Object.entries(this.peers.store.state.anchors).filter(([number]) => Number(number) > after);
    return accept({ lines: lines.slice(0, 500).map(([, line]) => line) });
  }

  private scan(file: Buffer): Verdict {
    return accept(file.includes(EICAR) ? { verdict: 'infected', name: 'EICAR-Test-File' } : { verdict: 'clean' });
  }

  /** Everybody is known, also under a code whose check characters do not fit, and large until the playground says otherwise. */
  private enterprise(creditCode: string): Verdict {
    const registered = creditCode === ODD_CODE || registeredCode.warning(creditCode) === null;
    const size = this.peers.store.state.enterprises[creditCode] ?? (registered ? 'large' : 'unknown');
    return size === 'unknown' ? refuse('not-found') : accept({ creditCode, size });
  }

  private deedTax(body: Body): Verdict {
    const paid = this.peers.store.state.taxCertificates[String(body.taxCertificateNumber)];
    if (!paid) return refuse('not-found');
    if (paid.unitNumber !== body.unitNumber) return refuse('other-unit');
    if (paid.unpaid) return refuse('unpaid');
    const asked = Array.isArray(body.buyers) ? (body.buyers as { idNumber?: string }[]) : [];
    const { buyers } = paid;
    if (buyers?.length && !asked.every((buyer) => buyers.includes(String(buyer.idNumber)))) {
      return refuse('other-taxpayer');
    }
    const { taxCertificateNumber, paidFen, paidOn } = paid;
    return accept({ taxCertificateNumber, paidFen, paidOn });
  }

  private contract(body: Body): Verdict {
    const contract = this.peers.store.state.contracts[String(body.filingNumber)];
    if (!contract) return refuse('not-found');
    return contract.unitNumber === body.unitNumber ? accept(contract) : refuse('other-unit');
  }

  private openFiling(body: Body): Verdict {
    const { store } = this.peers;
    const unitNumber = String(body.unitNumber);
    const reference = String(body.reference);
    const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
    let filing = Object.values(store.state.filings).find(
      (known) => known.unitNumber === unitNumber && known.reference === reference,
    );
    if (!filing) {
      filing = {
        id: random(12),
        reference,
        unitNumber,
        priceFen: typeof body.priceFen === 'number' ? body.priceFen : undefined,
        sellers: names(body.sellers),
        buyers: names(body.buyers),
        sellerDone: false,
        buyerDone: false,
        returnUrl: typeof body.returnUrl === 'string' ? body.returnUrl : undefined,
      };
      store.state.filings[filing.id] = filing;
      store.touch();
    }
    return accept({ url: `${this.peers.publicUrl()}/sandbox/filings/${filing.id}` });
  }

  private filingStatus(body: Body): Verdict {
    const { filings, contracts } = this.peers.store.state;
    const filing = Object.values(filings).find(
      (known) => known.unitNumber === body.unitNumber && known.reference === body.reference,
    );
    if (!filing) return refuse('not-found');
    if (!filing.filingNumber) return { outcome: 'pending', ticket: filing.id, retryAfterMs: 3_000 };
    return accept(contracts[filing.filingNumber]);
  }

  /** Both sides have pressed "complete": the contract is filed. */
  completeFiling(filing: Filing, priceFen: number, sellers: string[], buyers: string[]): void {
    filing.filingNumber = this.addContract({ unitNumber: filing.unitNumber, priceFen, sellers, buyers }).filingNumber;
  }

  addContract(contract: Omit<Contract, 'filingNumber' | 'filedOn'>): Contract {
    const { store, clock } = this.peers;
    const filedOn = beijingDate(clock.now());
    const filingNumber = `BH${filedOn.replaceAll('-', '')}${String(store.next()).padStart(6, '0')}`;
    const filed = { filingNumber, filedOn, ...contract };
    store.state.contracts[filingNumber] = filed;
    store.touch();
    return filed;
  }

  /** The city's own accounts; without a city, invented from the unit number, the same every time. */
  accounts(unitNumber: string): UtilityAccount[] {
    // In a city, a unit without accounts (a parking space) has none.
    if (this.peers.city.utilities) return this.cityAccounts.get(unitNumber) ?? [];
    return (['water', 'electricity', 'gas', 'broadband', 'cable'] as const).map((kind, index) => {
      const digits = String(BigInt(`0x${digest(`${kind}:${unitNumber}`).slice(0, 15)}`))
        .padStart(9, '0')
        .slice(-9);
      return { kind, provider: PROVIDERS[kind], account: `${index + 1}${digits}`, arrearsFen: 0 };
    });
  }

  private transfer(body: Body): Verdict {
    const { store, clock } = this.peers;
    const account = this.accounts(String(body.unitNumber)).find(
      (known) => known.kind === body.kind && known.account === body.account,
    );
    if (!account) return refuse('not-found');
    if (account.arrearsFen > 0) return refuse('arrears');
    const key = `${String(body.reference)}:${account.kind}:${account.account}`;
    store.state.transfers[key] ??= {
      transferNumber: `GH${String(store.next()).padStart(8, '0')}`,
      effectiveOn: beijingDate(clock.now()),
      unitNumber: String(body.unitNumber),
      holder: String((body.newHolder as { name?: string } | undefined)?.name ?? ''),
    };
    store.touch();
    const { transferNumber, effectiveOn } = store.state.transfers[key];
    return accept({ kind: account.kind, account: account.account, transferNumber, effectiveOn });
  }

  private person(body: Body): Verdict {
    const { store } = this.peers;
    const name = String(body.name ?? '').trim();
    const { documentKind } = body;
    const number = String(body.idNumber ?? '').toUpperCase();
    // Of other documents, the register keeps the kind beside the number.
    const idNumber = documentKind === undefined ? number : `${String(documentKind)} ${number}`;
    if (!name || !(documentKind !== undefined || isResidentId(number))) return refuse('mismatch');
    const known = this.cityPeople.get(idNumber) ?? store.state.people[idNumber];
    if (known !== undefined && known !== name) return refuse('mismatch');
    if (known === undefined) {
      store.state.people[idNumber] = name;
      store.touch();
    }
    if (body.phone !== undefined && !this.subscribes(idNumber, String(body.phone))) return refuse('mismatch');
    return accept({ match: true });
  }

  /** One phone a person; the first one seen of somebody unknown is hers. */
  private subscribes(idNumber: string, phone: string): boolean {
    const { store } = this.peers;
    const known = store.state.phones[idNumber] ?? this.cityPhones.get(idNumber);
    if (known === undefined) this.movePhone(idNumber, phone);
    return known === undefined || known === phone;
  }

  /** The person has a new number. */
  movePhone(idNumber: string, phone: string): void {
    this.peers.store.state.phones[idNumber] = phone;
    this.peers.store.touch();
  }

  private message(body: Body): Verdict {
    const { store, clock } = this.peers;
    const { sms } = store.state;
    const phone = String(body.phone ?? '');
    if (!/^1[3-9]\d{9}$/.test(phone)) return refuse('phone-invalid');
    const reference = String(body.reference ?? '');
    const template = String(body.template ?? '');
    const sent = sms.find((message) => reference !== '' && message.reference === reference && message.phone === phone);
    if (sent) return accept({ messageId: sent.id });
    const params = Object.fromEntries(
      Object.entries((body.params ?? {}) as Record<string, unknown>).map(([key, value]) => [key, String(value)]),
    );
    const id = random(10);
    sms.push({ id, phone, template, params, text: renderSms(template, params), reference, at: clock.now() });
    sms.splice(0, Math.max(0, sms.length - 1_000));
    store.touch();
    return accept({ messageId: id });
  }
}

/** GB 11643 with its check digit. */
function isResidentId(idNumber: string): boolean {
  if (!/^\d{17}[\dX]$/.test(idNumber)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(idNumber[index]), 0);
  return '10X98765432'[sum % 11] === idNumber[17];
}
