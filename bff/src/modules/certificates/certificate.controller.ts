import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { certificateRoutes } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { type Input, Route } from '../../platform/http/route';
import { CertificateService } from './certificate.service';
import { CertificateFileService } from './certificate-file.service';
import { FileTickets } from './file-ticket.service';

const types = { pdf: 'application/pdf', plan: 'image/jpeg' } as const;
const names = { pdf: 'certificate.pdf', plan: 'unit-plan.jpg' } as const;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class CertificateController {
  @Inject() certificates!: CertificateService;
  @Inject() files!: CertificateFileService;
  @Inject() tickets!: FileTickets;

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
    const { ticket, expiresAt } = this.tickets.issue(id, body.file);
    return { url: `/api/certificate-files/${ticket}`, expiresAt };
  }

  @Route(certificateRoutes.file)
  async file({ ctx, params }: Input<typeof certificateRoutes.file>): Promise<void> {
    const found = this.tickets.read(params.ticket);
    if (!found || found.file === 'upload')
      throw new Problem('NOT_FOUND', { message: '下载地址已失效，请返回重新打开。' });
    const content = await this.files.read(found.id, found.file);
    ctx.status = 200;
    ctx.set('content-type', types[found.file]);
    ctx.set('content-disposition', `inline; filename="${names[found.file]}"`);
    ctx.body = content;
  }

  @Route(certificateRoutes.verifyToken)
  verifyToken({ params }: Input<typeof certificateRoutes.verifyToken>) {
    return this.certificates.verifyToken(params.token);
  }

  @Route(certificateRoutes.verifyNumber)
  verifyNumber({ body }: Input<typeof certificateRoutes.verifyNumber>) {
    return this.certificates.verifyNumber(body.number, body.rightHolder);
  }
}
