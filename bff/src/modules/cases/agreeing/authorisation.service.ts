import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AuthorisationView, CaseActor } from '@zhucheng/shared';
import type { FaceResult } from '../../../adapters';
import { Clock } from '../../../platform/clock';
import { Database } from '../../../platform/database/database';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import { type Actor, coversUnit, personOf, system } from '../../../platform/http/actor';
import { newId } from '../../../platform/ids';
import { Outbox, type Task } from '../../../platform/outbox/outbox';
import { type FaceChannel, FaceChecks, type FaceSession, type StartedFace } from '../../identity/face-check.service';
import { Proofs } from '../../identity/proof.service';
import { FaceAttemptEntity } from '../core/case.entity';
import { type LoadedCase, missingAuthorisations, type PartyRecord } from '../core/case.model';
import { type Read } from '../core/case.query';
import { commitmentTexts } from '../core/case-commitments';
import { CaseStore } from '../core/case-store.service';
import { escrowAgreesTo } from '../core/escrow-terms';
import { CaseMessages } from '../messages/case-messages.service';
import type { Viewer } from '../reading/case.view';
import { CaseReader } from '../reading/case-reader.service';
import { CaseAgents, requireByAgent } from './case-agents.service';

interface AttemptRow {
  id: string;
  party_id: string;
  citizen_id: string;
  session_id: string | null;
  grant_id: string | null;
  channel: FaceChannel;
  session_cipher: string;
  content_hash: string;
  state: string;
  expires_at: number;
}

const attemptSql =
  'SELECT id, party_id, citizen_id, session_id, grant_id, channel, session_cipher, content_hash, state, expires_at FROM face_attempt WHERE id = ?';
/** The grant under which it was begun has ended, or the agent may not do it: asking on would change nothing. */
const agentRefusals: readonly string[] = ['GRANT_ENDED', 'AGENT_NOT_ALLOWED', 'AGENT_SELF_DEALING'];

