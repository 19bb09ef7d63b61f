import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { fileKinds, fileNameHeader, fileRoutes } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { sendFile } from '../../platform/http/download';
import { type Input, Route } from '../../platform/http/route';
import { FileService } from './file.service';
import { decodeFileName } from './file-name';
import { FileUpload } from './file-upload.service';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class FileController {
  @Inject() files!: FileService;
  @Inject() uploads!: FileUpload;

  @Route(fileRoutes.upload)
  upload(input: Input<typeof fileRoutes.upload>) {
    const { actor, ctx, upload } = input;
    const name = decodeFileName(ctx.get(fileNameHeader)) || upload.name;
    return this.uploads.take(actor, upload, name, (work) => input.unitOfWork(work));
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
    const found = await this.files.contentOf(params.ticket);
    if (!found) throw new Problem('NOT_FOUND', { message: '下载地址已失效，请返回重新打开。' });
    const { file, content } = found;
    const { type, extension } = fileKinds[file.kind];
    // Browsers that do not know HEIC would show it as text.
    const way = file.kind === 'heic' ? 'attachment' : 'inline';
    sendFile(ctx, { content, type, way, plainName: `file.${extension}`, name: file.name });
  }
}
