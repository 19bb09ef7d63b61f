import { Controller, Get, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Environment } from '../../config/environment';
import { docsPage } from './docs-page';
import { requireInsider } from './insiders';
import { openApiDocument } from './openapi';
import type { Context } from './runtime';

/** The contract for people and for tools; made once, on first use. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class DocumentsController {
  @Inject('environment')
  environment!: Environment;

  private document: string | undefined;
  private page: { html: string; policy: string } | undefined;

  @Get('/api/openapi.json')
  openApi(ctx: Context): string {
    this.admit(ctx);
    this.document ??= JSON.stringify(openApiDocument(this.environment.PUBLIC_URL));
    ctx.set('content-type', 'application/json; charset=utf-8');
    return this.document;
  }

  @Get('/api/docs')
  docs(ctx: Context): string {
    this.admit(ctx);
    this.page ??= docsPage();
    ctx.set('content-type', 'text/html; charset=utf-8');
    ctx.set('content-security-policy', this.page.policy);
    return this.page.html;
  }

  private admit(ctx: Context): void {
    const { NODE_ENV, DOCS_TOKEN, INTERNAL_ADDRESSES } = this.environment;
    if (NODE_ENV === 'production') requireInsider(ctx, DOCS_TOKEN, INTERNAL_ADDRESSES);
  }
}
