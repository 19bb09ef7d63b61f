import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { sendFile } from '../../platform/http/download';
import { type Input, Route } from '../../platform/http/route';
import { CertificatePrinting } from '../certificates/certificate-print.service';
import { KioskService } from './kiosk.service';
import { PrintService } from './print.service';
import { VisitService, whyBlocked } from './visit.service';
import { VisitFaces } from './visit-face.service';

const { printing } = routes;

/** What a kiosk calls with its device token. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class KioskController {
  @Inject() kiosks!: KioskService;
  @Inject() visits!: VisitService;
  @Inject() faces!: VisitFaces;
  @Inject() prints!: PrintService;
  @Inject() certificates!: CertificatePrinting;

  @Route(printing.kiosk)
  self({ actor }: Input<typeof printing.kiosk>) {
    return this.kiosks.byId(actor.id);
  }

  @Route(printing.startFace)
  async startFace(input: Input<typeof printing.startFace>) {
    const started = await this.faces.start(input.body.code);
    return input.unitOfWork((tx) => this.faces.save(tx, input.actor, started));
  }

  @Route(printing.checkFace)
  async checkFace({ actor, params }: Input<typeof printing.checkFace>) {
    return { state: await this.faces.check(actor, params.id) };
  }

  @Route(printing.openByFace)
  async openByFace(input: Input<typeof printing.openByFace>) {
    const items = await this.faces.items(input.actor, input.params.id);
    return input.unitOfWork(async (tx) => ({ ...(await this.faces.admit(tx, input.actor, input.params.id)), items }));
  }

  @Route(printing.endFace)
  async endFace(input: Input<typeof printing.endFace>) {
    await input.unitOfWork((tx) => this.faces.end(tx, input.actor, input.params.id));
    return { done: true as const };
  }

  @Route(printing.endVisit)
  async end({ actor, body }: Input<typeof printing.endVisit>) {
    await this.visits.end(actor, body.visit);
    return { done: true as const };
  }

  /** The file is made before the copy is used up. */
  @Route(printing.print)
  async print(input: Input<typeof printing.print>) {
    const { visit: token, certificateId } = input.body;
    const visit = await this.visits.read(input.actor, token);
    const chosen = (await this.visits.items(visit)).find((item) => item.certificateId === certificateId);
    if (!chosen) throw new Problem('NOT_FOUND');
    if (chosen.blocked) throw new Problem('PRINTED_ALREADY', { message: `${chosen.blocked}。` });
    const { ticket, expiresAt } = await this.certificates.ticket(certificateId, visit.hash);
    return input.unitOfWork(async (tx) => {
      const certificate = { id: certificateId, number: chosen.number };
      const printId = await this.prints.begin(tx, input.actor, visit, certificate);
      return { printId, url: `/api/kiosk/files/${ticket}`, expiresAt };
    });
  }

  @Route(printing.report)
  async report(input: Input<typeof printing.report>) {
    const { body, actor, params } = input;
    const visit = await this.visits.read(actor, body.visit);
    const items = await this.visits.items(visit);
    return input.unitOfWork(async (tx) => {
      const trouble = body.outcome === 'trouble' ? body.trouble : null;
      const certificateId = await this.prints.report(tx, actor, visit, params.id, trouble);
      const blocked = whyBlocked(body.outcome);
      return { items: items.map((item) => (item.certificateId === certificateId ? { ...item, blocked } : item)) };
    });
  }

  /** Shown in a frame of the kiosk's page, because that is what a browser can print. */
  @Route(printing.file)
  async file({ ctx, params }: Input<typeof printing.file>): Promise<void> {
    const content = await this.certificates.file(params.ticket);
    sendFile(ctx, { content, type: 'application/pdf', way: 'inline', plainName: 'certificate.pdf' });
    ctx.set('x-frame-options', 'SAMEORIGIN');
    ctx.set('content-security-policy', "frame-ancestors 'self'; script-src 'none'");
  }
}
