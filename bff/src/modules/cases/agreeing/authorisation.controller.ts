import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { isKnown, requireKnown } from '../../../platform/http/actor';
import { type Input, Route } from '../../../platform/http/route';
import { Businesses } from '../../businesses/businesses.service';
import { authorisationListSql } from '../core/case.query';
import { CaseReader } from '../reading/case-reader.service';
import { AuthorisationService } from './authorisation.service';

const { authorisations, consents } = routes;
const top = '~';

const consentListSql = authorisationListSql(null).replace(
  'p.id_blind = ? AND p.visible = 1',
  'p.institution_id = ? AND p.visible = 1',
);

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class AuthorisationController {
  @Inject() reader!: CaseReader;
  @Inject() businesses!: Businesses;
  @Inject() service!: AuthorisationService;

  @Route(authorisations.list)
  async list(input: Input<typeof authorisations.list>) {
    const blind = await this.reader.blindOf(input.actor.id);
    const open = !isKnown(input.actor, 'proven');
    return blind
      ? this.page((units) => authorisationListSql(units, open), blind, input.query, input.actor.agent?.unitIds ?? null)
      : { items: [], next: null };
  }

  @Route(consents.list)
  consentList(input: Input<typeof consents.list>) {
    return this.page(() => consentListSql, input.actor.institutionId ?? '', input.query, null);
  }

  private async page(
    sql: typeof authorisationListSql,
    who: string,
    query: { cursor?: string | undefined; limit: number },
    units: readonly string[] | null,
  ) {
    const rows = await this.reader.committed<Record<string, string | number | null>>(sql(units), [
      who,
      query.cursor ?? top,
      ...(units ?? []),
      query.limit + 1,
    ]);
    const items = rows.slice(0, query.limit).map((row) => {
      const business = this.businesses.at(row.business_id as string, Number(row.business_version));
      const applicant = this.reader.cipher.decryptJson<{ name: string }>(
        row.applicant_cipher as string,
        `party:${row.applicant_party}`,
      );
      return {
        id: row.id as string,
        caseId: row.case_id as string,
        businessName: business.name,
        roleName: business.parties[row.role as string]!.name,
        location: (JSON.parse(row.unit_summary as string) as { location: string }).location,
        applicant: applicant.name,
        state: row.auth_state as 'waiting',
        askedAt: Number(row.asked_at),
        deadlineAt: row.deadline_at === null ? null : Number(row.deadline_at),
      };
    });
    return { items, next: rows.length > query.limit ? items[items.length - 1]!.id : null };
  }

  @Route(authorisations.detail)
  async detail(input: Input<typeof authorisations.detail>) {
    const viewer = await this.reader.viewerOf(input.actor);
    const view = await this.service.view(this.reader.committed, input.params.id, viewer);
    // Before somebody agrees, the page shows what is to be agreed to; afterwards it shows a case, which needs a proven person.
    if (view.item.state === 'passed' || view.case.state !== 'authorising') requireKnown(input.actor, 'proven');
    return view;
  }

  @Route(consents.detail)
  async consentDetail(input: Input<typeof consents.detail>) {
    return this.service.view(this.reader.committed, input.params.id, await this.reader.viewerOf(input.actor));
  }

  @Route(authorisations.face)
  async face(input: Input<typeof authorisations.face>) {
    const started = await this.service.startFace(
      input.actor,
      input.params.id,
      input.body.channel,
      input.body.contentHash,
    );
    return input.unitOfWork(async (tx) => {
      await this.service.saveAttempt(tx, input.actor, input.params.id, started);
      const { attemptId, channel, expiresAt, wechat, alipay } = started;
      return { attemptId, channel, expiresAt, ...(wechat && { wechat }), ...(alipay && { alipay }) };
    });
  }

  @Route(authorisations.confirm)
  async confirm(input: Input<typeof authorisations.confirm>) {
    const attempt = await this.service.result(input.actor, input.params.id, input.body.attemptId);
    const viewer = await this.reader.viewerOf(input.actor);
    return input.unitOfWork(async (tx) => {
      await this.service.record(tx, input.actor, attempt);
      return this.service.view(CaseReader.within(tx), input.params.id, viewer);
    });
  }

  @Route(authorisations.refuse)
  async refuse(input: Input<typeof authorisations.refuse>) {
    const viewer = await this.reader.viewerOf(input.actor);
    return input.unitOfWork(async (tx) => {
      await this.service.refuse(tx, input.actor, input.params.id, viewer, input.body.reason);
      return { done: true as const };
    });
  }

  @Route(authorisations.window)
  async window(input: Input<typeof authorisations.window>) {
    const viewer = await this.reader.viewerOf(input.actor);
    return input.unitOfWork(async (tx) => {
      await this.service.chooseWindow(tx, input.actor, input.params.id, viewer);
      return this.service.view(CaseReader.within(tx), input.params.id, viewer);
    });
  }

  @Route(consents.give)
  give(input: Input<typeof consents.give>) {
    return input.unitOfWork((tx) => this.service.consent(tx, input.actor, input.params.id, input.body.contentHash));
  }

  @Route(consents.refuse)
  async refuseConsent(input: Input<typeof consents.refuse>) {
    const viewer = await this.reader.viewerOf(input.actor);
    return input.unitOfWork(async (tx) => {
      await this.service.refuse(tx, input.actor, input.params.id, viewer, input.body.reason);
      return { done: true as const };
    });
  }
}
