import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { idBlindOf } from '../../platform/crypto/blind';
import { Problem } from '../../platform/errors/problem';
import { type Input, Route } from '../../platform/http/route';
import { PickupCodes } from '../appointments/pickup-code.service';
import { CertificateService } from '../certificates/certificate.service';
import { CitizenService } from '../identity/citizen.service';
import { CardReaders } from './card-reader.service';
import { KioskService } from './kiosk.service';
import { PrintService } from './print.service';

const { printing } = routes;
const codeLifeMs = 30 * 86_400_000;

/** Citizens get a code; staff see what was printed; the administrator keeps the devices. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PrintingController {
  @Inject() certificates!: CertificateService;
  @Inject() citizens!: CitizenService;
  @Inject() codes!: PickupCodes;
  @Inject() prints!: PrintService;
  @Inject() kiosks!: KioskService;
  @Inject() readers!: CardReaders;

  /** The code that is good already, or a new one for thirty days. */
  @Route(printing.certificateCode)
  async certificateCode(input: Input<typeof printing.certificateCode>) {
    const { id, state } = await this.certificates.own(input.actor, input.params.id);
    if (state !== 'valid') throw new Problem('NOT_FOUND');
    const { idNumber } = await this.citizens.requireRealName(input.actor);
    const idBlind = idBlindOf(this.codes.cipher, idNumber);
    return input.unitOfWork(async (tx) => {
      await this.citizens.hold(tx, input.actor.id);
      const current = await this.codes.current((sql, params) => tx.query(sql, params), 'certificate', id, tx.now);
      if (current && current.idBlind === idBlind) return { code: current.code, expiresAt: current.expiresAt };
      const expiresAt = tx.now + codeLifeMs;
      const code = await this.codes.issue(tx, 'certificate', id, idBlind, expiresAt);
      await tx.audit({ actor: input.actor, action: 'print.code', subject: { kind: 'certificate', id } });
      return { code, expiresAt };
    });
  }

  @Route(printing.log)
  log({ query }: Input<typeof printing.log>) {
    return this.prints.log(query.cursor, query.limit, query.state);
  }

  @Route(printing.release)
  release(input: Input<typeof printing.release>) {
    return input.unitOfWork((tx) => this.prints.release(tx, input.actor, input.params.id, input.body.reason));
  }

  @Route(printing.kiosks)
  async list(_: Input<typeof printing.kiosks>) {
    return { items: await this.kiosks.list() };
  }

  /** Not recorded for a repeat: the token is stored nowhere. */
  @Route(printing.registerKiosk)
  register(input: Input<typeof printing.registerKiosk>) {
    const { pointId, name } = input.body;
    return input.unitOfWork((tx) => this.kiosks.register(tx, input.actor, pointId, name));
  }

  @Route(printing.setReader)
  setReader(input: Input<typeof printing.setReader>) {
    return input.unitOfWork((tx) => this.readers.set(tx, input.actor, input.params.id, input.body));
  }

  @Route(printing.retireKiosk)
  retire(input: Input<typeof printing.retireKiosk>) {
    return input.unitOfWork(async (tx) => {
      await this.kiosks.retire(tx, input.actor, input.params.id);
      return { done: true as const };
    });
  }
}
