import { type KioskView, type Printable, type PrintTrouble, type RouteReply, routes } from '@zhucheng/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { CardScreen } from './card-screen';
import { ClerkScreen } from './clerk-screen';
import { call, device, KioskFault } from './device';
import { CodeScreen } from './entry-screens';
import { ConsentScreen, FaceScreen } from './face-screens';
import './kiosk.css';
import './kiosk-print.css';
import './kiosk-proof.css';
import { ListScreen, PrintingScreen } from './print-screens';
import {
  askClerk,
  type ClerkProof,
  type FaceProof,
  type OpenedVisit,
  type Proof,
  startCard,
  startFace,
} from './proofs';
import { SetupScreen } from './setup-screen';
import { StartScreen } from './start-screen';
import { useIdle } from './use-idle';
import { WayScreen } from './way-screen';

const { printing } = routes;

/** Everything about the person in front of the kiosk; starting anew drops it whole. */
interface Visit {
  screen: 'start' | 'code' | 'way' | 'consent' | 'proof' | 'list' | 'printing';
  code: string;
  proof: { way: 'card'; of: Proof } | { way: 'face'; of: FaceProof } | { way: 'clerk'; of: ClerkProof } | null;
  /** The time to prove whose the code is ran out. */
  timeOver: boolean;
  token: string;
  items: Printable[];
  print: RouteReply<typeof printing.print> | null;
}
const nobody: Visit = {
  screen: 'start',
  code: '',
  proof: null,
  timeOver: false,
  token: '',
  items: [],
  print: null,
};

const idleSeconds = 60;
/** Seconds without a touch after the time for a proof ran out: the visitor has most likely gone. */
const timeOverSeconds = 30;
/** Screens that wait for a proof have a time limit of their own and no idle time. */
const idleOf = ({ screen, timeOver }: Visit): number | null =>
  screen === 'start' || screen === 'proof' ? null : timeOver ? timeOverSeconds : idleSeconds;
const codeRefused = (code: string): boolean => code === 'PICKUP_LOCKED' || code === 'PICKUP_FAILED';

