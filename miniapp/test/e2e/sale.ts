import { caseStates, routes } from '@zhucheng/shared';
import { at, type Citizen, PATIENCE, press } from './citizen';
import type { Platform } from './platform';

export const PRICE = { yuan: '888000', fen: 88_800_000 };

interface Property {
  unit: { id: string; location: string; unitNumber: string };
  conditions: unknown[];
  certificates: { id: string; number: string }[];
}

/** One sale of a home through the program: what is found on the way is kept for the next step. */
export class Sale {
  property: Property | undefined;
  caseId = '';

  constructor(
    readonly platform: Platform,
    readonly sellers: Citizen[],
    readonly buyers: Citizen[],
    /** Which of the homes that may be sold: sales that share none do not disturb each other. */
    private readonly nth: number,
  ) {}

  get applicant(): Citizen {
    return this.sellers[0]!;
  }

  get home(): Property {
    if (!this.property) throw new Error('No property was chosen');
    return this.property;
  }

  get caseUrl(): string {
    return `packages/case/index?id=${this.caseId}`;
  }

  /** From the home page to the page on which a property is chosen; signs in and shows her face on the way. */
  async begin(): Promise<void> {
    const screen = await this.applicant.open();
    await screen.tap(/^我要办理登记/);
    await press(screen, 'apply-0');
    await press(screen, 'apply-start');
    await this.applicant.signIn();
    await this.applicant.prove();
  }

  /** A property that nothing stands on. */
  async choose(): Promise<void> {
    const { screen, program } = this.applicant;
    await press(screen, 'choose-property');
    const seen = this.applicant.last('/api/me/real-estate')?.answer as { items: Property[] } | undefined;
    const listed = (seen?.items ?? []).filter((item) => item.certificates.length > 0);
    this.property = listed.filter((item) => item.conditions.length === 0)[this.nth];
    const index = listed.indexOf(this.home);
    await press(screen, `property-${index}`);
    await press(screen, 'declare');
    await press(screen, 'step-next');
    await screen.until(() => program.route === 'packages/apply/step', PATIENCE);
    this.caseId = program.page.options.id!;
  }

  async describe(): Promise<void> {
    const { screen } = this.applicant;
    for (const { person } of this.buyers) {
      await press(screen, 'party-add');
      await screen.type('姓名', person.name);
      await screen.type('身份证号', person.idNumber);
      await screen.type('手机号', person.phone);
      await press(screen, 'member-save');
    }
    await press(screen, 'party-buyer-ownership-joint');
    await press(screen, 'step-next');
    await screen.until('成交价', PATIENCE);
    await screen.type('成交价', PRICE.yuan);
    await press(screen, 'field-payment-own');
    await screen.pick('合同签订日期', '2026-02-02');
    await press(screen, 'step-next');
    await press(screen, 'field-certificateCopies-more');
    await press(screen, 'step-next');
    await screen.until('房款怎么付', PATIENCE);
    await press(screen, 'field-escrow-no');
    await press(screen, 'step-next');
  }

  /** The numbers that the housing and the tax department gave out; each is asked and answers. */
  async ask(): Promise<void> {
    const { unitNumber } = this.home.unit;
    const names = (people: Citizen[]) => people.map(({ person }) => person.name);
    const contract = await this.platform.sandbox<{ filingNumber: string }>('/housing/contracts', {
      unitNumber,
      priceFen: PRICE.fen,
      sellers: names(this.sellers),
      buyers: names(this.buyers),
    });
    const tax = await this.platform.sandbox<{ taxCertificateNumber: string }>('/tax/certificates', {
      unitNumber,
      paidFen: 888_000,
    });
    await this.check('备案合同号', contract.filingNumber);
    await this.applicant.screen.until('税费怎么缴', PATIENCE);
    await press(this.applicant.screen, 'field-how-typed');
    await this.check('完税证明号', tax.taxCertificateNumber);
  }

  private async check(label: string, number: string): Promise<void> {
    const { screen } = this.applicant;
    await screen.until(label, PATIENCE);
    await screen.type(label, number);
    await screen.tap('提交核验');
    // The program looks again by itself as well, only later.
    if (at(screen, 'step-refresh')) await press(screen, 'step-refresh');
    await screen.until('下一步', PATIENCE);
    await press(screen, 'step-next');
  }

  async send(): Promise<void> {
    const { screen, program } = this.applicant;
    await screen.until(() => program.route === 'packages/apply/check', PATIENCE);
    await press(screen, 'review-send');
    await screen.until(() => program.route === 'packages/case/index', PATIENCE);
    await screen.until(caseStates.authorising.name, PATIENCE);
  }

  /** Finds the case under one's own authorisations and opens it. */
  async openAuthorisation(citizen: Citizen): Promise<void> {
    const screen = await citizen.open('packages/authorise/index');
    if (!citizen.phone.storage.has('session')) await citizen.signIn();
    await press(screen, 'authorise-0');
    await press(screen, 'auth-agree');
  }

  async authorise(citizen: Citizen): Promise<void> {
    const { screen } = citizen;
    citizen.showsFace();
    await press(screen, 'auth-face');
    await screen.until('您已授权', PATIENCE);
  }

  async submit(): Promise<void> {
    const screen = await this.applicant.open(this.caseUrl);
    await press(screen, 'case-submit');
    await screen.until(caseStates.reviewing.name, PATIENCE);
  }

  async approve(): Promise<void> {
    const params = { id: this.caseId };
    await this.platform.officer(routes.review.claim, { params });
    const { case: view } = await this.platform.officer(routes.review.detail, { params });
    await this.platform.officer(routes.review.approve, { params, body: { version: view.version } });
  }

  /** From one's own orders to the one of this sale. */
  async openOrder(citizen: Citizen): Promise<void> {
    const screen = await citizen.open('packages/pay/index');
    await press(screen, 'order-0');
    await screen.until(this.home.unit.location, PATIENCE);
  }
}
