import { createHash } from 'node:crypto';
import type { EscrowAlarm, EscrowState, PayeeChangeState } from '@zhucheng/shared';
import type { EscrowMovement, EscrowPayee, EscrowStanding } from '../../adapters/escrow/port';
import type { FieldCipher } from '../../platform/crypto/field-cipher';

export interface EscrowPerson {
  name: string;
  idNumber: string;
  phone: string | null;
}

/** What the parties of a case have agreed by face; amounts in fen. */
export interface Agreement {
  caseId: string;
  acceptanceNumber: string;
  business: string;
  location: string;
  amountFen: number;
  payOff: { name: string; creditCode: string; fen: number } | null;
  payee: EscrowPayee;
  depositors: EscrowPerson[];
  receivers: EscrowPerson[];
}
export type EscrowContent = Omit<Agreement, 'caseId' | 'amountFen'>;

export type InstructionKind = 'open' | 'lock' | 'release' | 'return' | 'payee';

export interface EscrowRecord {
  id: string;
  caseId: string;
  openKey: string | null;
  agreementNumber: string;
  agreementHash: string;
  content: EscrowContent;
  payee: EscrowPayee;
  deposit: EscrowStanding['deposit'] | null;
  amountFen: number;
  payOffFen: number;
  depositedFen: number;
  lockedFen: number;
  state: EscrowState;
  bankVersion: number;
  says: string | null;
  alarm: EscrowAlarm | null;
  settled: string | null;
  needsPerson: boolean;
  silentSince: number | null;
  stateSince: number;
  createdAt: number;
}

export interface InstructionRow {
  id: string;
  number: string;
  kind: InstructionKind;
  state: 'open' | 'done' | 'refused';
  ticket: string | null;
}

export interface PayeeChangeRow {
  id: string;
  escrow_id: string;
  citizen_id: string;
  session_id: string | null;
  channel: 'wechat' | 'alipay';
  session_cipher: string;
  payee_cipher: string;
  state: PayeeChangeState;
  expires_at: number;
  effective_at: number | null;
}

export type Row = Record<string, unknown>;

const ofEscrow = (id: string) => `escrow:${id}`;
export const sealed = (cipher: FieldCipher, id: string, value: unknown): string =>
  cipher.encryptJson(value, ofEscrow(id));
export const opened = <T>(cipher: FieldCipher, id: string, sealedText: string): T =>
  cipher.decryptJson<T>(sealedText, ofEscrow(id));

export function escrowFromRow(cipher: FieldCipher, row: Row): EscrowRecord {
  const id = row.id as string;
  const open = <T>(name: string): T => opened<T>(cipher, id, row[name] as string);
  return {
    id,
    caseId: row.case_id as string,
    openKey: row.open_key as string | null,
    agreementNumber: row.agreement_number as string,
    agreementHash: row.agreement_hash as string,
    content: open<EscrowContent>('content_cipher'),
    payee: open<EscrowPayee>('payee_cipher'),
    deposit: row.deposit_cipher ? open<EscrowStanding['deposit']>('deposit_cipher') : null,
    amountFen: Number(row.amount_fen),
    payOffFen: Number(row.pay_off_fen),
    depositedFen: Number(row.deposited_fen),
    lockedFen: Number(row.locked_fen),
    state: row.state as EscrowState,
    bankVersion: Number(row.bank_version),
    says: row.says as string | null,
    alarm: row.alarm as EscrowAlarm | null,
    settled: row.settled as string | null,
    needsPerson: Number(row.needs_person) === 1,
    silentSince: row.silent_since === null ? null : Number(row.silent_since),
    stateSince: Number(row.state_since),
    createdAt: Number(row.created_at),
  };
}

/** Equal for the same agreement: sent off again unchanged, it stands. */
export const hashOf = ({ amountFen, payOff, payee, depositors, receivers }: Agreement): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        amountFen,
        payOff?.creditCode ?? '',
        payOff?.fen ?? 0,
        payee.name,
        payee.bank,
        payee.account,
        [depositors, receivers].map((people) => people.map(({ idNumber }) => idNumber).sort()),
      ]),
    )
    .digest('hex');

/** Which state may follow which; out of the last two there is no way. */
export const follows: Record<EscrowState, readonly EscrowState[]> = {
  agreed: ['awaiting-deposit', 'refused', 'returning'],
  refused: ['agreed', 'awaiting-deposit', 'returning'],
  'awaiting-deposit': ['deposited', 'returning'],
  deposited: ['locked', 'lock-short', 'returning'],
  'lock-short': ['locked', 'returning'],
  locked: ['lock-short', 'releasing', 'returning'],
  releasing: ['released', 'release-problem'],
  'release-problem': ['releasing', 'released'],
  returning: ['returned', 'return-problem'],
  'return-problem': ['returning', 'returned'],
  released: [],
  returned: [],
};

/** How the money is divided: the mortgagee first, the rest to the payee. */
export function partsOf({ amountFen, payOffFen }: Pick<EscrowRecord, 'amountFen' | 'payOffFen'>) {
  const parts: { to: 'mortgagee' | 'payee'; fen: number }[] = [];
  if (payOffFen > 0) parts.push({ to: 'mortgagee', fen: payOffFen });
  if (amountFen > payOffFen) parts.push({ to: 'payee', fen: amountFen - payOffFen });
  return parts;
}

/** Movements without those that the bank reports once more under the same instruction and receiver. */
export function distinct(movements: readonly EscrowMovement[]): EscrowMovement[] {
  const seen = new Set<string>();
  return movements.filter(({ instruction, to }) => {
    const key = `${instruction}:${to}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** What is wrong with what the bank reports having moved; null if it is what it was told. */
export function alarmOf(
  record: Pick<EscrowRecord, 'amountFen' | 'payOffFen'>,
  movements: readonly EscrowMovement[],
  numbers: ReadonlyMap<string, InstructionKind>,
): EscrowAlarm | null {
  if (movements.some(({ instruction, kind }) => numbers.get(instruction) !== kind)) return 'moved-unasked';
  if (distinct(movements).length < movements.length) return 'moved-twice';
  const parts = partsOf(record);
  const planned = (to: string): number | undefined => parts.find((part) => part.to === to)?.fen;
  const wrong = movements.some(({ kind, to, fen }) => kind === 'release' && planned(to) !== fen);
  return wrong ? 'moved-otherwise' : null;
}

export const isReleased = (
  record: Pick<EscrowRecord, 'amountFen' | 'payOffFen'>,
  movements: readonly EscrowMovement[],
): boolean =>
  partsOf(record).every(({ to, fen }) =>
    movements.some((movement) => movement.kind === 'release' && movement.to === to && movement.fen === fen),
  );

export const isReturned = ({ closed, depositedFen, movements }: EscrowStanding): boolean =>
  closed &&
  distinct(movements)
    .filter(({ kind }) => kind === 'return')
    .reduce((sum, { fen }) => sum + fen, 0) === depositedFen;