/** The self-service printer's page (自助打证): full screen, for fingers, back to its start after a minute without a touch. */
export default function KioskApp() {
  const [kiosk, setKiosk] = useState<KioskView | null>(null);
  const [unset, setUnset] = useState(device.get() === null);
  const [visit, setVisit] = useState<Visit>(nobody);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** A reply that arrives after its visitor has left is thrown away. */
  const turn = useRef(0);

  const load = useCallback(async () => {
    try {
      setKiosk(await call(printing.kiosk, {}));
      setUnset(false);
      setFault(null);
    } catch (error) {
      if (error instanceof KioskFault && error.code === 'UNAUTHENTICATED') setUnset(true);
      setFault((error as Error).message);
    }
  }, []);
  useEffect(() => {
    document.title = '自助打证 · 珠城e登';
    if (device.get() !== null) void load();
  }, [load]);

  /** To another screen; a proof that was on the way is given up. */
  const go = (change: Partial<Visit>, said: string | null = null): void => {
    const { proof } = visit;
    turn.current++;
    setVisit((now) => ({ ...now, proof: null, timeOver: false, ...change }));
    setFault(said);
    setBusy(false);
    if (proof && !change.token) void proof.of.end().catch(() => undefined);
  };
  const leave = (): void => {
    const { token, print } = visit;
    go(nobody);
    if (!token) return;
    void (async () => {
      const body = { visit: token, outcome: 'trouble', trouble: 'no-answer' } as const;
      if (print) await call(printing.report, { params: { id: print.printId }, body });
      await call(printing.endVisit, { body: { visit: token } });
    })().catch(() => undefined);
  };
  const left = useIdle(idleOf(visit), leave);

  const run = async (work: () => Promise<Partial<Visit>>): Promise<void> => {
    const mine = turn.current;
    setBusy(true);
    setFault(null);
    try {
      const change = await work();
      if (mine === turn.current) setVisit((now) => ({ ...now, ...change }));
    } catch (error) {
      if (mine !== turn.current) return;
      const { code, message } = error as KioskFault;
      setFault(message);
      if (codeRefused(code)) go({ screen: 'code', code: '' }, message);
    } finally {
      if (mine === turn.current) setBusy(false);
    }
  };
  const begin = (start: () => Promise<NonNullable<Visit['proof']>>) =>
    run(async () => ({ screen: 'proof', proof: await start() }));
  const proofEnded = ({ code, message }: KioskFault): void => {
    if (codeRefused(code)) go({ screen: 'code', code: '' }, message);
    else go({ screen: visit.proof?.way === 'face' ? 'consent' : 'way', timeOver: code.endsWith('_OVER') }, message);
  };
  const waits = {
    onOpened: ({ visit: token, items }: OpenedVisit) => go({ screen: 'list', token, items, code: '' }),
    onEnded: proofEnded,
    onBack: () => go({ screen: 'way' }),
    onLeave: leave,
  };
  const print = ({ certificateId }: Printable) =>
    run(async () => ({
      screen: 'printing',
      print: await call(printing.print, { body: { visit: visit.token, certificateId } }),
    }));
  const report = (trouble: PrintTrouble | null) =>
    run(async () => {
      const result = trouble ? ({ outcome: 'trouble', trouble } as const) : ({ outcome: 'printed' } as const);
      const params = { id: visit.print!.printId };
      const { items } = await call(printing.report, { params, body: { visit: visit.token, ...result } });
      return { screen: 'list', print: null, items };
    });

  const type = (code: string) => {
    setFault(null);
    setVisit((now) => ({ ...now, code }));
  };
  const start = (): void => {
    setVisit({ ...nobody, screen: 'code' });
    // The administrator may have set up a reader meanwhile.
    void call(printing.kiosk, {}).then(setKiosk, () => undefined);
  };

  if (unset) {
    return (
      <SetupScreen
        fault={fault}
        onToken={(token) => {
          device.set(token);
          void load();
        }}
      />
    );
  }
  return (
    <main className="kiosk">
      {visit.screen === 'start' && (
        <StartScreen kiosk={kiosk} fault={fault} onRetry={() => void load()} onStart={start} />
      )}
      {visit.screen === 'code' && (
        <CodeScreen
          value={visit.code}
          onChange={type}
          onNext={() => go({ screen: 'way' })}
          onLeave={leave}
          fault={fault}
          busy={busy}
        />
      )}
      {visit.screen === 'way' && (
        <WayScreen
          reader={Boolean(kiosk?.reader)}
          busy={busy}
          fault={fault}
          onCard={() => void begin(async () => ({ way: 'card', of: await startCard(visit.code, kiosk!.reader!.url) }))}
          onFace={() => go({ screen: 'consent' })}
          onClerk={() => void begin(async () => ({ way: 'clerk', of: await askClerk(visit.code) }))}
          onBack={() => go({ screen: 'code' })}
          onLeave={leave}
        />
      )}
      {visit.screen === 'consent' && (
        <ConsentScreen
          busy={busy}
          fault={fault}
          onAgree={() => void begin(async () => ({ way: 'face', of: await startFace(visit.code) }))}
          onBack={() => go({ screen: 'way' })}
          onLeave={leave}
        />
      )}
      {visit.proof?.way === 'card' && <CardScreen {...waits} key={visit.proof.of.id} proof={visit.proof.of} />}
      {visit.proof?.way === 'face' && <FaceScreen {...waits} key={visit.proof.of.id} proof={visit.proof.of} />}
      {visit.proof?.way === 'clerk' && <ClerkScreen {...waits} key={visit.proof.of.id} proof={visit.proof.of} />}
      {visit.screen === 'list' && (
        <ListScreen
          items={visit.items}
          busy={busy}
          fault={fault}
          onPrint={(item) => void print(item)}
          onLeave={leave}
        />
      )}
      {visit.screen === 'printing' && visit.print && (
        <PrintingScreen
          key={visit.print.printId}
          url={visit.print.url}
          busy={busy}
          fault={fault}
          onPrinted={() => void report(null)}
          onTrouble={(trouble) => void report(trouble)}
        />
      )}
      {left !== null && (
        <div className="kiosk-idle" role="alertdialog" aria-label="还在使用吗" data-testid="kiosk-idle">
          <div className="kiosk-idle-box">
            <h1>还在使用吗？</h1>
            <p>{left} 秒后回到首页，并清除您输入的内容。</p>
            <button type="button" className="kiosk-main">
              我还在，继续
            </button>
          </div>
        </div>
      )}
    </main>
  );
}
