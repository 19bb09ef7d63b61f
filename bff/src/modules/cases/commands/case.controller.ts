import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  businessCategories,
  type CaseListItem,
  caseStates,
  routes,
  type StepKind,
  stateNameIn,
} from '@zhucheng/shared';
import { Problem } from '../../../platform/errors/problem';
import type { Actor } from '../../../platform/http/actor';
import { type Input, Route } from '../../../platform/http/route';
import { Businesses } from '../../businesses/businesses.service';
import { caseListSql } from '../core/case.query';
import { Asking } from '../filling/asking/asking.service';
import { StepService } from '../filling/step.service';
import { saverOf } from '../filling/step-savings.service';
import { HandOverService } from '../handover/hand-over.service';
import { CaseReader } from '../reading/case-reader.service';
import { PublicProof } from '../reading/public-proof.service';
import { StartCase } from '../starting/start-case.service';
import { Starters } from '../starting/starters.service';
import { CaseService } from './case.service';

const { cases } = routes;
/** Sorts behind every case id, so a page with this cursor is the first. */
const top = '~';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class CaseController {
  @Inject() businesses!: Businesses;
  @Inject() reader!: CaseReader;
  @Inject() starts!: StartCase;
  @Inject() steps!: StepService;
  @Inject() service!: CaseService;
  @Inject() asking!: Asking;
  @Inject() handOvers!: HandOverService;
  @Inject() starters!: Starters;
  @Inject() proofs!: PublicProof;

  @Route(cases.businesses)
  businessTypes(_: Input<typeof cases.businesses>) {
    return {
      items: this.businesses.list().map(({ id, version, name, category, summary, startedBy }) => ({
        id,
        version,
        name,
        category,
        categoryName: businessCategories[category],
        summary,
        startedBy,
      })),
    };
  }

  @Route(cases.start)
  async start(input: Input<typeof cases.start>) {
    const prepared = await this.starts.prepare(input.actor, input.body.businessId, input.body.verify);
    return input.unitOfWork((tx) => this.starts.begin(tx, input.actor, prepared));
  }

  @Route(cases.list)
  async list(input: Input<typeof cases.list>) {
    const { cursor, limit } = input.query;
    const blind = await this.reader.blindOf(input.actor.id);
    if (!blind) return { items: [], next: null };
    const units = input.actor.agent?.unitIds ?? null;
    const rows = await this.reader.committed<Record<string, string | number>>(caseListSql(units), [
      blind,
      cursor ?? top,
      ...(units ?? []),
      limit + 1,
    ]);
    const items = rows.slice(0, limit).map((row): CaseListItem => {
      const unit = JSON.parse(row.unit_summary as string) as { location: string };
      const state = row.state as CaseListItem['state'];
      const business = this.businesses.at(row.business_id as string, Number(row.business_version));
      return {
        id: row.id as string,
        acceptanceNumber: row.acceptance_number as string,
        businessId: row.business_id as string,
        businessName: business.name,
        state,
        stateName: stateNameIn(business, state, row.readiness === 'ready'),
        location: unit.location,
        updatedAt: Number(row.updated_at),
        createdAt: Number(row.created_at),
        deadlineAt: row.deadline_at === null ? null : Number(row.deadline_at),
        mine: Number(row.applicant) === 1 ? 'applicant' : 'party',
      };
    });
    return { items, next: rows.length > limit ? items[items.length - 1]!.id : null };
  }

  @Route(cases.detail)
  async detail(input: Input<typeof cases.detail>) {
    return this.reader.viewJson(input.params.id, await this.reader.viewerOf(input.actor));
  }

  @Route(cases.stepData)
  async stepData(input: Input<typeof cases.stepData>) {
    const { id, step } = input.params;
    const { loaded } = await this.own(input.actor, id);
    const declared = this.steps.step(loaded, step);
    const stored = loaded.record.form[step];
    return {
      data: (stored?.draft ?? stored?.data ?? (await this.starters.prefilled(input.actor, declared))) as Record<
        string,
        unknown
      >,
      draft: stored?.draft !== undefined,
      version: stored?.version ?? 0,
      saved: stored?.version ? saverOf(input.actor, stored) : null,
    };
  }

  @Route(cases.saveDraft)
  saveDraft(input: Input<typeof cases.saveDraft>) {
    const { id, step } = input.params;
    return input.unitOfWork((tx) => this.steps.saveDraft(tx, input.actor, id, step, input.body));
  }

  @Route(cases.fill)
  fill(input: Input<typeof cases.fill>) {
    const { id, step } = input.params;
    return input.unitOfWork(async (tx) => {
      await this.steps.fill(tx, input.actor, id, step, input.body);
      return this.reader.viewIn(tx, id, await this.reader.viewerOf(input.actor));
    });
  }

  @Route(cases.onlineFiling)
  async onlineFiling(input: Input<typeof cases.onlineFiling>) {
    const { loaded } = await this.own(input.actor, input.params.id);
    return { url: await this.asking.online(loaded, input.params.step) };
  }

  @Route(cases.refresh)
  async refresh(input: Input<typeof cases.refresh>) {
    const { id, step } = input.params;
    const viewer = await this.reader.viewerOf(input.actor);
    const { loaded } = await this.own(input.actor, id);
    const write = await this.asking.refresh(loaded, step);
    return input.unitOfWork(async (tx) => {
      if (write) await write(tx, await this.steps.own(tx, input.actor, id));
      return this.reader.viewIn(tx, id, viewer);
    });
  }

  @Route(cases.send)
  send(input: Input<typeof cases.send>) {
    return input.unitOfWork((tx) => this.service.send(tx, input.actor, input.params.id, input.body));
  }

  @Route(cases.recall)
  recall(input: Input<typeof cases.recall>) {
    return input.unitOfWork((tx) => this.service.recall(tx, input.actor, input.params.id));
  }

  @Route(cases.submit)
  submit(input: Input<typeof cases.submit>) {
    return input.unitOfWork((tx) => this.service.submit(tx, input.actor, input.params.id));
  }

  @Route(cases.withdraw)
  withdraw(input: Input<typeof cases.withdraw>) {
    return input.unitOfWork((tx) => this.service.withdraw(tx, input.actor, input.params.id, input.body.reason));
  }

  @Route(cases.remind)
  remind(input: Input<typeof cases.remind>) {
    return input.unitOfWork((tx) => this.service.remind(tx, input.actor, input.params.id));
  }

  @Route(cases.handOver)
  handOver(input: Input<typeof cases.handOver>) {
    const { id, account } = input.params;
    return input.unitOfWork((tx) => this.handOvers.choose(tx, input.actor, id, account, input.body.choice));
  }

  /** Public: answers only somebody who knows one party's ID end or full name; all failures are alike. */
  @Route(cases.progress)
  async progress(input: Input<typeof cases.progress>) {
    const { acceptanceNumber: number, proof } = input.body;
    const row = await this.proofs.byDocument(number, proof, input.origin.address);
    if (!row) throw new Problem('NOT_FOUND', { message: '没有查到，请核对受理编号和证件号码后 4 位（单位填全称）。' });
    const business = this.businesses.at(row.business_id as string, Number(row.business_version));
    const state = row.state as keyof typeof caseStates;
    const position = this.position(state, Number(row.ever_submitted) === 1);
    const reached = business.steps.map((step) => ({ name: step.name, stage: stageOf[step.kind] }));
    return {
      acceptanceNumber: row.acceptance_number as string,
      businessName: business.name,
      state,
      stateName: stateNameIn(business, state, row.readiness === 'ready'),
      steps: reached.map((step) => ({
        name: step.name,
        done: step.stage < position,
        current: step.stage === position,
      })),
      createdAt: Number(row.created_at),
      updatedAt: Number(row.updated_at),
      deadlineAt: row.deadline_at === null ? null : Number(row.deadline_at),
    };
  }

  /** The case, for whoever started it. Error: NOT_FOUND for everybody else, other parties of the case too. */
  private async own(actor: Actor, id: string) {
    const opened = await this.reader.forViewer(this.reader.committed, id, await this.reader.viewerOf(actor));
    await this.steps.requireStarter(opened.loaded, actor);
    return opened;
  }

  private position(state: keyof typeof caseStates, everSubmitted: boolean): number {
    const places: Partial<Record<keyof typeof caseStates, number>> = {
      draft: 0,
      verified: 1,
      authorising: 2,
      submitted: 3,
      reviewing: 3,
      'awaiting-payment': 4,
      registering: 5,
      completed: 6,
      correction: 1,
    };
    return places[state] ?? (everSubmitted ? 3 : 1);
  }
}

/** Where a step stands in a case's life; compared with the stage of its state. */
const stageOf: Record<StepKind, number> = {
  verify: 0,
  form: 1,
  ask: 1,
  materials: 1,
  authorise: 2,
  review: 3,
  pay: 4,
  'hand-over': 5,
  book: 6,
};