/**
 * Authorisation of a case by each party: by face (人脸核验), at the window, or by an institution's clerk. What the client
 * says about a face check proves nothing; only the platform's answer to our own query does.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AuthorisationService {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() store!: CaseStore;
  @Inject() reader!: CaseReader;
  @Inject() faces!: FaceChecks;
  @Inject() proofs!: Proofs;
  @Inject() agents!: CaseAgents;
  @Inject() messages!: CaseMessages;
  @Inject() outbox!: Outbox;

  @Init()
  async init(): Promise<void> {
    // Finds the result even if the app was closed right after the face check.
    this.outbox.on('case.face', (task: Task<{ attemptId: string }>) => this.follow(task.payload.attemptId), {
      maxAttempts: 60,
    });
  }

  async caseOf(read: Read, partyId: string): Promise<string> {
    const [row] = await read<{ case_id: string }>('SELECT case_id FROM case_party WHERE id = ?', [partyId]);
    if (!row) throw new Problem('NOT_FOUND');
    return row.case_id;
  }

  private mine(loaded: LoadedCase, partyId: string, viewer: Viewer): PartyRecord {
    const party = loaded.parties.find((candidate) => candidate.id === partyId);
    const own = viewer.institutionId
      ? party?.institutionId === viewer.institutionId
      : Boolean(viewer.idBlind) && party?.idBlind === viewer.idBlind && !party?.institutionId;
    const covered = coversUnit(viewer, loaded.record.unitId);
    if (!party || !own || !covered || !party.visible || party.askedAt === null) throw new Problem('NOT_FOUND');
    return party;
  }

  /** Errors: NOT_FOUND for anybody but the party itself. */
  async view(read: Read, partyId: string, viewer: Viewer): Promise<AuthorisationView> {
    const { loaded, details } = await this.reader.forViewer(read, await this.caseOf(read, partyId), viewer);
    const party = this.mine(loaded, partyId, viewer);
    return this.present(read, loaded, details, party, viewer);
  }

  private async present(
    read: Read,
    loaded: LoadedCase,
    details: Parameters<CaseReader['present']>[2],
    party: PartyRecord,
    viewer: Viewer,
  ): Promise<AuthorisationView> {
    const { record, business } = loaded;
    const declared = business.parties[party.role]!;
    return {
      id: party.id,
      item: {
        id: party.id,
        caseId: record.id,
        businessName: business.name,
        roleName: declared.name,
        location: record.unit.location,
        applicant: loaded.parties.find((candidate) => candidate.applicant)!.identity.name,
        state: party.authState,
        askedAt: party.askedAt!,
        deadlineAt: record.deadlineAt,
      },
      agreesTo: [...declared.agreesTo, ...escrowAgreesTo(loaded, party.role)],
      commitments: commitmentTexts(loaded, party),
      contentHash: record.contentHash,
      case: await this.reader.present(read, loaded, details, viewer),
    };
  }

  /**
   * Starts a check with the platform; an agent shows her own face. Errors: CONTENT_CHANGED, ACTION_NOT_ALLOWED,
   * DEPARTMENT_UNAVAILABLE, NOT_FOUND, AGENT_NOT_ALLOWED, AGENT_SELF_DEALING.
   */
  async startFace(actor: Actor, partyId: string, channel: FaceChannel, contentHash: string) {
    const viewer = await this.reader.viewerOf(actor);
    const { loaded } = await this.reader.forViewer(
      this.reader.committed,
      await this.caseOf(this.reader.committed, partyId),
      viewer,
    );
    const party = this.mine(loaded, partyId, viewer);
    this.store.require(loaded, 'authorise', ['party']);
    await this.agents.require(actor, loaded, party);
    this.unchanged(loaded, contentHash);
    if (party.authState === 'passed' && party.agreedHash === contentHash)
      throw new Problem('ACTION_NOT_ALLOWED', { message: '您已经授权过了，无需重复办理。' });
    const attemptId = newId();
    const started = await this.faces.start(await this.agents.faceOf(actor, party), channel, attemptId);
    return { attemptId, contentHash, ...started };
  }

  async saveAttempt(
    tx: Transaction,
    actor: Actor,
    partyId: string,
    started: StartedFace & { attemptId: string; contentHash: string },
  ): Promise<void> {
    await tx.insert(FaceAttemptEntity, {
      id: started.attemptId,
      partyId,
      citizenId: personOf(actor),
      sessionId: actor.sessionId,
      grantId: actor.agent?.grantId ?? null,
      channel: started.channel,
      sessionCipher: this.store.cipher.encryptJson(started.session, `face:${started.attemptId}`),
      contentHash: started.contentHash,
      state: 'open',
      createdAt: tx.now,
      expiresAt: started.expiresAt,
    });
    await tx.enqueue('case.face', started.attemptId, { attemptId: started.attemptId }, { delayMs: 20_000 });
    await tx.audit({
      actor,
      action: 'authorisation.face-start',
      subject: { kind: 'party', id: partyId },
      detail: { channel: started.channel, faceConsent: true },
    });
  }

  private unchanged(loaded: LoadedCase, contentHash: string): void {
    if (loaded.record.contentHash !== contentHash) throw new Problem('CONTENT_CHANGED');
  }

  private async ask(attempt: AttemptRow, party: PartyRecord): Promise<FaceResult> {
    const session = this.store.cipher.decryptJson<FaceSession>(attempt.session_cipher, `face:${attempt.id}`);
    const person = attempt.grant_id ? await this.agents.identityOf(attempt.citizen_id) : party.identity;
    return this.faces.ask(attempt.channel, session, person, attempt.id);
  }

  /** Asks the platform for the result. Errors: FACE_NOT_PASSED, CONTENT_CHANGED, DEPARTMENT_UNAVAILABLE, NOT_FOUND. */
  async result(actor: Actor, partyId: string, attemptId: string): Promise<AttemptRow> {
    const viewer = await this.reader.viewerOf(actor);
    const [attempt] = await this.reader.committed<AttemptRow>(attemptSql, [attemptId]);
    const own = attempt?.citizen_id === personOf(actor) && attempt.grant_id === (actor.agent?.grantId ?? null);
    if (!attempt || attempt.party_id !== partyId || !own) throw new Problem('NOT_FOUND');
    const { loaded } = await this.reader.forViewer(
      this.reader.committed,
      await this.caseOf(this.reader.committed, partyId),
      viewer,
    );
    const party = this.mine(loaded, partyId, viewer);
    if (attempt.state === 'passed') return attempt;
    this.faces.requirePassed(await this.ask(attempt, party));
    return attempt;
  }

  /**
   * Writes a passed check: the party agrees to the content it was started for, and whoever showed the face is proven. An
   * agent's grant must still be in force.
   */
  async record(tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, attempt: AttemptRow): Promise<LoadedCase> {
    const loaded = await this.store.load(tx, await this.caseOf(CaseReader.within(tx), attempt.party_id));
    const party = loaded.parties.find((candidate) => candidate.id === attempt.party_id);
    if (!party) throw new Problem('CONTENT_CHANGED');
    if (party.authState === 'passed' && party.agreedHash === attempt.content_hash) return loaded;
    this.unchanged(loaded, attempt.content_hash);
    const by = attempt.grant_id ? await this.agents.whoAuthorised(tx, loaded, party, attempt.grant_id) : null;
    await tx.update(FaceAttemptEntity, { state: 'passed' }, { id: attempt.id });
    const who = by ? { ...actor, agent: by.agent } : actor;
    await this.agree(tx, loaded, party, 'authorise', {
      actor: who,
      as: ['party'],
      how: 'face',
      agent: by?.kept ?? null,
    });
    await this.proofs.prove(tx, actor, attempt.citizen_id, attempt.channel, attempt.session_id);
    return loaded;
  }

  private async agree(
    tx: Transaction,
    loaded: LoadedCase,
    party: PartyRecord,
    action: 'authorise' | 'confirm-at-window' | 'consent',
    how: {
      actor: Pick<Actor, 'kind' | 'id' | 'agent'>;
      as: CaseActor[];
      how: string;
      by?: string;
      agent?: PartyRecord['agent'];
    },
  ): Promise<void> {
    await this.store.apply(tx, loaded, action, {
      actor: how.actor,
      as: how.as,
      by: how.by ?? this.store.label(loaded, party),
      detail: { party: party.id, how: how.how, contentHash: loaded.record.contentHash },
    });
    await this.store.updateParty(tx, party, {
      authState: 'passed',
      authHow: how.how,
      authAt: tx.now,
      authReason: null,
      agreedHash: loaded.record.contentHash,
      agent: how.agent ?? null,
    });
    if (missingAuthorisations(loaded, 'submission').length === 0 && loaded.record.state === 'authorising')
      await this.messages.tellApplicant(tx, loaded, 'authorisations-complete');
  }

  private async follow(attemptId: string): Promise<{ againAfterMs: number } | undefined> {
    const [attempt] = await this.reader.committed<AttemptRow>(attemptSql, [attemptId]);
    if (attempt?.state !== 'open') return undefined;
    // The task ends only if the party is gone; a database that is away for a moment is asked again.
    const caseId = await this.caseOf(this.reader.committed, attempt.party_id).catch((error) => {
      if (error instanceof Problem) return null;
      throw error;
    });
    if (!caseId) return undefined;
    const { loaded } = await this.reader.forViewer(this.reader.committed, caseId, { staff: true });
    const party = loaded.parties.find((candidate) => candidate.id === attempt.party_id);
    if (
      !party ||
      loaded.record.state !== 'authorising' ||
      loaded.record.contentHash !== attempt.content_hash ||
      party.authState === 'passed'
    )
      return undefined;
    const answer = await this.ask(attempt, party);
    if (answer.state === 'passed') {
      try {
        await this.database.unitOfWork((tx) => this.record(tx, { ...system }, attempt));
      } catch (error) {
        if (!(error instanceof Problem && agentRefusals.includes(error.code))) throw error;
      }
      return undefined;
    }
    if (answer.state === 'refused' || this.clock.now() > attempt.expires_at) return undefined;
    return { againAfterMs: 30_000 };
  }

  /** A party says no: the case goes back to the applicant with the reason. Error: ACTION_NOT_ALLOWED. */
  async refuse(tx: Transaction, actor: Actor, partyId: string, viewer: Viewer, reason: string): Promise<void> {
    const loaded = await this.store.load(tx, await this.caseOf(CaseReader.within(tx), partyId));
    const party = this.mine(loaded, partyId, viewer);
    const institution = viewer.institutionId !== undefined;
    if (actor.agent) requireByAgent(loaded.business, party.role);
    await this.store.apply(tx, loaded, institution ? 'refuse-consent' : 'refuse', {
      actor,
      as: [institution ? 'institution' : 'party'],
      by: this.store.label(loaded, party),
      note: reason,
      detail: { party: party.id },
    });
    await this.store.updateParty(tx, party, {
      authState: 'refused',
      authHow: null,
      authAt: tx.now,
      authReason: reason,
      agreedHash: null,
      agent: null,
    });
    await this.messages.tellApplicant(tx, loaded, 'authorisation-refused', {
      who: this.store.label(loaded, party),
      reason,
    });
  }

  /** The alternative to the face check. Error: ACTION_NOT_ALLOWED. */
  async chooseWindow(tx: Transaction, actor: Actor, partyId: string, viewer: Viewer): Promise<void> {
    const loaded = await this.store.load(tx, await this.caseOf(CaseReader.within(tx), partyId));
    const party = this.mine(loaded, partyId, viewer);
    if (actor.agent) requireByAgent(loaded.business, party.role);
    if (party.authState === 'passed')
      throw new Problem('ACTION_NOT_ALLOWED', { message: '您已经授权过了，无需重复办理。' });
    await this.store.apply(tx, loaded, 'choose-window', {
      actor,
      as: ['party'],
      by: this.store.label(loaded, party),
      detail: { party: party.id },
    });
    await this.store.updateParty(tx, party, { authState: 'window', authHow: 'window' });
  }

  /** An officer has seen the person and the document. Errors: NOT_FOUND, ACTION_NOT_ALLOWED. */
  async confirmAtWindow(tx: Transaction, actor: Actor, partyId: string, officer: string): Promise<void> {
    const loaded = await this.store.load(tx, await this.caseOf(CaseReader.within(tx), partyId));
    const party = loaded.parties.find((candidate) => candidate.id === partyId)!;
    if (party.authState !== 'window')
      throw new Problem('ACTION_NOT_ALLOWED', { message: '此人没有选择到窗口核验，请让本人在手机上选择后再办理。' });
    await this.agree(tx, loaded, party, 'confirm-at-window', {
      actor,
      as: ['officer'],
      how: 'window',
      by: `窗口 ${officer}（${this.store.label(loaded, party)}）`,
    });
  }

  /** A clerk consents for the institution. Errors: NOT_FOUND, CONTENT_CHANGED, ACTION_NOT_ALLOWED. */
  async consent(tx: Transaction, actor: Actor, partyId: string, contentHash: string): Promise<AuthorisationView> {
    const viewer: Viewer = { institutionId: actor.institutionId! };
    const loaded = await this.store.load(tx, await this.caseOf(CaseReader.within(tx), partyId));
    const party = this.mine(loaded, partyId, viewer);
    if (party.authState === 'passed' && party.agreedHash === contentHash)
      throw new Problem('ACTION_NOT_ALLOWED', { message: '本机构已经同意，无需重复办理。' });
    this.unchanged(loaded, contentHash);
    await this.agree(tx, loaded, party, 'consent', { actor, as: ['institution'], how: 'institution' });
    if (loaded.record.state === 'submitted')
      await tx.enqueue('case.review', null, { caseId: loaded.record.id }, { caseId: loaded.record.id });
    return this.view(CaseReader.within(tx), partyId, viewer);
  }
}
