import { randomBytes } from 'node:crypto';
import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { proofLifeMs } from '@zhucheng/bff/modules/identity/proof.service';
import { SessionService } from '@zhucheng/bff/modules/identity/session.service';
import { StaffService } from '@zhucheng/bff/modules/identity/staff.service';
import { hashPassword } from '@zhucheng/bff/platform/crypto/secrets';
import { newId } from '@zhucheng/bff/platform/ids';
import {
  actingForHeader,
  deviceHeader,
  fillPath,
  type RouteDefinition,
  residentId,
  type StaffRole,
} from '@zhucheng/shared';
import type { TestServer } from '../support/server';

/** Departments in memory: codes are `openid:<openid>` or `phone:<phone>`, and SMS are kept. */
export function fakeAdapters() {
  const sent: Array<{ phone: string; template: string; params: Record<string, string> }> = [];
  const faces = new Map<string, { name: string; idNumber: string; state: 'pending' | 'passed' | 'refused' }>();
  const phones = new Map<string, string>();
  const state = { departmentsUp: true, sent, faces, phones };
  const down = { status: 'unknown', cause: 'timeout' } as const;
  const textAfter = (code: string, kind: string) => (code.startsWith(`${kind}:`) ? code.slice(kind.length + 1) : null);
  const answer = <T>(value: string | null, wrap: (value: string) => T) => {
    if (!state.departmentsUp) return Promise.resolve(down);
    if (value === null) return Promise.resolve({ status: 'rejected', reason: 'code-invalid' } as const);
    return Promise.resolve({ status: 'accepted', data: wrap(value) } as const);
  };
  const adapters = {
    wechatOpen: {
      codeToSession: (code: string) => answer(textAfter(code, 'openid'), (openid) => ({ openid })),
      phoneNumber: (code: string) => answer(textAfter(code, 'phone'), (phone) => ({ phone, countryCode: '86' })),
    },
    alipayOpen: {
      startFace: ({ name, idNumber, reference }: { name: string; idNumber: string; reference: string }) => {
        if (!state.departmentsUp) return Promise.resolve(down);
        faces.set(`certify-${reference}`, { name, idNumber, state: 'pending' });
        const certifyId = `certify-${reference}`;
        return Promise.resolve({ status: 'accepted', data: { certifyId, url: `https://face/${certifyId}` } } as const);
      },
      faceResult: (certifyId: string) =>
        Promise.resolve({ state: state.departmentsUp ? (faces.get(certifyId)?.state ?? 'unknown') : 'unknown' }),
      exchangeCode: (code: string) => answer(textAfter(code, 'openid'), (openId) => ({ openId })),
      decryptPhone: (response: string) => {
        const phone = textAfter(response, 'phone');
        return phone
          ? { status: 'accepted' as const, data: { phone } }
          : { status: 'rejected' as const, reason: 'bad-signature' as const };
      },
    },
    identityCheck: {
      // Whoever is asked about first with a phone has it.
      check: ({ name, idNumber, phone }: { name: string; idNumber: string; phone?: string }) => {
        if (!state.departmentsUp) return Promise.resolve(down);
        if (phone && !phones.has(idNumber)) phones.set(idNumber, phone);
        const wrong = name.startsWith('假') || (phone && phones.get(idNumber) !== phone);
        return Promise.resolve(
          wrong
            ? { status: 'rejected' as const, reason: 'mismatch' }
            : { status: 'accepted' as const, data: { match: true as const } },
        );
      },
    },
    sms: {
      send: (message: (typeof sent)[number]) => {
        if (!state.departmentsUp) return Promise.resolve(down);
        sent.push(message);
        return Promise.resolve({ status: 'accepted' as const, data: { messageId: newId() } });
      },
    },
  };
  return { adapters, state };
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the server has checked every reply against the contract already
  body: any;
  headers: Headers;
}

interface Call {
  token?: string;
  params?: Record<string, unknown>;
  query?: Record<string, string>;
  body?: unknown;
  key?: string;
  /** The client's device mark. */
  device?: string;
  /** Address as a trusted proxy reports it. */
  from?: string;
  /** Grant under which a family agent calls. */
  actingFor?: string;
}

/** Calls an operation of the contract over HTTP. */
export async function call(server: TestServer, route: unknown, options: Call = {}): Promise<Answer> {
  const { method, path, idempotent } = route as RouteDefinition;
  const query = options.query ? `?${new URLSearchParams(options.query)}` : '';
  const answer = await fetch(`${server.url}${fillPath(path, options.params)}${query}`, {
    method,
    headers: {
      ...(options.token && { authorization: `Bearer ${options.token}` }),
      ...(options.device && { [deviceHeader]: options.device }),
      ...(options.from && { 'x-forwarded-for': options.from }),
      ...(options.actingFor && { [actingForHeader]: options.actingFor }),
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...(idempotent && { 'idempotency-key': options.key ?? newId() }),
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined, headers: answer.headers };
}

export const idNumberOf = (serial: number, born = '19850612'): string =>
  residentId.compose(`450502${born}${String(serial).padStart(3, '0')}`);
export const phoneOf = (serial: number): string => `139077${String(serial).padStart(5, '0')}`;

/** A citizen with a session on a device of hers; proven unless told otherwise. */
export async function citizenOf(
  server: TestServer,
  serial: number,
  more: { name?: string; idNumber?: string; password?: string; proven?: boolean; confirmed?: boolean } = {},
) {
  const citizens = await server.get(CitizenService);
  const sessions = await server.get(SessionService);
  const passwordHash = more.password && (await hashPassword(more.password));
  const person = { name: more.name ?? '陈海波', idNumber: more.idNumber ?? idNumberOf(serial), phone: phoneOf(serial) };
  return server.database.unitOfWork(async (tx) => {
    const id = await citizens.createCitizen(tx, { ...person, ...(passwordHash && { passwordHash }) });
    if (more.proven ?? true)
      await tx.execute(
        "UPDATE citizen SET proven_at = ?, proven_how = 'window', proven_until = ?, proven_blind = id_blind WHERE id = ?",
        [tx.now, tx.now + proofLifeMs, id],
      );
    const { token } = await sessions.start(tx, 'citizen', id, { how: 'test', confirmed: more.confirmed ?? true });
    return { id, token, ...person };
  });
}

export const staffPassword = 'a long staff password 1';
let staffHash: Promise<string> | undefined;

/** A member of staff with a session. */
export async function staffOf(server: TestServer, roles: StaffRole[], more: { institutionId?: string } = {}) {
  const staff = await server.get(StaffService);
  const sessions = await server.get(SessionService);
  staffHash ??= hashPassword(staffPassword);
  const passwordHash = await staffHash;
  const username = `staff-${randomBytes(4).toString('hex')}`;
  const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  return server.database.unitOfWork(async (tx) => {
    const id = await staff.createStaff(tx, { username, name: '李审核', passwordHash, totpSecret, roles, ...more });
    const { token } = await sessions.start(tx, 'staff', id, { how: 'test' });
    return { id, token, username, totpSecret };
  });
}
