import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Business, identityNumber, type PartyDeclaration } from '@zhucheng/shared';
import { newId } from '../../../platform/ids';
import { StaffService } from '../../identity/staff.service';
import { limitsTransfer, noticeLives } from '../../register/register.conditions';
import type { MortgageRecord, RegisterSnapshot } from '../../register/register.types';
import type { PartyIdentity, PartyRecord } from '../core/case.model';
import { CaseStore } from '../core/case-store.service';
import type { Starter } from './starters.service';

type Share = PartyRecord['share'];
interface Member {
  identity: PartyIdentity;
  share?: Share | undefined;
  institutionId?: string | null;
}

/** The parties a case begins with: from the register, and whoever starts it. The others are entered in later steps. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PartiesAtStart {
  @Inject() store!: CaseStore;
  @Inject() staff!: StaffService;

  /** `now`: UTC ms. At most one statement per institution involved. */
  async of(
    business: Business,
    caseId: string,
    starter: Starter,
    snapshot: RegisterSnapshot,
    basisId: string,
    now: number,
  ): Promise<PartyRecord[]> {
    const parties: PartyRecord[] = [];
    for (const [role, declared] of Object.entries(business.parties)) {
      const members = await this.members(declared, starter, snapshot, basisId, now);
      members.forEach((member, position) => {
        const starts = identityNumber.same(member.identity.idNumber, starter.identity.idNumber);
        const applicant = role === business.applicant && starts;
        parties.push({
          ...blank,
          id: newId(now),
          caseId,
          role,
          position,
          idBlind: this.store.blindOf(member.identity.idNumber),
          identity: starts ? { ...member.identity, phone: starter.identity.phone } : member.identity,
          institutionId: member.institutionId ?? null,
          share: member.share ?? null,
          visible: starts,
          applicant,
        });
      });
    }
    return parties;
  }

  private async members(
    declared: PartyDeclaration,
    starter: Starter,
    snapshot: RegisterSnapshot,
    basisId: string,
    now: number,
  ): Promise<Member[]> {
    const known = ({ name, idNumber }: { name: string; idNumber: string }): PartyIdentity => ({
      name,
      idNumber,
      phone: null,
      registered: true,
    });
    switch (declared.are) {
      case 'starter':
        return [{ identity: starter.identity, institutionId: starter.institution?.id ?? null }];
      case 'owners-of-unit':
        return (snapshot.ownership?.holders ?? []).map((holder) => ({ identity: known(holder), share: holder.share }));
      case 'notice-holders':
      case 'notice-holders-or-entered': {
        const live = snapshot.notices.filter((notice) => notice.kind === 'presale' && noticeLives(notice, now));
        const notice = live.find((one) => one.id === basisId) ?? live[0];
        return (notice?.holders ?? []).map((holder) => ({ identity: known(holder), share: holder.share }));
      }
      case 'mortgagees':
        return this.mortgagees(snapshot.mortgages);
      case 'mortgagees-with-transfer-limit':
        return this.mortgagees(snapshot.mortgages.filter(limitsTransfer));
      default:
        return [];
    }
  }

  private async mortgagees(mortgages: readonly MortgageRecord[]): Promise<Member[]> {
    const members = new Map<string, Member>();
    for (const { mortgagee } of mortgages) {
      if (members.has(mortgagee.creditCode)) continue;
      const institution = await this.staff.institutionByCreditCode(mortgagee.creditCode);
      members.set(mortgagee.creditCode, {
        identity: { name: mortgagee.name, idNumber: mortgagee.creditCode, phone: null, registered: true },
        institutionId: institution?.id ?? null,
      });
    }
    return [...members.values()];
  }
}

const blank = {
  visible: false,
  applicant: false,
  authState: 'none',
  authHow: null,
  authAt: null,
  authReason: null,
  agreedHash: null,
  askedAt: null,
  agent: null,
} as const;

export { blank as blankParty };
