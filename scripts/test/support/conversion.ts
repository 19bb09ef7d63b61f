import { CertificateService } from '@zhucheng/bff/modules/certificates/certificate.service';
import { RegisterService } from '@zhucheng/bff/modules/register/register.service';
import { addDays, type Business, businesses, type CaseView, dayOf, routes } from '@zhucheng/shared';
import type { WalkPath } from '@zhucheng/shared/testing';
import type { PlayerTools } from '../../walk/moves';
import { HttpPlayer } from '../../walk/player';
import type { Scene } from '../../walk/scene';
import type { Ground } from './desk';
import { until } from './loan';
import type { Platform } from './platform';

export const converts = businesses.find(({ effects }) => effects.some((effect) => effect.do === 'convert-mortgage'))!;

/** Turns one presale mortgage notice into a mortgage. */
export class Conversion extends HttpPlayer {
  constructor(tools: PlayerTools, scene: Scene) {
    super(tools);
    this.business = converts;
    this.scene = scene;
  }

  async filled(): Promise<CaseView> {
    await this.start();
    await this.fill({ do: 'fill', step: 'confirm' });
    return this.view();
  }

  async sent(): Promise<void> {
    await this.send();
  }

  /** The bureau's answer about the bank, from now on. */
  async size(answer: 'large' | 'small' | 'silent'): Promise<void> {
    await this.payerSize(answer);
  }

  async paid(): Promise<void> {
    await this.pay();
  }

  async objected(): Promise<void> {
    await this.limit('objection');
  }

  withdrawn(): Promise<CaseView> {
    return this.applicant.call(routes.cases.withdraw, { params: { id: this.caseId }, body: { reason: '不再办理' } });
  }

  reached(...states: string[]): Promise<CaseView> {
    return until(
      () => this.view(),
      ({ state }) => states.includes(state),
    );
  }
}

/** Sells a unit of a building whose buyers have a notice, once the scene is set. */
export class NoticedBuyer extends HttpPlayer {
  constructor(
    { cast, playground, advance }: Platform,
    private readonly noticed: (scene: Scene) => Promise<void>,
  ) {
    super({ cast, playground, advance, settle: async () => undefined });
  }

  override async prepare(business: Business, path: WalkPath): Promise<void> {
    await super.prepare(business, path);
    await this.noticed(this.scene);
  }

  async paid(): Promise<void> {
    await this.pay();
  }
}

/** An owned home with the bank's notice, whose last day is so many days from today. */
export async function noticedHome(platform: Platform, ground: Ground, days: number) {
  const bank = platform.cast.developer('bank1');
  const [unitId] = await ground.units(1);
  await ground.own([unitId!]);
  const last = addDays(dayOf(platform.clock.now()), days);
  const notice = await ground.notice(unitId!, bank, { effectiveUntil: last });
  const { cast, playground, advance } = platform;
  const one = new Conversion(
    { cast, playground, advance, settle: async () => undefined },
    {
      applicant: await cast.officer('bank1'),
      starter: 'bank1',
      sellers: [],
      buyers: [],
      unitId: unitId!,
      certificate: { number: notice.certificateNumber, holder: bank.name },
      verify: { certificateNumber: notice.certificateNumber, rightHolder: bank.name },
    },
  );
  const registered = async () =>
    (await cast.officer('registrar')).call(routes.register.unit, { params: { id: unitId! } });
  /** Issues the registration certificate of the notice. */
  const printed = async (): Promise<void> => {
    const certificates = await platform.server.get(CertificateService);
    const { unit } = (await (await platform.server.get(RegisterService)).snapshot(unitId!))!;
    await platform.server.database.unitOfWork((tx) =>
      certificates.import(tx, {
        kind: 'registration-certificate',
        unit,
        number: notice.certificateNumber,
        holders: [{ name: bank.name, idNumber: bank.creditCode }],
        coOwnershipText: '',
        otherState: '',
        note: '',
        issuedAt: platform.clock.now(),
      }),
    );
  };
  return { ...notice, one, last, unitId: unitId!, registered, printed };
}
