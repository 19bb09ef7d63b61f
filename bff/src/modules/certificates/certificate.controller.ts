import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { certificateNumber, certificateRoutes } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { sendFile } from '../../platform/http/download';
import { type Input, Route } from '../../platform/http/route';
import { Quotas } from '../../platform/quota/quotas';
import { FileTickets, holderOf } from '../files/file-ticket.service';
import { CertificateService } from './certificate.service';
import { unknownCertificate } from './certificate.view';
import { CertificateFileService } from './certificate-file.service';

const types = { pdf: 'application/pdf', plan: 'image/jpeg' } as const;
const names = { pdf: 'certificate.pdf', plan: 'unit-plan.jpg' } as const;
/** At one certificate, from one address and from everywhere. */
const namesADay = { source: 20, all: 200 };

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class CertificateController {
  @Inject() certificates!: CertificateService;
  @Inject() files!: CertificateFileService;
  @Inject() tickets!: FileTickets;
  @Inject() quotas!: Quotas;

  @Route(certificateRoutes.mine)
  mine({ actor }: Input<typeof certificateRoutes.mine>) {
    return this.certificates.mine(actor);
  }

  @Route(certificateRoutes.detail)
  detail({ actor, params }: Input<typeof certificateRoutes.detail>) {
    return this.certificates.detail(actor, params.id);
  }

  /** The path below the server's own address; the file exists by the time this is answered. */
  @Route(certificateRoutes.link)
  async link({ actor, params, body }: Input<typeof certificateRoutes.link>) {
    const { id } = await this.certificates.own(actor, params.id);
    await this.files.read(id, body.file);
    const { ticket, expiresAt } = this.tickets.issue(id, body.file, holderOf(actor));
    return { url: `/api/certificate-files/${ticket}`, expiresAt };
  }

  @Route(certificateRoutes.file)
  async file({ ctx, params }: Input<typeof certificateRoutes.file>): Promise<void> {
    const found = await this.tickets.read(params.ticket);
    if (!found || found.file === 'upload')
      throw new Problem('NOT_FOUND', { message: '下载地址已失效，请返回重新打开。' });
    const content = await this.files.read(found.id, found.file);
    sendFile(ctx, { content, type: types[found.file], way: 'inline', plainName: names[found.file] });
  }

  @Route(certificateRoutes.verifyToken)
  verifyToken({ params }: Input<typeof certificateRoutes.verifyToken>) {
    return this.certificates.verifyToken(params.token);
  }

  @Route(certificateRoutes.verifyNumber)
  async verifyNumber({ body, origin }: Input<typeof certificateRoutes.verifyNumber>) {
    const { number, rightHolder } = body;
    const found = await this.certificates.verifyNumber(number, rightHolder);
    // Names are few: whoever has a number does not find its owner by trying, from however many addresses.
    const right = found !== unknownCertificate;
    await this.quotas.guessed(right, 'verify', certificateNumber.normalise(number), origin.address, namesADay);
    return found;
  }
}
