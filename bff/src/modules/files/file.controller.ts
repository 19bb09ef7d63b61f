import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { fileKinds, fileNameHeader, fileRoutes } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { type Input, Route } from '../../platform/http/route';
import { FileService } from './file.service';
import { decodeFileName } from './file-name';
import { FileUpload } from './file-upload.service';
import { boundaryOf, readMultipart } from './multipart';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class FileController {
  @Inject() files!: FileService;
  @Inject() uploads!: FileUpload;

  @Route(fileRoutes.upload)
  upload(input: Input<typeof fileRoutes.upload>) {
    const { actor, ctx, rawBody } = input;
    const boundary = boundaryOf(ctx.get('content-type'));
    const sent = boundary === null ? { content: rawBody, name: '' } : readMultipart(rawBody, boundary);
    const name = decodeFileName(ctx.get(fileNameHeader)) || sent.name;
    return this.uploads.take(actor, { content: sent.content, name }, (work) => input.unitOfWork(work));
  }

  @Route(fileRoutes.state)
  state({ actor, params }: Input<typeof fileRoutes.state>) {
    return this.files.own(actor, params.id);
  }

  @Route(fileRoutes.remove)
  remove(input: Input<typeof fileRoutes.remove>) {
    return input.unitOfWork(async (tx) => {
      await this.files.remove(tx, input.actor, input.params.id);
      return { done: true as const };
    });
  }

  @Route(fileRoutes.link)
  link({ actor, params }: Input<typeof fileRoutes.link>) {
    return this.files.linkFor(actor, params.id);
  }

  @Route(fileRoutes.download)
  async download({ ctx, params }: Input<typeof fileRoutes.download>): Promise<void> {
    const found = await this.files.open(params.ticket);
    if (!found) throw new Problem('NOT_FOUND', { message: '下载地址已失效，请返回重新打开。' });
    const { file, content } = found;
    const { type, extension } = fileKinds[file.kind];
    ctx.status = 200;
    ctx.set('content-type', type);
    // Browsers that do not know HEIC would show it as text.
    const way = file.kind === 'heic' ? 'attachment' : 'inline';
    const name = encodeURIComponent(file.name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
    ctx.set('content-disposition', `${way}; filename="file.${extension}"; filename*=UTF-8''${name}`);
    ctx.body = content;
  }
}
