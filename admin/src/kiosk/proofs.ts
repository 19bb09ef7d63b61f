import { type CardReading, type RouteReply, routes } from '@zhucheng/shared';
import { call, KioskFault } from './device';

const { pickup, printing } = routes;

export type OpenedVisit = RouteReply<typeof printing.openByFace>;

/** A way to show whose the code is, on its way: asked for again and again until it is there or its time is over. */
export interface Proof {
  id: string;
  lifeMs: number;
  pollMs: number;
  ready: () => Promise<boolean>;
  /** `key` is the same each time, so that a visit whose answer was lost on the way is not lost. */
  open: (key: string) => Promise<OpenedVisit>;
  /** Gives the attempt up on the server. */
  end: () => Promise<unknown>;
  over: 'PICKUP_FACE_OVER' | 'PICKUP_CARD_OVER' | 'PICKUP_CONFIRM_OVER';
}
export type FaceProof = Proof & { url: string };
export type ClerkProof = Proof & { number: string };

export async function startFace(code: string): Promise<FaceProof> {
  const { attemptId, url, lifeMs } = await call(printing.startFace, { body: { code, faceConsent: true } });
  const params = { id: attemptId };
  return {
    id: attemptId,
    url,
    lifeMs,
    pollMs: 2_500,
    ready: async () => (await call(printing.checkFace, { params })).state === 'passed',
    open: (key) => call(printing.openByFace, { params }, key),
    end: () => call(printing.endFace, { params }),
    over: 'PICKUP_FACE_OVER',
  };
}

/** What lies on the reader beside this kiosk, signed for the nonce; null while no card does. */
async function readCard(reader: string, nonce: string): Promise<CardReading | null> {
  try {
    const answer = await fetch(`${reader}/read`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ nonce }),
      cache: 'no-store',
    });
    if (!answer.ok) throw new Error(`the reader answers ${answer.status}`);
    return ((await answer.json()) as { reading: CardReading | null }).reading;
  } catch {
    throw new KioskFault('READER', '读卡器没有连上，正在重试。也可以换一种方式，或请工作人员帮忙。');
  }
}

/** The reading is kept in this closure only, until the server has judged it. */
export async function startCard(code: string, reader: string): Promise<Proof> {
  const { readingId, nonce, lifeMs } = await call(pickup.beginReading, { body: { code } });
  const params = { id: readingId };
  let reading: CardReading | null = null;
  return {
    id: readingId,
    lifeMs,
    pollMs: 800,
    ready: async () => {
      reading ??= await readCard(reader, nonce);
      return reading !== null;
    },
    open: (key) => call(pickup.openByCard, { params, body: { reading: reading! } }, key),
    end: () => call(pickup.endReading, { params }),
    over: 'PICKUP_CARD_OVER',
  };
}

export async function askClerk(code: string): Promise<ClerkProof> {
  const { confirmationId, number, lifeMs } = await call(pickup.askClerk, { body: { code } });
  const params = { id: confirmationId };
  return {
    id: confirmationId,
    number,
    lifeMs,
    pollMs: 2_500,
    ready: async () => (await call(pickup.confirmation, { params })).state === 'approved',
    open: (key) => call(pickup.openByClerk, { params }, key),
    end: () => call(pickup.endConfirmation, { params }),
    over: 'PICKUP_CONFIRM_OVER',
  };
}
