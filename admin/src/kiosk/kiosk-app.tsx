import { type KioskView, type Printable, type PrintTrouble, type RouteReply, routes } from '@zhucheng/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, device, KioskFault } from './device';
import { CodeScreen, IdScreen } from './entry-screens';
import { ConsentScreen, FaceScreen, WayScreen } from './face-screens';
import './kiosk.css';
import './kiosk-print.css';
import { ListScreen, PrintingScreen } from './print-screens';
import { SetupScreen } from './setup-screen';
import { StartScreen } from './start-screen';
import type { FaceAttempt } from './use-face';
import { useIdle } from './use-idle';

const { printing } = routes;

/** Everything about the person in front of the kiosk; starting anew drops it whole. */
interface Visit {
  screen: 'start' | 'code' | 'way' | 'id' | 'consent' | 'face' | 'list' | 'printing';
  code: string;
  idNumber: string;
  attempt: FaceAttempt | null;
  /** The time for the face is over without one. */
  faceOver: boolean;
  token: string;
  items: Printable[];
  print: RouteReply<typeof printing.print> | null;
}
const nobody: Visit = {
  screen: 'start',
  code: '',
  idNumber: '',
  attempt: null,
  faceOver: false,
  token: '',
  items: [],
  print: null,
};

const idleSeconds = 60;
/** Whoever has shown no face in all the time for it has most likely gone. */
const faceOverSeconds = 30;
/** The screen of the face check ends by itself. */
const idleOf = ({ screen, faceOver }: Visit): number | null =>
  screen === 'start' || screen === 'face' ? null : faceOver ? faceOverSeconds : idleSeconds;
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

  /** To another screen; a face check that was on the way is given up. */
  const go = (change: Partial<Visit>, said: string | null = null): void => {
    const { attempt } = visit;
    turn.current++;
    setVisit((now) => ({ ...now, attempt: null, faceOver: false, ...change }));
    setFault(said);
    setBusy(false);
    if (attempt && !change.token)
      void call(printing.endFace, { params: { id: attempt.attemptId } }).catch(() => undefined);
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
      if (!codeRefused(code)) return;
      if (visit.screen === 'consent') go({ screen: 'code', code: '' }, message);
      else setVisit((now) => ({ ...now, idNumber: '' }));
    } finally {
      if (mine === turn.current) setBusy(false);
    }
  };
  const open = () =>
    run(async () => {
      const { code, idNumber } = visit;
      const reply = await call(printing.openVisit, { body: { code, idNumber } });
      return { screen: 'list', token: reply.visit, items: reply.items, code: '', idNumber: '' };
    });
  const startFace = () =>
    run(async () => {
      const body = { code: visit.code, faceConsent: true } as const;
      return { screen: 'face', attempt: await call(printing.startFace, { body }) };
    });
  const faceEnded = ({ code, message }: KioskFault): void =>
    codeRefused(code)
      ? go({ screen: 'code', code: '' }, message)
      : go({ screen: 'consent', faceOver: code === 'PICKUP_FACE_OVER' }, message);
  const ways = {
    onId: () => go({ screen: 'id' }),
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

  const type = (name: 'code' | 'idNumber') => (value: string) => {
    setFault(null);
    setVisit((now) => ({ ...now, [name]: value }));
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
        <StartScreen
          kiosk={kiosk}
          fault={fault}
          onRetry={() => void load()}
          onStart={() => setVisit({ ...nobody, screen: 'code' })}
        />
      )}
      {visit.screen === 'code' && (
        <CodeScreen
          value={visit.code}
          onChange={type('code')}
          onNext={() => go({ screen: 'way' })}
          onLeave={leave}
          fault={fault}
          busy={busy}
        />
      )}
      {visit.screen === 'way' && (
        <WayScreen {...ways} onFace={() => go({ screen: 'consent' })} onBack={() => go({ screen: 'code' })} />
      )}
      {visit.screen === 'consent' && (
        <ConsentScreen {...ways} busy={busy} fault={fault} onAgree={() => void startFace()} />
      )}
      {visit.screen === 'face' && visit.attempt && (
        <FaceScreen
          {...ways}
          key={visit.attempt.attemptId}
          attempt={visit.attempt}
          onOpened={({ visit: token, items }) => go({ screen: 'list', token, items, code: '' })}
          onEnded={faceEnded}
        />
      )}
      {visit.screen === 'id' && (
        <IdScreen
          value={visit.idNumber}
          onChange={type('idNumber')}
          onNext={() => void open()}
          onBack={() => go({ screen: 'way', idNumber: '' })}
          onLeave={leave}
          fault={fault}
          busy={busy}
        />
      )}
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
