import { StartCase } from '@zhucheng/bff/modules/cases/starting/start-case.service';
import { StaffService } from '@zhucheng/bff/modules/identity/staff.service';
import { ClerkService } from '@zhucheng/bff/modules/institutions/clerk.service';
import type { Actor } from '@zhucheng/bff/platform/http/actor';
import { creditCode } from '@zhucheng/shared';
import { houseMortgage } from '../../../shared/src/business/house-mortgage';
import { phoneOf, staffOf } from '../identity/people';
import type { CasesHarness } from './harness';

type Account = Awaited<ReturnType<typeof staffOf>>;
export interface Bank {
  id: string;
  creditCode: string;
  clerk(): Promise<Account & { actor: Actor }>;
}

let serial = 0;

/** A bank that is a member; its clerks may do everything and administer it. */
export async function bankOf(desk: CasesHarness): Promise<Bank> {
  const { server } = desk;
  const staff = await server.get(StaffService);
  const clerks = await server.get(ClerkService);
  const code = creditCode.compose(`91450500MADEM${String(++serial).padStart(3, '0')}`);
  const id = await desk.within((tx) =>
    staff.createInstitution(tx, { name: `北海市第${serial}农村商业银行`, creditCode: code, kind: 'bank' }),
  );
  return {
    id,
    creditCode: code,
    async clerk() {
      const account = await staffOf(server, ['institution-clerk'], { institutionId: id });
      await desk.within((tx) => clerks.adopt(tx, id, account.id, phoneOf(serial)));
      const roles = ['institution-clerk'] as const;
      return { ...account, actor: { kind: 'staff', id: account.id, roles, institutionId: id, sessionId: account.id } };
    },
  };
}

/** A clerk's case: Chen Haibo mortgages a home for a loan under this contract. */
export async function loanOf(desk: CasesHarness, actor: Actor, contractNumber = '北银抵字（2026）第 1 号') {
  const starts = await desk.server.get(StartCase);
  const { certificateNumber } = await desk.home();
  const prepared = await starts.prepare(actor, houseMortgage.id, { certificateNumber, rightHolder: '陈海波' });
  const view = await desk.within((tx) => starts.begin(tx, actor, prepared));
  await desk.fill(
    view.id,
    'contract',
    {
      contractNumber,
      collateral: 150_000_000,
      secured: 90_000_000,
      debtStart: '2026-03-11',
      debtEnd: '2046-03-10',
      transferLimit: 'no',
      guaranteeScope: '主债权及其利息',
      contacts: { mortgagor: [desk.chen.phone] },
    },
    actor,
  );
  return view;
}
