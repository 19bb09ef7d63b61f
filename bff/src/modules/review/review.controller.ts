import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routes } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { type Input, Route } from '../../platform/http/route';
import { AuthorisationService } from '../cases/agreeing/authorisation.service';
import { CaseQueue } from '../cases/reading/case-queue.service';
import { StaffService } from '../identity/staff.service';
import { UnmaskWatch } from '../identity/unmask-watch.service';
import { ReviewService } from './review.service';

const { review } = routes;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class ReviewController {
  @Inject() queue!: CaseQueue;
  @Inject() service!: ReviewService;
  @Inject() authorisations!: AuthorisationService;
  @Inject() staff!: StaffService;
  @Inject() watch!: UnmaskWatch;

  @Route(review.queue)
  list(input: Input<typeof review.queue>) {
    const { mine, ...filter } = input.query;
    return this.queue.list({ ...filter, claimedBy: mine ? input.actor.id : undefined }, input.actor.id);
  }

  @Route(review.detail)
  detail(input: Input<typeof review.detail>) {
    return this.service.view(input.actor, input.params.id);
  }

  @Route(review.files)
  async files({ actor, params }: Input<typeof review.files>) {
    const files = () => this.service.files(actor, params.id);
    return { items: await this.watch.lookAgain(actor, params.id, files) };
  }

  @Route(review.claim)
  claim(input: Input<typeof review.claim>) {
    return input.unitOfWork((tx) => this.service.claim(tx, input.actor, input.params.id));
  }

  /** Tries the next one when another officer was faster. */
  @Route(review.claimNext)
  async claimNext(input: Input<typeof review.claimNext>) {
    for (let attempt = 0; attempt < 5; attempt++) {
      const id = await this.queue.nextUnclaimed();
      if (!id) break;
      try {
        return await input.unitOfWork(async (tx) => {
          await this.service.claim(tx, input.actor, id);
          return { id };
        });
      } catch (error) {
        if (!(error instanceof Problem && ['CLAIMED_BY_OTHER', 'CONFLICT', 'ACTION_NOT_ALLOWED'].includes(error.code)))
          throw error;
      }
    }
    return { id: null };
  }

  @Route(review.release)
  release(input: Input<typeof review.release>) {
    return input.unitOfWork((tx) => this.service.release(tx, input.actor, input.params.id));
  }

  @Route(review.approve)
  approve(input: Input<typeof review.approve>) {
    return input.unitOfWork((tx) =>
      this.service.approve(tx, input.actor, input.params.id, input.body.version, input.body.opinion),
    );
  }

  @Route(review.requestCorrection)
  requestCorrection(input: Input<typeof review.requestCorrection>) {
    return input.unitOfWork((tx) =>
      this.service.requestCorrection(tx, input.actor, input.params.id, input.body.version, input.body.faults),
    );
  }

  @Route(review.reject)
  reject(input: Input<typeof review.reject>) {
    return input.unitOfWork((tx) =>
      this.service.reject(tx, input.actor, input.params.id, input.body.version, input.body.reason),
    );
  }

  @Route(review.confirmAtWindow)
  async confirmAtWindow(input: Input<typeof review.confirmAtWindow>) {
    const officer = (await this.staff.byId(input.actor.id))?.name ?? input.actor.id;
    return input.unitOfWork(async (tx) => {
      await this.authorisations.confirmAtWindow(tx, input.actor, input.params.id, officer);
      return { done: true as const };
    });
  }

  @Route(review.windowQueue)
  windowQueue(input: Input<typeof review.windowQueue>) {
    return this.queue.windowQueue(input.query.cursor, input.query.limit);
  }

  @Route(review.unmask)
  unmask(input: Input<typeof review.unmask>) {
    const { params, body, actor } = input;
    return this.watch.look(actor, (tx) => this.service.unmask(tx, actor, params.id, body.partyId, body.reason));
  }
}
